package io.kymaros.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.cli.render.TextRenderer;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.logs.LogSecret;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one report in full, notes included. */
@Command(name = "describe", description = "Shows one report in full.", mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REPORT", description = "Name of the report.")
    private @Nullable String name;

    @Option(
            names = "--logs",
            description = "Show the logs and events of failing pods too; needs the permission to read Secrets.")
    private boolean logs;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try (KubernetesClient client = cluster.client()) {
            String namespace = cluster.namespace(client);
            RestoreReport report = client.resources(RestoreReport.class)
                    .inNamespace(namespace)
                    .withName(Objects.requireNonNull(name))
                    .get();
            if (report == null || report.getStatus() == null) {
                throw new InvalidInputException("RestoreReport " + namespace + "/" + name
                        + " does not exist. See what does: kymaros get -n " + namespace);
            }
            CommandSpec command = Objects.requireNonNull(spec);
            command.commandLine().getOut().print(new TextRenderer(true).render(List.of(report)));
            if (logs) {
                PodLogFiles.print(
                        command.commandLine().getOut(),
                        new LogSecret(client)
                                .read(namespace, report.getMetadata().getName())
                                .orElseThrow(() -> new InvalidInputException("RestoreReport " + namespace + "/" + name
                                        + " has no logs. To keep some, set spec.logCollection.enabled in the test;"
                                        + " the condition LogsKept says what went wrong.")));
            }
            command.commandLine().getOut().flush();
            return ExitCode.PASSED;
        }
    }
}
