package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * Whole runs on a real API server and a real Velero, as a user with just the permissions that Kymaros ships. After every
 * run the source is as it was, and no sandbox is left. What a scenario scores stands in docs/scenarios.md.
 */
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scenarios {
    static final String SYSTEM = "kymaros-system";

    final TestCluster cluster;
    private final ScenarioTable table = new ScenarioTable();
    private String current = "";
    private HttpServer application;

    Scenarios(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void remember(TestInfo test) {
        current = ScenarioTable.name(test.getTestMethod().orElseThrow());
    }

    @BeforeAll
    void install() throws IOException {
        cluster.apply(kymaros("crds").out());
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")
                .orFail();
        cluster.apply(Files.readString(Path.of("..", "kymaros-examples", "cluster", "rbac.yaml")));
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: kymaros-test}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kymaros}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: kymaros-test, namespace: velero}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: kymaros}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                """);
        startApplication();
        startDependency();
        cluster.apply("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: shop, namespace: kymaros-system}
                spec:
                  checks:
                  - {name: api-liveness, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                  - {name: db-connectivity, type: exec, exec: {podSelector: {app: postgres}, command: [echo, ready]}}
                  - {name: web-port, type: tcpSocket, tcpSocket: {service: web, port: 80}}
                ---
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: one-fails, namespace: kymaros-system}
                spec:
                  checks:
                  - {name: api-liveness, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                  - {name: api-version, type: httpGet, httpGet: {service: api, port: 80, path: /gone}}
                  - {name: api-pods, type: podStatus, podStatus: {labelSelector: {app: api}, minReady: 2}}
                """);
    }

    /** Pods have no processes here: what is forwarded to port 8080 of any pod is answered by this. */
    private void startApplication() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/healthz", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        cluster.apply("""
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterPortForward
                metadata: {name: application}
                spec: {forwards: [{ports: [8080], target: {address: 127.0.0.1, port: %d}}]}
                """.formatted(application.getAddress().getPort()));
    }

    private void startDependency() {
        cluster.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: platform}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shared-auth-service, namespace: platform}
                spec:
                  selector: {matchLabels: {app: auth}}
                  template:
                    metadata: {labels: {app: auth}}
                    spec: {containers: [{name: auth, image: example/auth}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shared-auth-service, namespace: platform}
                spec: {selector: {app: auth}, ports: [{name: https, port: 443}]}
                """);
        cluster.kubectl("-n", "platform", "rollout", "status", "deployment/shared-auth-service", "--timeout=60s")
                .orFail();
    }

    @AfterAll
    void stopApplication() {
        application.stop(0);
    }

    @AfterEach
    void noSandboxIsLeft() {
        assertThat(cluster.kubectl("get", "namespaces", "-l", "restore.kymaros.io/sandbox", "-o", "name")
                        .orFail())
                .isEmpty();
        assertThat(cluster.kubectl(
                                "-n",
                                "velero",
                                "get",
                                "configmaps,downloadrequests",
                                "-o",
                                "name",
                                "-l",
                                "restore.kymaros.io/run-uid")
                        .orFail())
                .isEmpty();
    }

    /** The newest report of a test, after it was held against the scenario's row in docs/scenarios.md. */
    RestoreReportStatus documented(String scenario, String test) {
        RestoreReportStatus status = newestReport(test).getStatus();
        table.requireRow(scenario, status, current);
        return status;
    }

    void test(String name, String policy, String maxRto, String more) {
        cluster.apply(testYaml(name, name, name, policy, maxRto, more));
    }

    static String testYaml(String name, String backup, String namespace, String policy, String maxRto, String more) {
        return """
                apiVersion: restore.kymaros.io/v1alpha1
                kind: RestoreTest
                metadata: {name: %s, namespace: kymaros-system}
                spec:
                  backupSource: {provider: velero, backupName: %s, namespaces: [{name: %s}]}
                  sandbox: {ttl: 30s}
                  healthChecks: {policyRef: %s}
                  sla: {maxRTO: %s}
                  dependencies: [{name: shared-auth-service, namespace: platform, port: 443}]
                """.formatted(name, backup, namespace, policy, maxRto) + (more.isEmpty() ? "" : "  " + more + "\n");
    }

    Said run(String test, String... more) {
        String[] arguments = java.util.Arrays.copyOf(
                new String[] {
                    "run",
                    test,
                    "-n",
                    SYSTEM,
                    "--kubeconfig",
                    cluster.kubeconfig(User.KYMAROS).toString()
                },
                6 + more.length);
        System.arraycopy(more, 0, arguments, 6, more.length);
        String before = Shop.versions(cluster, test);
        Said said = kymaros(arguments);
        assertThat(Shop.versions(cluster, test)).as("the source is as it was").isEqualTo(before);
        return said;
    }

    RestoreReport newestReport(String test) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build()) {
            return new io.kymaros.k8s.report.ReportStore(client)
                    .of(test, SYSTEM)
                    .get(0);
        }
    }

    static List<Integer> points(RestoreReportStatus status) {
        return status.validationLevels().stream()
                .map(ValidationLevel::pointsEarned)
                .toList();
    }

    static ValidationLevel level(RestoreReportStatus status, String name) {
        return status.validationLevels().stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<ReportFinding> losses(RestoreReportStatus status) {
        return status.findings().stream()
                .filter(finding -> !"Note".equals(finding.severity()))
                .toList();
    }
}
