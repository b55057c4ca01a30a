package io.kymaros.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.cli.render.Terminal;
import io.kymaros.k8s.run.AbandonedRuns;
import io.kymaros.k8s.run.AbandonedRuns.Finished;
import io.kymaros.velero.VeleroBackupProvider;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Finishes what killed runs have left. */
@Command(
        name = "gc",
        description =
                "Finishes what killed runs have left, in all namespaces: seals their reports, deletes their sandboxes.",
        mixinStandardHelpOptions = true)
final class GcCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try (KubernetesClient client = cluster.client()) {
            List<Finished> finished =
                    new AbandonedRuns(client, new VeleroBackupProvider(client)).finish(Optional.empty());
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            finished.forEach(run -> out.println(Terminal.clean(run.subject() + ": " + run.message())));
            if (finished.isEmpty()) {
                out.println("Nothing was left behind.");
            }
            out.flush();
            return finished.stream().allMatch(Finished::clean) ? ExitCode.PASSED : ExitCode.INCONCLUSIVE;
        }
    }
}
