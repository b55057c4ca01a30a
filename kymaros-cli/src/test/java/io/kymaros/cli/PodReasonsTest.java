package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.pods.PodStartupGatherer;
import io.kymaros.k8s.pods.StartupTime;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of docs/pod-reasons.md: pods of one sandbox on a real cluster, looked at once, as a user with Kymaros' rights. */
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodReasonsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "pod-reasons.md");
    private static final Duration LONGEST = Duration.ofSeconds(22);
    private static final String POD_FIELDS = "containers: [{name: main, image: example/app}]";

    private final TestCluster cluster;
    private PodStartupEvidence evidence;

    PodReasonsTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Whose fault a pod's state is. */
    enum Fault {
        BACKUP,
        ENVIRONMENT,
        NONE
    }

    /**
     * One row.
     *
     * @param what what was done to the workload
     * @param namespace which of the sandbox's namespaces it is in
     * @param name its name
     * @param yaml the workload, without apiVersion, names and namespace
     * @param reason the reason that is reported
     * @param fault whose fault that is
     * @param says what the message says too
     */
    record Case(String what, String namespace, String name, String yaml, String reason, Fault fault, String... says) {
        @Override
        public String toString() {
            return what;
        }

        String row() {
            return "| %s | `%s` | %s |"
                    .formatted(
                            what,
                            reason,
                            switch (fault) {
                                case BACKUP -> "backup";
                                case ENVIRONMENT -> "environment";
                                case NONE -> "ready";
                            });
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("the pod starts", "plain", "well", deployment("", POD_FIELDS), "", Fault.NONE),
                new Case("the pod needs 3 s", "plain", "slow", deployment("slow", POD_FIELDS), "", Fault.NONE),
                new Case("a Job succeeds", "plain", "load", job("", "backoffLimit: 0"), "", Fault.NONE),
                new Case(
                        "the image does not exist any more",
                        "plain",
                        "gone",
                        deployment("image-pull", POD_FIELDS),
                        "ImagePullBackOff",
                        Fault.BACKUP,
                        "not found"),
                new Case(
                        "the registry refuses the pod's pull secret",
                        "plain",
                        "refused",
                        deployment(
                                "image-pull",
                                "Back-off pulling image: failed to authorize: 401 Unauthorized",
                                "imagePullSecrets: [{name: regcred}], " + POD_FIELDS),
                        "ImagePullBackOff",
                        Fault.BACKUP,
                        "regcred",
                        "401"),
                new Case(
                        "the registry asks for a login, and the pod brings no pull secret",
                        "plain",
                        "nologin",
                        deployment(
                                "image-pull",
                                "Back-off pulling image: failed to authorize: 401 Unauthorized",
                                POD_FIELDS),
                        "ImagePullBackOff",
                        Fault.ENVIRONMENT,
                        "no pull secret"),
                new Case(
                        "the registry can't be reached",
                        "plain",
                        "unreached",
                        deployment(
                                "image-pull",
                                "Back-off pulling image: dial tcp: lookup registry.example: no such host",
                                POD_FIELDS),
                        "ImagePullBackOff",
                        Fault.ENVIRONMENT,
                        "no such host"),
                new Case(
                        "the registry limits its clients",
                        "plain",
                        "limited",
                        deployment("image-pull", "Back-off pulling image: 429 Too Many Requests", POD_FIELDS),
                        "ImagePullBackOff",
                        Fault.ENVIRONMENT,
                        "429"),
                new Case(
                        "a container crashes again and again",
                        "plain",
                        "crash",
                        deployment("crash-loop", POD_FIELDS),
                        "CrashLoopBackOff",
                        Fault.BACKUP,
                        "container main",
                        "exit code 1",
                        "6 restarts"),
                new Case(
                        "an init container crashes again and again",
                        "plain",
                        "init",
                        deployment(
                                "init-crash", "initContainers: [{name: migrate, image: example/app}], " + POD_FIELDS),
                        "CrashLoopBackOff",
                        Fault.BACKUP,
                        "init container migrate",
                        "exit code 3"),
                new Case(
                        "a container uses too much memory",
                        "plain",
                        "memory",
                        deployment("oom-killed", POD_FIELDS),
                        "OOMKilled",
                        Fault.BACKUP,
                        "exit code 137"),
                new Case(
                        "a container's environment names a Secret that is not there",
                        "plain",
                        "config",
                        deployment("config-error", "secret \\\"db-credentials\\\" not found", POD_FIELDS),
                        "CreateContainerConfigError",
                        Fault.BACKUP,
                        "db-credentials"),
                new Case(
                        "a volume is a ConfigMap that is not there",
                        "plain",
                        "mount",
                        deployment("mount-fails", POD_FIELDS),
                        "FailedMount",
                        Fault.BACKUP,
                        "app-config"),
                new Case(
                        "the readiness probe fails",
                        "plain",
                        "probe",
                        deployment("readiness-fails", POD_FIELDS),
                        "ReadinessProbeFailed",
                        Fault.BACKUP,
                        "statuscode: 503"),
                new Case(
                        "the pod runs, and nothing says why it is not ready",
                        "plain",
                        "never",
                        deployment("never-ready", POD_FIELDS),
                        "NotReady",
                        Fault.BACKUP),
                new Case(
                        "the pod is ready and not ready in turn",
                        "plain",
                        "flapping",
                        deployment("flapping", POD_FIELDS),
                        "Flapping",
                        Fault.BACKUP),
                new Case(
                        "the pod asks for more CPU than any node has",
                        "plain",
                        "large",
                        deployment(
                                "",
                                "containers: [{name: main, image: example/app, resources: {requests: {cpu: 9999}}}]"),
                        "Unschedulable",
                        Fault.ENVIRONMENT,
                        "Insufficient cpu"),
                new Case(
                        "no node has the labels that the pod selects",
                        "plain",
                        "selective",
                        deployment("", "nodeSelector: {disk: fast}, " + POD_FIELDS),
                        "Unschedulable",
                        Fault.ENVIRONMENT,
                        "node affinity/selector"),
                new Case(
                        "the claim's storage class does not exist here",
                        "plain",
                        "classless",
                        deployment("", claiming("of-class")),
                        "VolumePending",
                        Fault.ENVIRONMENT,
                        "claim of-class is Pending",
                        "fast-ssd"),
                new Case(
                        "the claim has no class, and no volume fits",
                        "plain",
                        "volumeless",
                        deployment("", claiming("of-none")),
                        "VolumePending",
                        Fault.ENVIRONMENT,
                        "claim of-none is Pending",
                        "no persistent volumes available"),
                new Case(
                        "the claim did not come back",
                        "plain",
                        "claimless",
                        deployment("", claiming("of-yesterday")),
                        "VolumePending",
                        Fault.BACKUP,
                        "of-yesterday"),
                new Case(
                        "a Job's pod fails more often than the Job allows",
                        "plain",
                        "migrate",
                        job("fails", "backoffLimit: 0"),
                        "BackoffLimitExceeded",
                        Fault.BACKUP,
                        "Job/migrate",
                        "code 2"),
                new Case(
                        "a Job takes longer than it may",
                        "plain",
                        "late",
                        job("mount-fails", "activeDeadlineSeconds: 2"),
                        "DeadlineExceeded",
                        Fault.BACKUP,
                        "Job/late"),
                new Case(
                        "a pod without a workload fails",
                        "plain",
                        "bare",
                        pod("fails", ""),
                        "Error",
                        Fault.BACKUP,
                        "code 2"),
                new Case(
                        "a pod is evicted because it fills its disk",
                        "plain",
                        "full",
                        pod("evicted", ""),
                        "Evicted",
                        Fault.BACKUP,
                        "ephemeral local storage"),
                new Case(
                        "a pod is evicted because its node is full",
                        "plain",
                        "pressed",
                        pod("evicted", "The node was low on resource: memory. "),
                        "Evicted",
                        Fault.ENVIRONMENT,
                        "low on resource"),
                new Case(
                        "the pod's ServiceAccount did not come back",
                        "plain",
                        "unknown",
                        statefulSet("serviceAccountName: ledger, " + POD_FIELDS),
                        "ServiceAccountMissing",
                        Fault.BACKUP,
                        "ledger"),
                new Case(
                        "the pod's priority class does not exist here",
                        "plain",
                        "urgent",
                        statefulSet("priorityClassName: urgent, " + POD_FIELDS),
                        "ClassMissing",
                        Fault.ENVIRONMENT,
                        "urgent"),
                new Case(
                        "the sandbox's quota is full",
                        "small",
                        "quota",
                        deployment("", POD_FIELDS),
                        "QuotaExceeded",
                        Fault.ENVIRONMENT,
                        "exceeded quota"),
                new Case(
                        "the sandbox's quota is full for a StatefulSet",
                        "small",
                        "quota-set",
                        statefulSet(POD_FIELDS),
                        "QuotaExceeded",
                        Fault.ENVIRONMENT,
                        "exceeded quota"),
                new Case(
                        "the sandbox's pod security forbids the pod",
                        "strict",
                        "root",
                        deployment("", POD_FIELDS),
                        "PodSecurityForbidden",
                        Fault.ENVIRONMENT,
                        "violates PodSecurity"),
                new Case(
                        "an admission policy of the cluster refuses the pod",
                        "policed",
                        "policy",
                        deployment("", POD_FIELDS),
                        "AdmissionRefused",
                        Fault.ENVIRONMENT,
                        "no pods here"));
    }

    @BeforeAll
    void look() throws Exception {
        install();
        StringBuilder yaml = new StringBuilder();
        cases().forEach(row -> yaml.append("---\n")
                .append(row.yaml().replace("NAME", row.name()).replace("SANDBOX", row.namespace())));
        cluster.apply(yaml.toString());
        Map<String, String> namespaces = new LinkedHashMap<>();
        for (String namespace : List.of("plain", "small", "strict", "policed")) {
            namespaces.put("source-" + namespace, namespace);
        }
        Sandbox sandbox = Sandbox.builder()
                .namespaces(namespaces)
                .runUid("none")
                .expiresAt(Instant.MAX)
                .isolation(NetworkIsolation.strict)
                .build();
        Path kubeconfig = cluster.kubeconfig(User.KYMAROS);
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                        .build();
                PodStartupGatherer pods = new PodStartupGatherer(client, sandbox, Optional.empty())) {
            pods.gather(new StartupTime(LONGEST, LONGEST, LONGEST), line -> {});
            evidence = pods.secondLook(Instant.now(), LONGEST);
        }
    }

    private void install() throws IOException {
        Surroundings.of(cluster);
        cluster.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: plain}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: small}
                ---
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: no-pods, namespace: small}
                spec: {hard: {pods: 0}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: restricted}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: policed}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: of-class, namespace: plain}
                spec: {storageClassName: fast-ssd, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: of-none, namespace: plain}
                spec: {storageClassName: "", accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        // The controller manager makes a namespace's default account.
        for (String namespace : List.of("plain", "small", "strict", "policed")) {
            cluster.kubectl("-n", namespace, "wait", "--for=create", "serviceaccount/default", "--timeout=60s")
                    .orFail();
        }
        AdmissionPolicy.refuse(cluster, "no-pods", "pods", "object.metadata.namespace == 'policed'", "'no pods here'");
    }

    @AfterAll
    void leave() {
        cluster.kubectl("delete", "namespace", "plain", "small", "strict", "policed", "--wait=false");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reasonIsTheOneOfTheTable(Case row) throws Exception {
        List<PodEvidence> pods = evidence.pods().stream()
                .filter(pod -> pod.podName().startsWith("source-" + row.namespace() + "/"))
                .filter(pod -> belongs(pod, row.name()))
                .toList();
        assertThat(pods).singleElement().satisfies(pod -> {
            assertThat(pod.reason().orElse("")).as(pod.toString()).isEqualTo(row.reason());
            assertThat(pod.ready()).isEqualTo(row.fault() == Fault.NONE);
            assertThat(pod.unknown()).as(pod.toString()).isEqualTo(row.fault() == Fault.ENVIRONMENT);
            for (String part : row.says()) {
                assertThat(pod.message().orElse("")).contains(part);
            }
        });
        assertThat(Files.readAllLines(DOCUMENT)).contains(row.row());
    }

    @Test
    void tableHasNoOtherRows() throws Exception {
        try (Stream<String> lines = Files.lines(DOCUMENT)) {
            assertThat(lines.filter(line -> line.startsWith("| ") && !line.startsWith("| What"))
                            .collect(Collectors.toList()))
                    .containsExactlyElementsOf(
                            new ArrayList<>(cases().map(Case::row).toList()));
        }
    }

    private static boolean belongs(PodEvidence pod, String name) {
        return pod.workload()
                .map(workload -> workload.endsWith("/" + name))
                .orElse(pod.podName().endsWith("/" + name));
    }

    private static String deployment(String behaviour, String podSpec) {
        return deployment(behaviour, "", podSpec);
    }

    private static String deployment(String behaviour, String says, String podSpec) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME, namespace: SANDBOX}
                spec:
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}, annotations: %s}
                    spec: {%s}
                """.formatted(annotations(behaviour, says), podSpec);
    }

    private static String statefulSet(String podSpec) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: NAME, namespace: SANDBOX}
                spec:
                  serviceName: NAME
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}}
                    spec: {%s}
                """.formatted(podSpec);
    }

    private static String job(String behaviour, String limit) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: NAME, namespace: SANDBOX}
                spec:
                  %s
                  template:
                    metadata: {annotations: %s}
                    spec: {restartPolicy: Never, %s}
                """.formatted(limit, annotations(behaviour, ""), POD_FIELDS);
    }

    private static String pod(String behaviour, String says) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: NAME, namespace: SANDBOX, annotations: %s}
                spec: {restartPolicy: Never, %s}
                """.formatted(annotations(behaviour, says), POD_FIELDS);
    }

    private static String claiming(String claim) {
        return POD_FIELDS + ", volumes: [{name: data, persistentVolumeClaim: {claimName: " + claim + "}}]";
    }

    private static String annotations(String behaviour, String says) {
        List<String> annotations = new ArrayList<>();
        if (!behaviour.isEmpty()) {
            annotations.add("test-cluster.kymaros.io/behaviour: " + behaviour);
        }
        if (!says.isEmpty()) {
            annotations.add("test-cluster.kymaros.io/says: \"" + says + "\"");
        }
        return "{" + String.join(", ", annotations) + "}";
    }
}
