package io.kymaros.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.report.ReportStore;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists reports, the oldest first. */
@Command(name = "get", description = "Lists reports, the oldest first.", mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
    @Option(names = "--test", paramLabel = "NAME", description = "Only reports of this RestoreTest.")
    private @Nullable String test;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Reports of all namespaces.")
    private boolean allNamespaces;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try (KubernetesClient client = cluster.client()) {
            Optional<String> namespace = allNamespaces ? Optional.empty() : Optional.of(cluster.namespace(client));
            List<RestoreReport> reports = new ReportStore(client)
                    .all(namespace).stream()
                            .filter(report -> test == null
                                    || test.equals(
                                            report.getSpec().restoreTestRef().name()))
                            .sorted(Comparator.comparing(report ->
                                    String.valueOf(report.getMetadata().getCreationTimestamp())))
                            .toList();
            CommandSpec command = Objects.requireNonNull(spec);
            if (reports.isEmpty()) {
                command.commandLine()
                        .getErr()
                        .println("No reports found"
                                + namespace
                                        .map(name -> " in namespace " + name + ".")
                                        .orElse("."));
            } else {
                command.commandLine().getOut().print(output.list().render(reports));
                command.commandLine().getOut().flush();
            }
            return ExitCode.PASSED;
        }
    }
}
