package io.kymaros.benchmarks.cost;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.benchmarks.cost.MeteredProcess.Metered;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/**
 * What it costs to compare a namespace of 20,000 ConfigMaps and Secrets of 4 KiB with its copy in a sandbox, beside what
 * {@code kubectl get configmaps,secrets -o name} costs for one of the two. Both are whole processes, run in turn, through
 * the same counting proxy.
 */
public final class CostBenchmark {
    private static final String SOURCE = "cost";
    private static final String SANDBOX = "cost-sandbox";

    private CostBenchmark() {}

    /** One run of one side. */
    private record Cost(
            double seconds, double processorSeconds, double megabytes, double peakMebibytes, double heapMebibytes) {}

    /**
     * Runs the benchmark.
     *
     * @param arguments number of objects and of rounds; 20000 and 5 if left out
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int objects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (TestCluster cluster = TestCluster.start();
                CountingProxy proxy = new CountingProxy(cluster.server())) {
            fill(cluster, objects);
            Path kubeconfig = Files.createTempFile("cost", ".kubeconfig");
            Path cache = Files.createTempDirectory("cost-kubectl-cache");
            Files.writeString(
                    kubeconfig,
                    Files.readString(cluster.kubeconfig(User.ADMIN)).replace(cluster.server(), proxy.address()));
            List<Cost> kubectl = new ArrayList<>();
            List<Cost> kymaros = new ArrayList<>();
            // The first round fills kubectl's cache of resource types, and is not counted.
            for (int round = 0; round <= rounds; round++) {
                Cost theirs = kubectl(cluster, kubeconfig, cache, proxy, objects);
                Cost ours = kymaros(kubeconfig, proxy, objects);
                if (round > 0) {
                    kubectl.add(theirs);
                    kymaros.add(ours);
                }
            }
            print(objects, rounds, kubectl, kymaros);
        }
    }

    private static void fill(TestCluster cluster, int objects) throws InterruptedException, ExecutionException {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build()) {
            Filling.fill(client, SOURCE, objects);
            Filling.fill(client, SANDBOX, objects);
        }
    }

    private static Cost kubectl(TestCluster cluster, Path kubeconfig, Path cache, CountingProxy proxy, int objects)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                cluster.binary("kubectl").toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--cache-dir",
                cache.toString(),
                "-n",
                SOURCE,
                "get",
                "configmaps,secrets",
                "-o",
                "name");
        proxy.received();
        Metered metered = MeteredProcess.run(command, Map.of());
        long bytes = proxy.received();
        // One ConfigMap more: the cluster's own certificate.
        require(
                metered.output().size() == objects + 1,
                "kubectl printed " + metered.output().size() + " names");
        return new Cost(metered.seconds(), metered.processorSeconds(), bytes / 1e6, metered.peakBytes() / 1048576.0, 0);
    }

    private static Cost kymaros(Path kubeconfig, CountingProxy proxy, int objects)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                // As the launcher starts the command.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Comparing.class.getName(),
                kubeconfig.toString(),
                SOURCE,
                SANDBOX,
                String.valueOf(objects));
        proxy.received();
        Metered metered = MeteredProcess.run(command, Map.of());
        long bytes = proxy.received();
        require(metered.output().get(0).equals(String.valueOf(objects)), "found " + metered.output());
        double heap = Long.parseLong(metered.output().get(1)) / 1048576.0;
        return new Cost(
                metered.seconds(), metered.processorSeconds(), bytes / 1e6, metered.peakBytes() / 1048576.0, heap);
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private static void print(int objects, int rounds, List<Cost> kubectl, List<Cost> kymaros) {
        System.out.printf(
                Locale.ROOT,
                "%,d ConfigMaps and Secrets of 4 KiB in each of two namespaces; median of %d rounds (least to most)%n%n",
                objects,
                rounds);
        System.out.println("| | `kubectl get -o name`, source only | Kymaros, source and sandbox | Share |");
        System.out.println("|---|---|---|---|");
        row("Time, s", kubectl, kymaros, Cost::seconds);
        row("Processor time, s", kubectl, kymaros, Cost::processorSeconds);
        row("Received, MB", kubectl, kymaros, Cost::megabytes);
        row("Peak memory, MiB", kubectl, kymaros, Cost::peakMebibytes);
        System.out.printf(Locale.ROOT, "| of that Java heap, MiB | | %s | |%n", text(kymaros, Cost::heapMebibytes));
    }

    private static void row(String what, List<Cost> kubectl, List<Cost> kymaros, ToDoubleFunction<Cost> figure) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | 1/%.1f |%n",
                what,
                text(kubectl, figure),
                text(kymaros, figure),
                median(kubectl, figure) / median(kymaros, figure));
    }

    private static String text(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", median(costs, figure), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
