package io.kymaros.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.cli.render.Terminal;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.HealthCheckPolicy;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.api.StrictYaml;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.run.RestoreTestPlan;
import io.kymaros.k8s.run.RestoreTestPlanner;
import io.kymaros.k8s.run.RestoreTestRun;
import io.kymaros.k8s.run.RunOutcome;
import io.kymaros.velero.VeleroBackupProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a restore test and shows its report. */
@Command(
        name = "run",
        description =
                "Runs a restore test: restores the backup into a sandbox, scores what came back, stores a report.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the RestoreTest.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description =
                    "Take the RestoreTest, and its HealthCheckPolicy if it is there too, from a file or - instead of"
                            + " the cluster.")
    private @Nullable String file;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Longest time for the run; overrides spec.timeout.")
    private @Nullable String timeout;

    @Option(
            names = "--fail-under",
            paramLabel = "SCORE",
            description = "Exit with 0 at this score or above, 1 below it. Default: 0 for a Pass only.")
    private @Nullable Integer failUnder;

    @Option(
            names = "--evidence-out",
            paramLabel = "FILE",
            description = "Write what was observed to a file (YAML); kymaros score makes the same report of it.")
    private @Nullable Path evidenceFile;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the report to a file too; its ending chooses the format: ${COMPLETION-CANDIDATES}.",
            completionCandidates = ReportFile.Endings.class)
    private List<Path> reportFiles = List.of();

    @Option(
            names = "--logs-out",
            paramLabel = "DIR",
            description = "Write logs and events of pods that are not ready into a folder, without secrets as far as"
                    + " they can be told; whatever spec.logCollection.enabled says.")
    private @Nullable Path logsFolder;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requireSense();
        Outputs<RunOutcome> outputs = outputs();
        outputs.fault().ifPresent(fault -> {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), fault);
        });
        try (KubernetesClient client = cluster.client()) {
            RestoreTestPlan plan = plan(client);
            ProgressLines progress = new ProgressLines(err());
            RestoreTestRun run = new RestoreTestRun(client, new VeleroBackupProvider(client), progress);
            try (StopSignals signals = StopSignals.to(Thread.currentThread(), err())) {
                RunOutcome outcome = run.run(plan);
                out().print(output.one().render(List.of(outcome.report())));
                out().flush();
                boolean written = outputs.write(outcome, err());
                String namespace = outcome.report().getMetadata().getNamespace();
                String report = outcome.report().getMetadata().getName();
                err().println("report " + namespace + "/" + report + "   next: "
                        + System.getProperty("kymaros.program", "kymaros") + " describe " + report + " -n "
                        + namespace);
                outcome.notStored().ifPresent(why -> err().println(
                                "error: the verdict above is not stored: " + Terminal.clean(why.message())));
                if (signals.received()) {
                    return ExitCode.INTERRUPTED;
                }
                int verdict = ExitCode.of(outcome.report().getStatus(), failUnder);
                return outcome.notStored().isPresent() || verdict == ExitCode.PASSED && !written
                        ? ExitCode.INCONCLUSIVE
                        : verdict;
            }
        }
    }

    /** What can be refused before anything is touched. */
    private void requireSense() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (name == null && file == null) {
            throw new ParameterException(command.commandLine(), "name a RestoreTest, or give a file with -f");
        }
        if (failUnder != null && (failUnder < 0 || failUnder > 100)) {
            throw new ParameterException(
                    command.commandLine(), "--fail-under " + failUnder + " is not a score; use 0 to 100");
        }
        if (timeout != null
                && GoDuration.parse(timeout).filter(t -> !t.isZero()).isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--timeout \"" + timeout + "\" is not a duration; write for example 90s or 1h30m");
        }
        for (Path path : reportFiles) {
            if (!ReportFile.known(path)) {
                throw new ParameterException(
                        command.commandLine(),
                        "--report " + path + ": its ending is not known; use one of " + ReportFile.endings());
            }
        }
    }

    private Outputs<RunOutcome> outputs() {
        Outputs<RunOutcome> outputs = new Outputs<>();
        reportFiles.forEach(
                path -> outputs.file("--report", path, outcome -> ReportFile.write(path, outcome.report())));
        Path logs = logsFolder;
        if (logs != null) {
            outputs.folder("--logs-out", logs, outcome -> PodLogFiles.write(logs, outcome.logs()));
        }
        Path evidence = evidenceFile;
        if (evidence != null) {
            outputs.file(
                    "--evidence-out",
                    evidence,
                    outcome -> ReportFile.write(evidence, outcome.document().toYaml()));
        }
        return outputs;
    }

    private RestoreTestPlan plan(KubernetesClient client) throws IOException {
        RestoreTestPlan plan = file == null
                ? RestoreTestPlanner.read(client, cluster.namespace(client), String.valueOf(name))
                : planFromFile(client, file);
        return RestoreTestPlan.builder()
                .from(plan)
                .timeout(Optional.ofNullable(timeout).flatMap(GoDuration::parse).orElse(plan.timeout()))
                .collectsLogs(plan.collectsLogs() || logsFolder != null)
                .build();
    }

    private RestoreTestPlan planFromFile(KubernetesClient client, String source) throws IOException {
        List<HasMetadata> resources = read(source);
        resources.stream()
                .filter(resource -> resource.getMetadata().getNamespace() == null)
                .forEach(resource -> resource.getMetadata().setNamespace(cluster.namespace(client)));
        List<RestoreTest> tests = resources.stream()
                .filter(RestoreTest.class::isInstance)
                .map(RestoreTest.class::cast)
                .filter(test -> name == null || name.equals(test.getMetadata().getName()))
                .toList();
        if (tests.size() != 1) {
            throw new InvalidInputException(source + ": holds " + tests.size() + " RestoreTests"
                    + (name == null ? "" : " named " + name) + ", but one is needed. "
                    + (tests.isEmpty() ? "Check the file." : "Name the one to run."));
        }
        RestoreTest test = tests.get(0);
        Optional<HealthCheckPolicy> policy = resources.stream()
                .filter(HealthCheckPolicy.class::isInstance)
                .map(HealthCheckPolicy.class::cast)
                .filter(candidate -> test.getSpec() != null
                        && test.getSpec().healthChecks() != null
                        && candidate.getMetadata().getName() != null
                        && candidate
                                .getMetadata()
                                .getName()
                                .equals(test.getSpec().healthChecks().policyRef()))
                .findFirst();
        return policy.isPresent() ? RestoreTestPlanner.plan(test, policy.get()) : RestoreTestPlanner.plan(client, test);
    }

    private static List<HasMetadata> read(String source) throws IOException {
        try (InputStream in = InputFile.open(source)) {
            return StrictYaml.read(InputFile.name(source), in);
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
