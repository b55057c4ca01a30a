package io.kymaros.cli;

import io.kymaros.cli.render.Terminal;
import io.kymaros.k8s.run.RunListener;
import io.kymaros.k8s.run.RunPhase;
import java.io.PrintWriter;
import java.util.Locale;

/** The progress of a run on standard error: a line for each step that ends, redrawn in between on a terminal. */
final class ProgressLines implements RunListener {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final double NANOS = 1e9;

    private final PrintWriter err;
    private final boolean redraw;
    private volatile long phaseStart = System.nanoTime();

    ProgressLines(PrintWriter err) {
        this.err = err;
        this.redraw = Terminal.isTerminal();
    }

    @Override
    public void reportCreated(String namespace, String name) {
        err.println("run " + namespace + "/" + name);
        err.flush();
    }

    @Override
    public void started(RunPhase phase) {
        phaseStart = System.nanoTime();
        redrawn(line(phase, "..."));
    }

    @Override
    public void progress(RunPhase phase, String line) {
        redrawn(line(phase, line));
    }

    @Override
    public void ended(RunPhase phase, String line) {
        err.println((redraw ? CLEAR_LINE : "") + line(phase, line));
        err.flush();
    }

    private void redrawn(String line) {
        if (redraw) {
            err.print(CLEAR_LINE + line);
            err.flush();
        }
    }

    private String line(RunPhase phase, String text) {
        double seconds = (System.nanoTime() - phaseStart) / NANOS;
        return String.format(Locale.ROOT, "  %-13s %6.1fs  %s", phase, seconds, Terminal.clean(text));
    }
}
