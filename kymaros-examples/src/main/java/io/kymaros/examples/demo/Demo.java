package io.kymaros.examples.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kymaros.cli.Kymaros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code ./kymaros demo}: a restore test of a small shop, one of whose Secrets a filter has kept out of the backup. Only the
 * cluster is simulated; the test is {@code kymaros run my-first-test}.
 */
public final class Demo {
    private Demo() {}

    /** Runs the demo and ends with the exit status of the run. */
    public static void main(String... args) throws Exception {
        Path page = Path.of(args.length > 0 ? args[0] : "kymaros-demo.html").toAbsolutePath();
        System.err.println("A simulated cluster in this process: embedded API server, simulated Velero and kubelet.");
        System.err.println("$ kymaros run my-first-test");
        int exitCode = run(page);
        System.err.println();
        System.err.println("The same report as a page: " + page.toUri());
        System.err.println("On a real cluster: see kymaros-examples/cluster, then kymaros run my-first-test");
        System.exit(exitCode);
    }

    static int run(Path page) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kymaros-demo");
        try (EmbeddedCluster cluster = new EmbeddedCluster();
                SimulatedVelero velero = new SimulatedVelero(cluster.client());
                SimulatedWorkloads workloads = new SimulatedWorkloads(cluster.client())) {
            Path kubeconfig = cluster.writeKubeconfig(folder);
            List<HasMetadata> backedUp = ShopApplication.create(cluster.client()).stream()
                    .filter(object -> ShopApplication.NAMESPACE.equals(
                            object.getMetadata().getNamespace()))
                    .filter(object -> !object.getMetadata().getName().equals(ShopApplication.LOST_SECRET))
                    .toList();
            awaitNextSecond();
            velero.backUp("shop-nightly", ShopApplication.NAMESPACE, backedUp);
            return Kymaros.execute(
                    "run",
                    "my-first-test",
                    "-n",
                    "kymaros-system",
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--report",
                    page.toString());
        }
    }

    /** Kubernetes writes times in whole seconds, and what the backup left out must be older than the backup. */
    private static void awaitNextSecond() throws InterruptedException {
        Instant now = Instant.now();
        Thread.sleep(Duration.between(
                                now,
                                now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                        .plusSeconds(1))
                        .toMillis()
                + 1);
    }
}
