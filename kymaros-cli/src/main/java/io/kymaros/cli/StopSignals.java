package io.kymaros.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What SIGINT and SIGTERM do during a run: the first asks the run to stop, which seals its report and removes its sandbox;
 * a second ends the process at once and leaves the rest to {@code gc}.
 */
final class StopSignals implements AutoCloseable {
    private final AtomicBoolean received = new AtomicBoolean();
    private final SignalHandler previousInt;
    private final SignalHandler previousTerm;

    private StopSignals(Thread run, PrintWriter err) {
        SignalHandler handler = signal -> {
            if (received.getAndSet(true)) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
            err.println("stopping: the report is written and the sandbox removed; once more to leave at once");
            err.flush();
            run.interrupt();
        };
        this.previousInt = Signal.handle(new Signal("INT"), handler);
        this.previousTerm = Signal.handle(new Signal("TERM"), handler);
    }

    static StopSignals to(Thread run, PrintWriter err) {
        return new StopSignals(run, err);
    }

    boolean received() {
        return received.get();
    }

    @Override
    public void close() {
        Signal.handle(new Signal("INT"), previousInt);
        Signal.handle(new Signal("TERM"), previousTerm);
    }
}
