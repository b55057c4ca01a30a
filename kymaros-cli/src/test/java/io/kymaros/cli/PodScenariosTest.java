package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pods that don't start cost, and what is kept of what they say. */
class PodScenariosTest extends Scenarios {
    PodScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @BeforeAll
    void policies() {
        cluster.apply("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: web, namespace: kymaros-system}
                spec: {checks: [{name: web-port, type: tcpSocket, tcpSocket: {service: web, port: 80}}]}
                ---
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: takes-2s, namespace: kymaros-system}
                spec: {checks: [{name: slow-check, type: exec, exec: {podSelector: {app: postgres}, command: [sleep, "2"]}}]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: kymaros-test, namespace: kymaros-system}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: kymaros-logs}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                """);
    }

    @Test
    void aSlowPodThatIsInTimeCostsNothing() {
        new Shop(cluster, "slow").with("worker", "slow").deploy().backUp();

        RestoreReportStatus status = scored("slow", "web", "", "A pod needs 3 s, and has them");

        assertThat(status.score()).isEqualTo(100);
    }

    @Test
    void aPodThatUsesTooMuchMemoryIsNamed() {
        new Shop(cluster, "memory").with("worker", "oom-killed").deploy().backUp();

        RestoreReportStatus status = scored("memory", "web", "", "One of five pods is killed for its memory");

        assertThat(observed(status)).contains("OOMKilled", "container worker", "exit code 137");
    }

    @Test
    void anImageThatIsGoneCostsTheLevel() {
        new Shop(cluster, "imageless").with("worker", "image-pull").deploy().backUp();

        RestoreReportStatus status = scored("imageless", "web", "", "The image of one of five pods is gone");

        assertThat(observed(status)).contains("ImagePullBackOff", "not found");
    }

    @Test
    void aRegistryThatIsAwayIsNotBlamedOnTheBackup() {
        new Shop(cluster, "unreached").with("worker", "image-pull").deploy();
        patch(
                "unreached",
                "{metadata: {annotations: {test-cluster.kymaros.io/says: \"dial tcp 192.0.2.1:443: i/o timeout\"}}}");
        backUp("unreached");

        RestoreReportStatus status =
                scored("unreached", "web", "", "The registry of one of five images can't be reached");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(observed(status)).contains("i/o timeout");
    }

    @Test
    void aCheckOfAPodThatTheRegistryHoldsBackIsNotBlamedOnTheBackup() {
        new Shop(cluster, "checkless").with("web", "image-pull").deploy();
        cluster.kubectl(
                        "-n",
                        "checkless",
                        "patch",
                        "deployment/web",
                        "-p",
                        "spec: {strategy: {type: Recreate, rollingUpdate: null}, template: {metadata: {annotations: {"
                                + "test-cluster.kymaros.io/says: \"dial tcp 192.0.2.1:443:"
                                + " i/o timeout\"}}}}")
                .orFail();
        backUp("checkless");

        RestoreReportStatus status =
                scored("checkless", "web", "", "The registry of the only pod that is checked can't be reached");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.scoreUpperBound()).isEqualTo(100);
    }

    @Test
    void aNodeSelectorThatNoNodeHasIsNotBlamedOnTheBackup() {
        new Shop(cluster, "selective").deploy();
        patch("selective", "{spec: {nodeSelector: {disk: fast}}}");
        backUp("selective");

        RestoreReportStatus status =
                scored("selective", "web", "", "No node has the labels that one of five pods selects");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(observed(status)).contains("Unschedulable", "node affinity/selector");
    }

    @Test
    void aClaimThatNobodyFillsIsNotBlamedOnTheBackup() {
        new Shop(cluster, "unfilled").deploy();
        patch("unfilled", claiming());
        backUp("unfilled");

        RestoreReportStatus status =
                scored("unfilled", "web", "", "A pod waits for a claim for which the cluster has no volume");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(observed(status)).contains("VolumePending", "claim uploads is Pending");
    }

    @Test
    void aClaimThatTheBackupLeftOutKeepsItsPodFromStarting() {
        new Shop(cluster, "claimless").deploy();
        patch("claimless", claiming());
        leaveOut("claimless", "persistentvolumeclaim/uploads");
        backUp("claimless");

        RestoreReportStatus status =
                scored("claimless", "web", "", "The backup left out the claim that a pod waits for");

        assertThat(observed(status)).contains("VolumePending", "\"uploads\" not found");
    }

    @Test
    void aFlappingPodDoesNotCount() {
        new Shop(cluster, "flapping").with("worker", "flapping").deploy().backUp();

        RestoreReportStatus status =
                scored("flapping", "takes-2s", "", "One of five pods is ready and not ready in turn");

        assertThat(observed(status)).contains("Flapping");
    }

    @Test
    void aPodThatCrashesSoonAfterItWasReadyDoesNotCount() {
        new Shop(cluster, "shortlived").deploy();
        patch("shortlived", "{metadata: {annotations: {test-cluster.kymaros.io/behaviour: crashes-soon}}}");
        backUp("shortlived");
        new Shop(cluster, "shortlived").mend();

        RestoreReportStatus status = scored(
                "shortlived",
                "web",
                "",
                "One of five pods crashes 3 s after it was ready; in the source that is mended");

        assertThat(observed(status)).contains("CrashLoopBackOff", "1 restart");
        assertThat(status.rto().parts()).extracting(part -> part.name()).endsWith("steadiness");
    }

    @Test
    void aReadinessProbeThatFailsIsQuoted() {
        new Shop(cluster, "unanswered")
                .with("worker", "readiness-fails")
                .deploy()
                .backUp();

        RestoreReportStatus status = scored("unanswered", "web", "", "The readiness probe of one of five pods fails");

        assertThat(observed(status)).contains("Readiness probe failed: HTTP probe failed with statuscode: 503");
    }

    @Test
    void aJobThatFailsCostsTheLevel() {
        new Shop(cluster, "jobs").deploy();
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate-schema, namespace: jobs}
                spec:
                  backoffLimit: 0
                  template:
                    metadata: {annotations: {test-cluster.kymaros.io/behaviour: fails}}
                    spec: {restartPolicy: Never, containers: [{name: migrate, image: example/migrate}]}
                """);
        backUp("jobs");
        cluster.kubectl("-n", "jobs", "delete", "job/migrate-schema", "--wait").orFail();

        RestoreReportStatus status = scored("jobs", "web", "", "The pod of a Job fails more often than the Job allows");

        assertThat(observed(status)).contains("BackoffLimitExceeded", "exited with code 2");
    }

    @Test
    void aJobThatHadFailedIsANote() {
        new Shop(cluster, "failed").deploy();
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: import-2019, namespace: failed}
                spec:
                  backoffLimit: 0
                  template:
                    metadata: {annotations: {test-cluster.kymaros.io/behaviour: fails}}
                    spec: {restartPolicy: Never, containers: [{name: import, image: example/import}]}
                """);
        cluster.kubectl("-n", "failed", "wait", "--for=condition=Failed", "job/import-2019", "--timeout=60s")
                .orFail();
        backUp("failed");

        RestoreReportStatus status =
                scored("failed", "web", "", "A Job had failed before the backup, and fails again when it is restored");

        assertThat(notes(status)).anyMatch(note -> note.contains("the Job had failed in the source"));
    }

    @Test
    void aPodThatCrashesInProductionTooIsANote() {
        Shop shop = new Shop(cluster, "sick").deploy();
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: poller, namespace: sick}
                spec:
                  selector: {matchLabels: {app: poller}}
                  template:
                    metadata: {labels: {app: poller}, annotations: {test-cluster.kymaros.io/behaviour: crash-loop}}
                    spec: {containers: [{name: poller, image: example/poller}]}
                """);
        shop.backUp();

        RestoreReportStatus status = scored(
                "sick", "web", "", "A pod that has crashed in the source since before the backup crashes here, too");

        assertThat(status.score()).isEqualTo(100);
        assertThat(notes(status)).anyMatch(note -> note.contains("of the source has not been ready since"));
    }

    @Test
    void aWorkloadThatWasScaledDownForTheBackupIsNamed() {
        new Shop(cluster, "quiet").deploy();
        cluster.kubectl("-n", "quiet", "scale", "statefulset/postgres", "--replicas=0")
                .orFail();
        cluster.kubectl("-n", "quiet", "wait", "--for=delete", "pod/postgres-0", "--timeout=60s")
                .orFail();
        backUp("quiet");
        cluster.kubectl("-n", "quiet", "scale", "statefulset/postgres", "--replicas=3")
                .orFail();
        new Shop(cluster, "quiet").settle();

        RestoreReportStatus status = scored(
                "quiet", "web", "", "A StatefulSet was scaled to nothing for the backup, and to three pods afterwards");

        assertThat(notes(status)).contains("asks for no pod in the backup, and for 3 in the source");
    }

    @Test
    void aStatefulSetThatIsLostCountsAsAPod() {
        new Shop(cluster, "stateless").deploy();
        cluster.apply("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: cache, namespace: stateless}
                spec:
                  serviceName: cache
                  selector: {matchLabels: {app: cache}}
                  template:
                    metadata: {labels: {app: cache}}
                    spec: {containers: [{name: cache, image: example/cache}]}
                """);
        leaveOut("stateless", "statefulset/postgres");
        leaveOut("stateless", "pod/postgres-0");
        backUp("stateless");

        RestoreReportStatus status =
                scored("stateless", "web", "", "The backup left out one of two StatefulSets and its pod");

        assertThat(observed(status)).contains("WorkloadMissing");
    }

    @Test
    void aQuotaOfTheSandboxIsNotBlamedOnTheBackup() {
        new Shop(cluster, "limited").deploy().backUp();

        RestoreReportStatus status = scored(
                "limited",
                "web",
                "sandbox: {ttl: 6s, resourceQuota: {cpu: 1m}}",
                "The sandbox's quota has no room for the pods");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(observed(status)).contains("quota");
    }

    @Test
    void whatPodSecurityForbidsIsNotBlamedOnTheBackup() {
        new Shop(cluster, "secured").deploy();
        cluster.kubectl("label", "namespace", "secured", "pod-security.kubernetes.io/enforce=restricted")
                .orFail();
        backUp("secured");

        RestoreReportStatus status =
                scored("secured", "web", "", "The namespace's pod security was tightened after its pods had started");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(observed(status)).contains("violates PodSecurity");
    }

    @Test
    void whatFailingPodsSayIsKeptBesideTheReport(@TempDir Path folder) throws IOException {
        String hostile = "\u001b]0;owned\u0007\u001b[2Joops\rERROR \u202edesrever\u202c \u0000 ::set-output name=x::y";
        say(
                "x".repeat(100_000),
                "starting",
                hostile,
                "password=" + CANARY,
                "{\"token\": \"" + CANARY + "\"}",
                "postgres://shop:" + CANARY + "@db:5432/shop",
                "could not open ledger");
        Shop shop = new Shop(cluster, "talkative").with("worker", "crash-loop").deploy();
        cluster.kubectl("-n", "talkative", "create", "secret", "generic", "canary", "--from-literal=key=" + CANARY)
                .orFail();
        patch("talkative", "{spec: {containers: [{name: worker, env: [{name: API_TOKEN, value: " + CANARY + "}]}]}}");
        shop.backUp();

        Path logs = folder.resolve("logs");
        Path[] reports = Stream.of("r.html", "r.md", "r.xml", "r.json", "r.yaml", "evidence.yaml")
                .map(folder::resolve)
                .toArray(Path[]::new);
        cluster.apply(testYaml("talkative", "talkative", "talkative", "web", "15m", "logCollection: {enabled: true}"));
        Said said = run(
                "talkative",
                "--logs-out",
                logs.toString(),
                "--report",
                reports[0].toString(),
                "--report",
                reports[1].toString(),
                "--report",
                reports[2].toString(),
                "--report",
                reports[3].toString(),
                "--report",
                reports[4].toString(),
                "--evidence-out",
                reports[5].toString());

        documented("A pod crashes, and its log holds secrets and escape sequences", "talkative");
        String report = newestReport("talkative").getMetadata().getName();
        String stored = cluster.kubectl("-n", SYSTEM, "get", "restorereport", report, "-o", "yaml")
                .orFail();
        assertThat(stored).doesNotContain("could not open ledger").contains("LogsKept");
        assertThat(cluster.kubectl(
                                "-n",
                                SYSTEM,
                                "get",
                                "secret",
                                report + "-logs",
                                "-o",
                                "jsonpath={.metadata.ownerReferences[0].name}")
                        .orFail())
                .isEqualTo(report);
        Said described = kymaros(
                "describe",
                report,
                "--logs",
                "-n",
                SYSTEM,
                "--kubeconfig",
                cluster.kubeconfig(User.KYMAROS).toString());
        assertThat(described.out()).contains("could not open ledger", "worker.previous.log <==", "oops");
        String all = said.out()
                + said.err()
                + described.out()
                + described.err()
                + stored
                + texts(folder)
                + texts(logs)
                + secret(report);
        assertThat(all).doesNotContain(CANARY);
        assertThat(texts(logs) + secret(report)).doesNotContain("\u001b", "\u202e", "\u0000", "\r");
        assertThat(texts(logs).lines()).allMatch(line -> line.length() <= 1000);
        assertThat(texts(logs)).contains("could not open ledger");
    }

    @Test
    void withoutThePermissionToKeepLogsTheReportSaysSo() {
        new Shop(cluster, "mute").with("worker", "crash-loop").deploy().backUp();
        cluster.kubectl("create", "namespace", "mute-tests").orFail();
        cluster.apply(testYaml("mute", "mute", "mute", "web", "15m", "logCollection: {enabled: true}")
                .replace("namespace: kymaros-system", "namespace: mute-tests")
                .replace("  healthChecks: {policyRef: web}\n", ""));

        Said said = kymaros(
                "run",
                "mute",
                "--fail-under",
                "55",
                "-n",
                "mute-tests",
                "--kubeconfig",
                cluster.kubeconfig(User.KYMAROS).toString());

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(cluster.kubectl(
                                "-n",
                                "mute-tests",
                                "get",
                                "restorereports",
                                "-o",
                                "jsonpath={.items[0].status.conditions[?(@.type==\"LogsKept\")]}")
                        .orFail())
                .contains("\"False\"", "Forbidden", "-logs");
    }

    private static final String CANARY = "cAnaRy-7f3Kq9Zx2LmW8vTb";

    /** Runs a test whose pods have 6 s, and holds its report against the scenario's row. */
    private RestoreReportStatus scored(String name, String policy, String more, String scenario) {
        String yaml = testYaml(name, name, name, policy, "15m", "");
        cluster.apply(yaml.replace("sandbox: {ttl: 30s}", more.isEmpty() ? "sandbox: {ttl: 6s}" : more));
        run(name);
        return documented(scenario, name);
    }

    private static List<String> notes(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> "Note".equals(finding.severity()))
                .map(finding -> finding.observed())
                .toList();
    }

    private static String observed(RestoreReportStatus status) {
        return String.join(
                "\n", losses(status).stream().map(finding -> finding.observed()).toList());
    }

    private void patch(String namespace, String podTemplate) {
        // Recreate: a rolling update would leave the old pod, which is ready, beside a new one that is not.
        String strategy = "strategy: {type: Recreate, rollingUpdate: null}";
        cluster.kubectl(
                        "-n",
                        namespace,
                        "patch",
                        "deployment/worker",
                        "-p",
                        "spec: {" + strategy + ", template: " + podTemplate + "}")
                .orFail();
    }

    private static String claiming() {
        return "{spec: {volumes: [{name: data, persistentVolumeClaim: {claimName: uploads}}]}}";
    }

    private void leaveOut(String namespace, String object) {
        cluster.kubectl("-n", namespace, "label", object, "velero.io/exclude-from-backup=true")
                .orFail();
    }

    private void say(String... lines) throws IOException {
        StringBuilder log = new StringBuilder();
        for (String line : lines) {
            log.append("2026-01-01T00:00:00.000000000Z stdout F ").append(line).append('\n');
        }
        Files.writeString(cluster.podLog(), log);
    }

    private String secret(String report) {
        String data = cluster.kubectl(
                        "-n",
                        SYSTEM,
                        "get",
                        "secret",
                        report + "-logs",
                        "-o",
                        "go-template={{range $k, $v := .data}}{{$v}}{{\"\\n\"}}{{end}}")
                .orFail();
        StringBuilder text = new StringBuilder();
        data.lines().forEach(line -> text.append(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static String texts(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file)).append('\n');
            }
        }
        return text.toString();
    }
}
