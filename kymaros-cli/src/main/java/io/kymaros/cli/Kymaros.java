package io.kymaros.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.cli.render.Terminal;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.fault.ObstacleException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The kymaros command, also {@code kubectl kymaros}. */
@Command(
        name = "kymaros",
        description = "Restores a Velero backup into a sandbox and scores how far it can be trusted.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Versions.class,
        subcommands = {
            RunCommand.class,
            ScoreCommand.class,
            VerifyCommand.class,
            GetCommand.class,
            DescribeCommand.class,
            GcCommand.class,
            CrdsCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Pass, or at or above --fail-under",
            "1:scored below that",
            "2:Inconclusive, could not run, or a file could not be written",
            "64:wrong command line",
            "130:interrupted"
        })
public final class Kymaros implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** Runs the command and ends the process. */
    public static void main(String... args) {
        System.exit(execute(args));
    }

    /** Runs the command and returns its exit status. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Kymaros())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new OneMessage());
        String program = System.getProperty("kymaros.program", "kymaros");
        line.setCommandName(program);
        for (CommandLine each : withSubcommands(line)) {
            each.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
            each.getCommandSpec().exitCodeOnExecutionException(ExitCode.INCONCLUSIVE);
        }
        return line;
    }

    private static java.util.List<CommandLine> withSubcommands(CommandLine line) {
        java.util.List<CommandLine> all = new java.util.ArrayList<>(java.util.List.of(line));
        line.getSubcommands().values().forEach(sub -> all.addAll(withSubcommands(sub)));
        return all;
    }

    /** Without a verb there is nothing to do but to say what there is. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "say what to do, for example: run NAME");
    }

    /** Each failure is one message that says what happened and what to do next. */
    private static final class OneMessage implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception error, CommandLine line, ParseResult parsed) throws Exception {
            PrintWriter err = line.getErr();
            if (error instanceof InvalidInputException || error instanceof ObstacleException) {
                err.println("error: " + Terminal.clean(String.valueOf(error.getMessage())));
            } else if (error instanceof KubernetesClientException api) {
                err.println("error: "
                        + Terminal.clean(String.valueOf(
                                ApiFault.obstacle("talk to the cluster", api).getMessage())));
            } else {
                err.println("error: " + Terminal.clean(error.toString()));
                if (System.getenv("KYMAROS_DEBUG") != null) {
                    error.printStackTrace(err);
                } else {
                    err.println("Set KYMAROS_DEBUG=1 to see where it came from.");
                }
            }
            return ExitCode.INCONCLUSIVE;
        }
    }
}
