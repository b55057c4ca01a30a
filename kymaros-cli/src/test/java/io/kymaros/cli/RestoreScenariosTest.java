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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs on a real API server and a real Velero, as a user with just the permissions that Kymaros ships. After every
 * run the source is as it was, and no sandbox is left.
 */
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreScenariosTest {
    private static final String SYSTEM = "kymaros-system";

    private final TestCluster cluster;
    private HttpServer application;

    RestoreScenariosTest(TestCluster cluster) {
        this.cluster = cluster;
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

    @Test
    void aCompleteBackupScores100() {
        new Shop(cluster, "complete").deploy().backUp();
        test("complete", "shop", "15m", "");

        Said said = run("complete");

        RestoreReportStatus status = newestReport("complete").getStatus();
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(100);
        assertThat(status.result()).isEqualTo("Pass");
        assertThat(points(status)).containsExactly(25, 20, 20, 20, 10, 5);
        assertThat(level(status, "PodStartup").message()).isEqualTo("All 5 pods reached Running/Ready state");
        assertThat(level(status, "HealthChecks").message()).isEqualTo("3/3 health checks passed");
        assertThat(level(status, "CrossNSDependencies").message()).isEqualTo("1/1 external dependency reachable");
        assertThat(status.rto().compliant()).isTrue();
        assertThat(status.conditions())
                .extracting(condition -> condition.getType() + "=" + condition.getStatus())
                .containsExactlyInAnyOrder("Completed=True", "SandboxCleaned=True");
        assertThat(said.out()).contains("Pass 100/100");
        assertThat(said.err())
                .contains("next: kymaros describe "
                        + newestReport("complete").getMetadata().getName());
    }

    @Test
    void aSecretThatTheBackupLeftOutCostsTwoPoints() {
        Shop shop = new Shop(cluster, "filtered").deploy();
        cluster.kubectl("-n", "filtered", "label", "secret", "secret-4", "velero.io/exclude-from-backup=true")
                .orFail();
        shop.backUp();
        test("filtered", "shop", "15m", "");

        Said said = run("filtered");

        RestoreReportStatus status = newestReport("filtered").getStatus();
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(98);
        assertThat(level(status, "Completeness").pointsEarned()).isEqualTo(18);
        assertThat(level(status, "Completeness").passed()).isTrue();
        assertThat(level(status, "Completeness").message())
                .isEqualTo("4/5 resource types matched exactly; Secrets: 7/8");
        assertThat(losses(status)).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("CompletenessObjectNotInBackup");
            assertThat(finding.object()).isEqualTo("Secret/secret-4");
        });
    }

    @Test
    void whatWasCreatedOrDeletedAfterTheBackupIsNoLoss() {
        new Shop(cluster, "drifted").deploy().backUp();
        cluster.kubectl("-n", "drifted", "create", "secret", "generic", "created-later")
                .orFail();
        cluster.kubectl("-n", "drifted", "delete", "configmap", "config-2").orFail();
        test("drifted", "shop", "15m", "");

        Said said = run("drifted");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(newestReport("drifted").getStatus().score()).isEqualTo(100);
    }

    @Test
    void aCrashLoopingPodIsNamedAndCostsItsShare() {
        new Shop(cluster, "crashing").with("worker", "crash-loop").deploy().backUp();
        test("crashing", "shop", "15m", "");

        Said said = run("crashing", "--fail-under", "97");

        RestoreReportStatus status = newestReport("crashing").getStatus();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(level(status, "PodStartup").pointsEarned()).isEqualTo(16);
        assertThat(level(status, "PodStartup").passed()).isFalse();
        assertThat(status.score()).isEqualTo(96);
        assertThat(losses(status)).singleElement().satisfies(finding -> {
            assertThat(finding.object()).contains("worker-");
            assertThat(finding.observed()).contains("CrashLoopBackOff", "exit code 1", "6 restarts");
        });
    }

    @Test
    void aFailingHealthCheckCostsItsShare() {
        new Shop(cluster, "unhealthy").deploy().backUp();
        test("unhealthy", "one-fails", "15m", "");

        Said said = run("unhealthy");

        RestoreReportStatus status = newestReport("unhealthy").getStatus();
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(level(status, "HealthChecks").pointsEarned()).isEqualTo(13);
        assertThat(status.score()).isEqualTo(93);
        assertThat(losses(status)).singleElement().satisfies(finding -> assertThat(finding.observed())
                .contains("status 404, expected 200"));
    }

    @Test
    void aRestoreWithErrorsEarnsNoIntegrityPoints() {
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: no-poison}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  validations:
                  - {expression: "object.metadata.name != 'poison' || object.metadata.namespace == 'refused'", message: "poison is not allowed here"}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-poison}
                spec: {policyName: no-poison, validationActions: [Deny]}
                """);
        Shop shop = new Shop(cluster, "refused").deploy();
        cluster.kubectl("-n", "refused", "create", "configmap", "poison").orFail();
        shop.backUp();
        test("refused", "shop", "15m", "");

        Said said = run("refused");

        RestoreReportStatus status = newestReport("refused").getStatus();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(points(status)).containsExactly(0, 18, 20, 20, 10, 5);
        assertThat(status.score()).isEqualTo(73);
        assertThat(status.result()).isEqualTo("Partial");
        assertThat(losses(status)).anySatisfy(finding -> {
            assertThat(finding.object()).isEqualTo("ConfigMap/poison");
            assertThat(finding.observed()).contains("poison is not allowed here");
        });
    }

    @Test
    void aCorruptBackupFailsAndHasAReport() throws Exception {
        new Shop(cluster, "corrupt").deploy().backUp();
        HttpResponse<Void> overwritten = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(cluster.s3() + "/velero/backups/corrupt/corrupt.tar.gz"))
                                .PUT(HttpRequest.BodyPublishers.ofString("not a backup"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(overwritten.statusCode()).isEqualTo(200);
        test("corrupt", "shop", "15m", "");

        Said said = run("corrupt");

        RestoreReportStatus status = newestReport("corrupt").getStatus();
        assertThat(said.exitCode()).as(said.err() + said.out()).isEqualTo(1);
        assertThat(status.result()).isEqualTo("Fail");
        assertThat(level(status, "RestoreIntegrity").pointsEarned()).isZero();
        assertThat(level(status, "Completeness").pointsEarned()).isZero();
        assertThat(level(status, "PodStartup").pointsEarned()).isZero();
    }

    @Test
    void aRecoveryThatTakesTooLongCostsFivePoints() {
        new Shop(cluster, "late").with("worker", "slow").deploy().backUp();
        test("late", "shop", "1s", "");

        Said said = run("late");

        RestoreReportStatus status = newestReport("late").getStatus();
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(95);
        assertThat(status.rto().compliant()).isFalse();
        assertThat(status.rto().measuredSeconds()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aMissingBackupIsInconclusiveAndHasAReport() {
        cluster.kubectl("create", "namespace", "unbacked").orFail();
        test("unbacked", "shop", "15m", "");

        Said said = run("unbacked");

        RestoreReportStatus status = newestReport("unbacked").getStatus();
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(status.score()).isNull();
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("BackupNotFound");
        assertThat(status.validationLevels()).isNullOrEmpty();
        assertThat(status.summary()).contains("unbacked");
    }

    @Test
    void latestIsTheNewestCompletedBackup() {
        new Shop(cluster, "twice").deploy().backUp();
        cluster.velero("backup", "create", "twice-again", "--include-namespaces", "twice", "--wait")
                .orFail();
        cluster.apply(testYaml("newest", "latest", "twice", "shop", "15m", ""));

        Said said = run("newest");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(newestReport("newest").getStatus().backup().name()).isEqualTo("twice-again");
    }

    @Test
    void withoutAPolicyOrAnSlaNothingIsEarnedForThem() {
        new Shop(cluster, "bare").deploy().backUp();
        cluster.apply("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: RestoreTest
                metadata: {name: bare, namespace: kymaros-system}
                spec: {backupSource: {backupName: bare}, sandbox: {ttl: 30s}}
                """);

        Said said = run("bare");

        RestoreReportStatus status = newestReport("bare").getStatus();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(points(status)).containsExactly(25, 20, 20, 0, 10, 0);
        assertThat(level(status, "HealthChecks").outcome()).isEqualTo("NotConfigured");
        assertThat(level(status, "RTOCompliance").outcome()).isEqualTo("NotConfigured");
    }

    @Test
    void theSpecificationsKubectlCommandsWork() {
        new Shop(cluster, "listed").deploy().backUp();
        test("listed", "shop", "15m", "");
        run("listed");
        run("listed");
        RestoreReport newest = newestReport("listed");

        String list = cluster.kubectl(
                        "get",
                        "restorereports",
                        "-n",
                        SYSTEM,
                        "-l",
                        "restore.kymaros.io/test-name=listed",
                        "--sort-by=.metadata.creationTimestamp")
                .orFail();
        assertThat(list.lines().toList()).hasSize(3);
        assertThat(list.lines().findFirst().orElseThrow().split("\\s+"))
                .containsExactly("NAME", "SCORE", "RESULT", "RTO", "TEST", "AGE");
        assertThat(list.lines().toList().get(2))
                .startsWith(newest.getMetadata().getName())
                .contains("100", "Pass");

        String columns = cluster.kubectl(
                        "get",
                        "restorereports",
                        "-n",
                        SYSTEM,
                        "-o",
                        "custom-columns=NAME:.metadata.name,SCORE:.status.score,RESULT:.status.result,"
                                + "RTO:.status.rto.measuredSeconds")
                .orFail();
        assertThat(columns.lines()
                        .filter(line -> line.startsWith(newest.getMetadata().getName() + " "))
                        .findFirst()
                        .orElseThrow()
                        .split("\\s+"))
                .containsExactly(
                        newest.getMetadata().getName(),
                        "100",
                        "Pass",
                        String.valueOf(newest.getStatus().rto().measuredSeconds()));

        assertThat(cluster.kubectl(
                                "describe",
                                "restorereport",
                                newest.getMetadata().getName(),
                                "-n",
                                SYSTEM)
                        .orFail())
                .containsIgnoringWhitespaces(
                        "Summary:",
                        "Score 100/100 (Pass).",
                        "all pods healthy, all health checks passed, RTO compliant.");
    }

    @Test
    void theEvidenceOfARunGivesTheSameReportOffline(@TempDir Path folder) throws IOException {
        new Shop(cluster, "reviewed").deploy().backUp();
        test("reviewed", "one-fails", "15m", "scoring: {thresholds: {pass: 95, partial: 70}}");
        Path evidence = folder.resolve("evidence.yaml");

        Said live = run("reviewed", "--evidence-out", evidence.toString());
        Said offline = kymaros("score", evidence.toString());

        assertThat(offline.out()).isEqualTo(live.out()).contains("Partial 93/100");
        assertThat(offline.exitCode()).isEqualTo(live.exitCode()).isEqualTo(1);
        assertThat(newestReport("reviewed").getStatus().evidenceDigest()).isEqualTo(sha256(evidence));
        Said verified = kymaros(
                "verify",
                "-l",
                "restore.kymaros.io/test-name=reviewed",
                "-n",
                SYSTEM,
                "--kubeconfig",
                cluster.kubeconfig(User.KYMAROS).toString());
        assertThat(verified.out()).contains("no contradiction");
        assertThat(verified.exitCode()).isZero();
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return java.util.HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptedRunIsSealedAndCleanedUp() throws Exception {
        new Shop(cluster, "stopped").with("worker", "never-ready").deploy().backUp();
        test("stopped", "shop", "15m", "");

        Process process = start("stopped", "completeness");
        process.destroy();

        assertThat(process.waitFor()).isEqualTo(130);
        RestoreReportStatus status = newestReport("stopped").getStatus();
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("Interrupted");
        assertThat(status.score()).isNull();
    }

    @Test
    void whatAKilledRunLeavesIsFinishedByGc() throws Exception {
        new Shop(cluster, "killed").with("worker", "never-ready").deploy().backUp();
        cluster.apply(testYaml("killed", "killed", "killed", "shop", "15m", "timeout: 8s")
                .replace("sandbox: {ttl: 30s}", "sandbox: {ttl: 8s}"));

        Process process = start("killed", "restore");
        process.destroyForcibly().waitFor();

        assertThat(cluster.kubectl("get", "namespaces", "-l", "restore.kymaros.io/test-name=killed", "-o", "name")
                        .orFail())
                .isNotEmpty();
        Said tooEarly = gc();
        assertThat(tooEarly.out()).doesNotContain("killed-");
        Thread.sleep(17_000);
        Said said = gc();
        assertThat(said.out()).contains("kymaros-system/killed-");
        assertThat(said.exitCode()).as(said.err()).isZero();
        RestoreReportStatus status = newestReport("killed").getStatus();
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("Abandoned");
    }

    private Said gc() {
        return kymaros("gc", "--kubeconfig", cluster.kubeconfig(User.KYMAROS).toString());
    }

    /** Starts a run in a process of its own and returns when a step has ended. */
    private Process start(String test, String step) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.kymaros.cli.Kymaros",
                        "run",
                        test,
                        "-n",
                        SYSTEM,
                        "--kubeconfig",
                        cluster.kubeconfig(User.KYMAROS).toString())
                .redirectErrorStream(true)
                .start();
        java.io.BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("  " + step)) {
                return process;
            }
        }
        throw new AssertionError("the run ended before the step " + step);
    }

    @Test
    void badInputIsRefusedWithOneMessageAndLeavesNothing(@TempDir Path folder) throws IOException {
        int reports = reportCount();
        refused("RestoreTest kymaros-system/absent does not exist", "run", "absent");
        refused(
                "line 2",
                "run",
                "-f",
                file(folder, "broken.yaml", "kind: [\n  oops").toString());
        refused(
                "spec.backupSource.backupNam: unknown field; did you mean backupName?",
                "run",
                "-f",
                file(
                                folder,
                                "unknown.yaml",
                                testYaml("x", "b", "n", "shop", "15m", "").replace("backupName:", "backupNam:"))
                        .toString());
        refused(
                "spec.healthChecks.policyRef: HealthCheckPolicy kymaros-system/nowhere does not exist",
                "run",
                "-f",
                file(folder, "policy.yaml", testYaml("x", "b", "n", "nowhere", "15m", ""))
                        .toString());
        refused(
                "spec.sla.maxRTO: \"soon\" is not a duration",
                "run",
                "-f",
                file(folder, "sla.yaml", testYaml("x", "b", "n", "shop", "soon", ""))
                        .toString());
        assertThat(reportCount()).isEqualTo(reports);
    }

    @Test
    void withoutPermissionThereIsOneMessage() {
        Said said = kymaros(
                "run",
                "x",
                "-n",
                SYSTEM,
                "--kubeconfig",
                cluster.kubeconfig(User.NOBODY).toString());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err().lines().toList())
                .singleElement()
                .asString()
                .contains("error: Can't read RestoreTest", "forbidden");
    }

    @Test
    void whereVeleroIsNotTheReportSaysSo() {
        cluster.apply(testYaml("elsewhere", "latest", "default", "shop", "15m", "")
                .replace("backupName: latest", "backupName: latest, veleroNamespace: platform"));
        Said said = run("elsewhere");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(newestReport("elsewhere").getStatus().result()).isEqualTo("Inconclusive");
        assertThat(newestReport("elsewhere").getStatus().summary()).contains("platform");
    }

    private void refused(String message, String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = SYSTEM;
        all[arguments.length + 2] = "--kubeconfig";
        all[arguments.length + 3] = cluster.kubeconfig(User.KYMAROS).toString();
        Said said = kymaros(all);
        assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(message);
    }

    private static Path file(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int reportCount() {
        return (int) cluster.kubectl("get", "restorereports", "-A", "-o", "name")
                .orFail()
                .lines()
                .count();
    }

    private void test(String name, String policy, String maxRto, String more) {
        cluster.apply(testYaml(name, name, name, policy, maxRto, more));
    }

    private static String testYaml(
            String name, String backup, String namespace, String policy, String maxRto, String more) {
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

    private Said run(String test, String... more) {
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

    private RestoreReport newestReport(String test) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build()) {
            return new io.kymaros.k8s.report.ReportStore(client)
                    .of(test, SYSTEM)
                    .get(0);
        }
    }

    private static List<Integer> points(RestoreReportStatus status) {
        return status.validationLevels().stream()
                .map(ValidationLevel::pointsEarned)
                .toList();
    }

    private static ValidationLevel level(RestoreReportStatus status, String name) {
        return status.validationLevels().stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<ReportFinding> losses(RestoreReportStatus status) {
        return status.findings().stream()
                .filter(finding -> !"Note".equals(finding.severity()))
                .toList();
    }
}
