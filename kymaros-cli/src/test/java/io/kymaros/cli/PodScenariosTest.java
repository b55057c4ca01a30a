package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    void anImageThatIsGoneCostsItsShare() {
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
        // Its pods change all the time; the source must be seen to stay as it is.
        cluster.kubectl("-n", "flapping", "delete", "deployment/worker", "--cascade=foreground", "--wait")
                .orFail();

        RestoreReportStatus status =
                scored("flapping", "takes-2s", "", "One of five pods is ready and not ready in turn");

        assertThat(observed(status)).contains("Flapping");
    }

    @Test
    void aReadinessProbeThatFailsIsQuoted() {
        new Shop(cluster, "probed").with("worker", "readiness-fails").deploy().backUp();

        RestoreReportStatus status = scored("probed", "web", "", "The readiness probe of one of five pods fails");

        assertThat(observed(status)).contains("Readiness probe failed: HTTP probe failed with statuscode: 503");
    }

    @Test
    void aJobThatFailsCostsItsShare() {
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

        RestoreReportStatus status = scored("jobs", "web", "", "The pod of a Job fails more often than the Job allows");

        assertThat(observed(status)).contains("BackoffLimitExceeded", "exited with code 2");
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
                "70",
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

    /** Runs a test whose pods have 6 s, and holds its report against the scenario's row. */
    private RestoreReportStatus scored(String name, String policy, String more, String scenario) {
        String yaml = testYaml(name, name, name, policy, "15m", "");
        cluster.apply(yaml.replace("sandbox: {ttl: 30s}", more.isEmpty() ? "sandbox: {ttl: 6s}" : more));
        run(name);
        return documented(scenario, name);
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

    /** Once the pods of a patched Deployment are the new ones. */
    private void backUp(String namespace) {
        cluster.kubectl(
                        "-n",
                        namespace,
                        "wait",
                        "deployment/worker",
                        "--for=jsonpath={.status.updatedReplicas}=1",
                        "--timeout=30s")
                .orFail();
        new Shop(cluster, namespace).backUp();
    }
}
