package io.kymaros.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the command in this process and keeps what it says. */
final class Shell {
    private Shell() {}

    /**
     * What a command left.
     *
     * @param exitCode its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Said(int exitCode, String out, String err) {}

    static Said kymaros(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Kymaros.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        line.getOut().flush();
        line.getErr().flush();
        return new Said(exitCode, out.toString(), err.toString());
    }
}
