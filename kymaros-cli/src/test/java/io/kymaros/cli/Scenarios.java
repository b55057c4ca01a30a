package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.cli.Shell.Said;
import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import io.kymaros.k8s.report.StoredReports;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whole runs on a real API server and a real Velero, as a user with just the permissions that Kymaros ships. After every
 * run the source is as it was, and no sandbox is left. What a scenario scores stands in docs/scenarios.md.
 *
 * <p>Scenarios run side by side: each has a namespace and a test of its own name, and leaves shared parts alone. One that
 * stops a part of the cluster needs a cluster of its own ({@code @RealCluster(exclusive = true)}).
 */
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
abstract class Scenarios {
    static final String SYSTEM = "kymaros-system";

    /** The shop's claims were never bound, which only a source that is still there can tell. */
    static final String CLAIMS_NEVER_BOUND =
            "ignoredLosses: [{kind: PersistentVolumeClaim, name: \"*\", reason: never bound}]";

    final TestCluster cluster;
    private final ScenarioTable table = new ScenarioTable();
    private final ThreadLocal<String> current = new ThreadLocal<>();

    Scenarios(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void remember(TestInfo test) {
        current.set(ScenarioTable.name(test.getTestMethod().orElseThrow()));
    }

    @BeforeAll
    void install() throws IOException {
        Surroundings.of(cluster);
    }

    /** Neither a sandbox nor anything in Velero's namespace is left of a test's runs. */
    void requireNothingLeft(String test) {
        String label = "restore.kymaros.io/test-name=" + test;
        assertThat(cluster.kubectl("get", "namespaces", "-l", label, "-o", "name")
                        .orFail())
                .as("sandboxes")
                .isEmpty();
        assertThat(cluster.kubectl("-n", "velero", "get", "configmaps,downloadrequests", "-o", "name", "-l", label)
                        .orFail())
                .as("objects of the run in Velero's namespace")
                .isEmpty();
    }

    /** The newest report of a test, after it was held against the scenario's row in docs/scenarios.md. */
    RestoreReportStatus documented(String scenario, String test) {
        RestoreReport report = newestReport(test);
        requireConfirmed(report);
        table.requireRow(scenario, report.getStatus(), current.get());
        return report.getStatus();
    }

    /** What a run stores contradicts itself nowhere, and is in the whole form to which {@code kymaros verify} holds it. */
    private static void requireConfirmed(RestoreReport report) {
        StoredReport stored = StoredReports.of(
                report.getMetadata().getName(), Serialization.unmarshal(Serialization.asJson(report), JsonNode.class));
        assertThat(ReportAudit.of(stored)).as("contradictions").isEmpty();
        assertThat(ReportAudit.lacking(stored)).as("what it lacks").isEmpty();
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
        requireNothingLeft(test);
        return said;
    }

    /** Backs up a shop that is deployed. */
    void backUp(String namespace, String... options) {
        new Shop(cluster, namespace).backUp(options);
    }

    /** Puts an object into the object store behind Velero's back; a path of one part is a bucket. */
    void store(String path, byte[] content) {
        HttpRequest put = HttpRequest.newBuilder(URI.create(cluster.s3() + "/" + path))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(put, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
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

    /** A report without any has no such field. */
    static List<ReportFinding> findings(RestoreReportStatus status) {
        return Objects.requireNonNullElse(status.findings(), List.of());
    }

    static List<ReportFinding> losses(RestoreReportStatus status, String level) {
        return losses(status).stream()
                .filter(finding -> finding.level().equals(level))
                .toList();
    }

    static List<ReportFinding> losses(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> !"Note".equals(finding.severity()))
                .toList();
    }
}
