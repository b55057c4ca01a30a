package io.kymaros.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.core.score.Result;
import io.kymaros.k8s.api.Crds;
import io.kymaros.k8s.run.RestoreTestPlanner;
import io.kymaros.k8s.run.RestoreTestRun;
import io.kymaros.k8s.run.RunListener;
import io.kymaros.k8s.run.RunOutcome;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import io.kymaros.velero.VeleroBackupProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a run keeps its report back: from the moment when Velero has finished and the last expected pod is Ready until the
 * report is stored, on a real API server and a real Velero. Prints minimum, median and maximum, and how many kept the aim:
 * of runs that are processes of their own, started by the launcher, and of runs of one program side by side.
 *
 * <p>Kubernetes writes whole seconds into objects. So one watch, in this process and apart from the runs, notes when the
 * API server sends the restore's last phase, each pod's readiness and the sealed report; the differences are in milliseconds.
 */
public final class RunLatency {
    private static final String SYSTEM = "kymaros-system";
    private static final List<Integer> SIDE_BY_SIDE = List.of(1, 10, 50);
    private static final int ONE_BY_ONE = 5;
    private static final long AIM_MILLIS = 500;

    private final TestCluster cluster;
    private final KubernetesClient client;
    private final VeleroBackupProvider velero;
    private final Moments moments;

    private RunLatency(TestCluster cluster, KubernetesClient client, Moments moments) {
        this.cluster = cluster;
        this.client = client;
        this.velero = new VeleroBackupProvider(client);
        this.moments = moments;
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments how many runs side by side, one number for each measurement; none for 1, 10 and 50
     */
    public static void main(String[] arguments) throws Exception {
        List<Integer> counts = arguments.length == 0
                ? SIDE_BY_SIDE
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/healthz", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        try (TestCluster cluster = TestCluster.start();
                KubernetesClient client = client(cluster, User.KYMAROS);
                KubernetesClient observer = client(cluster, User.ADMIN)) {
            LaunchedRun.prepare();
            install(cluster, application.getAddress().getPort());
            try (Moments moments = new Moments(observer)) {
                RunLatency latency = new RunLatency(cluster, client, moments);
                int most = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
                latency.deploy(most);
                System.out.println(
                        "| Runs side by side | Least, ms | Median, ms | Most, ms | Within " + AIM_MILLIS + " ms |");
                System.out.println("|---:|---:|---:|---:|---:|");
                print("`./kymaros run`, one by one", latency.measureProcesses());
                // The first run of this program has what each of those processes had, a cold JVM, and is not counted.
                latency.measure(1);
                for (int count : counts) {
                    print(String.valueOf(count), count == 1 ? latency.measureOneByOne() : latency.measure(count));
                }
            }
        } finally {
            application.stop(0);
        }
    }

    private static KubernetesClient client(TestCluster cluster, User user) {
        Config config = Config.fromKubeconfig(cluster.kubeconfig(user).toFile());
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static void install(TestCluster cluster, int applicationPort) throws IOException {
        cluster.apply(Crds.yaml());
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")
                .orFail();
        cluster.apply(Files.readString(Path.of("kymaros-examples", "cluster", "rbac.yaml")));
        for (String namespace : List.of("", "velero", SYSTEM)) {
            cluster.apply(binding(namespace));
        }
        cluster.apply("""
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterPortForward
                metadata: {name: application}
                spec: {forwards: [{ports: [8080], target: {address: 127.0.0.1, port: %d}}]}
                ---
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: shop, namespace: %s}
                spec:
                  checks:
                  - {name: liveness, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                  - {name: pods, type: podStatus, podStatus: {labelSelector: {app: api}, minReady: 2}}
                """.formatted(applicationPort, SYSTEM));
    }

    /** The user of the runs has what the shipped roles grant, and no more. */
    private static String binding(String namespace) {
        String kind = namespace.isEmpty() ? "Cluster" : "";
        String place = namespace.isEmpty() ? "" : ", namespace: " + namespace;
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %sRoleBinding
                metadata: {name: kymaros-benchmark%s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %sRole, name: kymaros}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                """.formatted(kind, place, kind);
    }

    /** As many small applications, all in one backup, and a test for each. */
    private void deploy(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            cluster.apply("""
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: app-%1$d}
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: api, namespace: app-%1$d}
                    spec:
                      replicas: 2
                      selector: {matchLabels: {app: api}}
                      template:
                        metadata: {labels: {app: api}}
                        spec: {containers: [{name: api, image: example/api}]}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: api, namespace: app-%1$d}
                    spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}
                    ---
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: config, namespace: app-%1$d}
                    ---
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: secret, namespace: app-%1$d}
                    ---
                    apiVersion: restore.kymaros.io/v1alpha1
                    kind: RestoreTest
                    metadata: {name: app-%1$d, namespace: %2$s}
                    spec:
                      backupSource: {backupName: all, namespaces: [{name: app-%1$d}]}
                      sandbox: {ttl: 2m}
                      healthChecks: {policyRef: shop}
                      sla: {maxRTO: 15m}
                    """.formatted(i, SYSTEM));
        }
        for (int i = 0; i < count; i++) {
            cluster.kubectl("-n", "app-" + i, "rollout", "status", "deployment/api", "--timeout=120s")
                    .orFail();
        }
        // Times of objects are whole seconds; an object of the backup's own second is not older than the backup.
        Thread.sleep(1100);
        cluster.velero("backup", "create", "all", "--include-namespaces", "app-*", "--wait")
                .orFail();
    }

    private List<Long> measureProcesses() throws IOException, InterruptedException {
        List<Long> added = new ArrayList<>();
        for (int i = 0; i < ONE_BY_ONE; i++) {
            added.add(moments.added(LaunchedRun.of("app-0", SYSTEM, cluster.kubeconfig(User.KYMAROS))));
        }
        return added;
    }

    private List<Long> measureOneByOne() throws InterruptedException, ExecutionException {
        List<Long> added = new ArrayList<>();
        for (int i = 0; i < ONE_BY_ONE; i++) {
            added.addAll(measure(1));
        }
        return added;
    }

    private List<Long> measure(int count) throws InterruptedException, ExecutionException {
        ExecutorService runs = Executors.newFixedThreadPool(count);
        try {
            List<Callable<RunOutcome>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String test = "app-" + i;
                tasks.add(() -> run(test));
            }
            List<Long> added = new ArrayList<>();
            for (Future<RunOutcome> run : runs.invokeAll(tasks)) {
                added.add(moments.added(run.get().report()));
            }
            return added;
        } finally {
            runs.shutdownNow();
        }
    }

    private RunOutcome run(String test) {
        RunOutcome outcome = new RestoreTestRun(client, velero, RunListener.SILENT)
                .run(RestoreTestPlanner.read(client, SYSTEM, test));
        if (outcome.score().result() != Result.PASS) {
            throw new IllegalStateException("run of " + test + " has not passed: "
                    + outcome.report().getStatus().summary());
        }
        return outcome;
    }

    private static void print(String runs, List<Long> milliseconds) {
        List<Long> sorted = milliseconds.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d of %d |%n",
                runs,
                sorted.get(0),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() - 1),
                sorted.stream().filter(added -> added <= AIM_MILLIS).count(),
                sorted.size());
    }
}
