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
 * {@code kubectl get configmaps,secrets -o name} costs for one of the two. Both are whole processes, run in turn. Their time
 * and memory are taken without anything between them and the API server; their bytes are then counted by a proxy.
 */
public final class CostBenchmark {
    private static final String SOURCE = "cost";
    private static final String SANDBOX = "cost-sandbox";

    /** As the launcher starts the command. */
    private static final List<String> LAUNCHER =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable");

    private final TestCluster cluster;
    private final int objects;
    private final Path folder;

    private CostBenchmark(TestCluster cluster, int objects, Path folder) {
        this.cluster = cluster;
        this.objects = objects;
        this.folder = folder;
    }

    /** One run of one side. */
    private record Cost(double seconds, double processorSeconds, double peakMebibytes, double heapMebibytes) {}

    /**
     * Runs the benchmark.
     *
     * @param arguments number of objects and of rounds; 20000 and 5 if left out
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int objects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (TestCluster cluster = TestCluster.start()) {
            fill(cluster, objects);
            new CostBenchmark(cluster, objects, Files.createTempDirectory("cost")).measure(rounds);
        }
    }

    private void measure(int rounds) throws IOException, InterruptedException {
        Path kubeconfig = cluster.kubeconfig(User.ADMIN);
        // What both keep from one run to the next, they make in a round that is not counted.
        kubectl(kubeconfig);
        kymaros(kubeconfig, "-XX:ArchiveClassesAtExit=" + archive());
        List<Cost> theirs = new ArrayList<>();
        List<Cost> ours = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            theirs.add(kubectl(kubeconfig));
            ours.add(kymaros(kubeconfig, withArchive()));
        }
        print(rounds, theirs, ours);
        countBytes(kubeconfig);
    }

    private void countBytes(Path kubeconfig) throws IOException, InterruptedException {
        try (CountingProxy proxy = new CountingProxy(cluster.server())) {
            Path counted = Files.writeString(
                    folder.resolve("kubeconfig"),
                    Files.readString(kubeconfig).replace(cluster.server(), proxy.address()));
            // The first call at this address fills kubectl's cache for it.
            kubectl(counted);
            proxy.received();
            kubectl(counted);
            double theirs = proxy.received() / 1e6;
            kymaros(counted, withArchive());
            double ours = proxy.received() / 1e6;
            System.out.printf(Locale.ROOT, "| Received, MB | %.2f | %.2f | 1/%.1f |%n", theirs, ours, theirs / ours);
        }
    }

    private Path archive() {
        return folder.resolve("classes.jsa");
    }

    /** Ends the process if the archive can't be used, where the launcher would go on without it. */
    private String[] withArchive() {
        return new String[] {"-Xshare:on", "-XX:SharedArchiveFile=" + archive()};
    }

    private static void fill(TestCluster cluster, int objects) throws InterruptedException, ExecutionException {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build()) {
            Filling.fill(client, SOURCE, objects);
            Filling.fill(client, SANDBOX, objects);
        }
    }

    private Cost kubectl(Path kubeconfig) throws IOException, InterruptedException {
        Metered metered = MeteredProcess.run(
                List.of(
                        cluster.binary("kubectl").toString(),
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "--cache-dir",
                        folder.resolve("kubectl-cache").toString(),
                        "-n",
                        SOURCE,
                        "get",
                        "configmaps,secrets",
                        "-o",
                        "name"),
                Map.of());
        // One ConfigMap more: the cluster's own certificate.
        require(
                metered.output().size() == objects + 1,
                "kubectl printed " + metered.output().size() + " names");
        return new Cost(metered.seconds(), metered.processorSeconds(), metered.peakBytes() / 1048576.0, 0);
    }

    private Cost kymaros(Path kubeconfig, String... archive) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx64m");
        command.addAll(LAUNCHER);
        command.addAll(List.of(archive));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Comparing.class.getName()));
        command.addAll(List.of(kubeconfig.toString(), SOURCE, SANDBOX, String.valueOf(objects)));
        Metered metered = MeteredProcess.run(command, Map.of());
        require(metered.output().get(0).equals(String.valueOf(objects)), "found " + metered.output());
        double heap = Long.parseLong(metered.output().get(1)) / 1048576.0;
        return new Cost(metered.seconds(), metered.processorSeconds(), metered.peakBytes() / 1048576.0, heap);
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private void print(int rounds, List<Cost> kubectl, List<Cost> kymaros) {
        System.out.printf(
                Locale.ROOT,
                "%,d ConfigMaps and Secrets of 4 KiB in each of two namespaces; median of %d rounds (least to most)%n%n",
                objects,
                rounds);
        System.out.println("| | `kubectl get -o name`, source only | Kymaros, source and sandbox | Share |");
        System.out.println("|---|---|---|---|");
        row("Time, s", kubectl, kymaros, Cost::seconds);
        row("Processor time, s", kubectl, kymaros, Cost::processorSeconds);
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
