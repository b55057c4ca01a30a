package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Losses that are easily overlooked, and what looks like a loss and is none. */
class LossScenariosTest extends Scenarios {
    private static final String LEFT_OUT = "velero.io/exclude-from-backup: \"true\"";

    LossScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void aBarePodThatTheBackupLeftOutIsMissed() {
        Shop shop = new Shop(cluster, "podless").deploy();
        pod("podless", "console", LEFT_OUT);
        pod("podless", "toolbox", "");
        shop.backUp();

        RestoreReportStatus status =
                scored("podless", "Of two pods without a controller, one is labelled to be left out of backups");

        assertThat(observed(status, "Pod/console")).contains("nothing makes the pod again");
        assertThat(notes(status)).contains("CompletenessObjectNotInBackup Pod/console");
    }

    @Test
    void aBarePodThatIsRefusedIsMissedThoughTheSourceIsGone() {
        AdmissionPolicy.refuseOutside(
                cluster, "unattended", "pods", "object.metadata.name == 'console-refused'", "'no console here'");
        Shop shop = new Shop(cluster, "unattended").deploy();
        pod("unattended", "console-refused", "");
        shop.backUp();
        cluster.kubectl("delete", "namespace", "unattended", "--timeout=120s").orFail();

        test("unattended", "shop", "15m", CLAIMS_NEVER_BOUND);
        run("unattended");
        RestoreReportStatus status = documented(
                "A pod without a controller is refused by an admission policy, and the source is gone", "unattended");

        assertThat(observed(status, "Pod/console-refused")).contains("no console here");
    }

    @Test
    void bareReplicaSetsReplicationControllersAndJobsThatTheBackupLeftOutAreMissed() {
        Shop shop = new Shop(cluster, "legacy").deploy();
        workload("legacy", "v1", "ReplicationController", "legacy", LEFT_OUT, 2, "");
        workload("legacy", "apps/v1", "ReplicaSet", "cache", LEFT_OUT, 2, "");
        job("legacy", "import", LEFT_OUT, "image-pull");
        job("legacy", "migrated", LEFT_OUT, "");
        cluster.kubectl("-n", "legacy", "wait", "--for=condition=Complete", "job/migrated", "--timeout=60s")
                .orFail();
        shop.backUp();

        RestoreReportStatus status = scored(
                "legacy",
                "The backup leaves out a ReplicationController and a ReplicaSet of two pods each, a Job that runs, and one"
                        + " that has completed");

        assertThat(observed(status, "Pod/legacy (pod 2 of 2, no workload) of ReplicationController/legacy"))
                .contains("counts as the 2 pods that the source has of it");
    }

    @Test
    void aReplicationControllersPodsAreLookedAt() {
        Shop shop = new Shop(cluster, "controlled").deploy();
        workload("controlled", "v1", "ReplicationController", "legacy", "", 4, "crash-loop");
        shop.backUp();
        shop.mend();

        RestoreReportStatus status =
                scored("controlled", "The four pods of a ReplicationController crash again and again");

        assertThat(level(status, "PodStartup").message()).startsWith("5/9 pods");
    }

    @Test
    void aWorkloadThatIsLostCountsAsManyPodsAsTheSourceHasOfIt() {
        Shop shop = new Shop(cluster, "triple").deploy();
        workload("triple", "apps/v1", "StatefulSet", "ledger", LEFT_OUT, 3, "");
        shop.backUp();

        RestoreReportStatus status =
                scored("triple", "A StatefulSet of three pods is left out of the backup, and its pods with it");

        assertThat(level(status, "PodStartup").message()).startsWith("5/8 pods");
    }

    @Test
    void podsThatAStatefulSetHasNotCreatedYetAreExpectedAllTheSame() {
        Shop shop = new Shop(cluster, "ordered").deploy();
        workload("ordered", "apps/v1", "StatefulSet", "ledger", "", 3, "never-ready");
        shop.backUp("--exclude-resources", "pods");
        shop.mend();

        RestoreReportStatus status =
                scored("ordered", "The first of three pods of a StatefulSet is never ready, so the others wait for it");

        assertThat(level(status, "PodStartup").message()).startsWith("5/8 pods");
    }

    @Test
    void aClaimThatAStatefulSetMakesAnewIsNoClaimThatCameBack() {
        Shop shop = new Shop(cluster, "emptied").deploy();
        ledgerWithClaim("emptied");
        cluster.kubectl("-n", "emptied", "label", "pvc/data-ledger-0", "velero.io/exclude-from-backup=true")
                .orFail();
        shop.backUp();

        RestoreReportStatus status = scored(
                "emptied",
                "The backup left out a StatefulSet's claim; in the sandbox the StatefulSet makes an empty one");

        assertThat(observed(status, "PersistentVolumeClaim/data-ledger-0")).contains("made it anew, without the data");
    }

    @Test
    void aClaimOnItsWayOutThatAPodStillUsesIsMissed() {
        Shop shop = new Shop(cluster, "leaving").deploy();
        ledgerWithClaim("leaving");
        cluster.kubectl("-n", "leaving", "delete", "pvc/data-ledger-0", "--wait=false")
                .orFail();
        shop.backUp();

        RestoreReportStatus status = scored(
                "leaving",
                "A StatefulSet's claim is on its way out, and in use, while Velero passes it over; in the sandbox there is"
                        + " an empty one");

        assertThat(observed(status, "PersistentVolumeClaim/data-ledger-0")).contains("made it anew, without the data");
    }

    @Test
    void aClaimThatWasMadeAgainInTheSourceSinceTheBackupIsMissed() {
        Shop shop = new Shop(cluster, "remade").deploy();
        ledgerWithClaim("remade");
        cluster.kubectl("-n", "remade", "label", "pvc/data-ledger-0", "velero.io/exclude-from-backup=true")
                .orFail();
        shop.backUp();
        cluster.kubectl("-n", "remade", "delete", "statefulset/ledger", "--cascade=foreground", "--timeout=60s")
                .orFail();
        cluster.kubectl("-n", "remade", "delete", "pvc/data-ledger-0", "--timeout=60s")
                .orFail();
        cluster.kubectl("delete", "pv", "remade-1", "remade-2", "--timeout=60s").orFail();
        ledgerWithClaim("remade");

        RestoreReportStatus status = scored(
                "remade",
                "The backup left out a StatefulSet's claim, which was made again, empty, in the source and in the sandbox");

        assertThat(observed(status, "PersistentVolumeClaim/data-ledger-0")).contains("does not hold the claim");
    }

    @Test
    void aClaimThatAStatefulSetMakesAnewHasNoDataThoughTheSourceIsGone() {
        Shop shop = new Shop(cluster, "dataless").deploy();
        ledgerWithClaim("dataless");
        shop.backUp("--exclude-resources", "persistentvolumeclaims,persistentvolumes");
        cluster.kubectl("delete", "namespace", "dataless", "--timeout=120s").orFail();

        RestoreReportStatus status = scored(
                "dataless", "The backup excludes claims and the source is gone; a StatefulSet makes an empty claim");

        assertThat(observed(status, "PersistentVolumeClaim/data-ledger-0")).contains("does not hold the claim");
    }

    @Test
    void aSecretThatSomebodyMadeFirstDidNotComeBack() {
        new Shop(cluster, "faster").deploy().backUp();

        RestoreReportStatus status;
        try (Closeable operator = inEachSandboxOf("faster", "secret-3")) {
            status = scored("faster", "An operator makes a Secret in the sandbox before Velero comes to it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThat(observed(status, "Secret/secret-3"))
                .contains("somebody else has made one of this name", "different");
    }

    @Test
    void aSecretThatTheBackupLeftOutAndSomebodyMadeAnewDidNotComeBack() {
        new Shop(cluster, "anew").deploy();
        cluster.kubectl("-n", "anew", "label", "secret/secret-3", "velero.io/exclude-from-backup=true")
                .orFail();
        new Shop(cluster, "anew").backUp();

        RestoreReportStatus status;
        try (Closeable operator = inEachSandboxOf("anew", "secret-3")) {
            status = scored("anew", "The backup left out a Secret, and an operator makes it anew in the sandbox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThat(observed(status, "Secret/secret-3")).contains("somebody else has made one of this name");
    }

    /** Plays an operator that makes a Secret as soon as a sandbox is there. */
    private Closeable inEachSandboxOf(String test, String secret) {
        KubernetesClient client = admin();
        client.namespaces()
                .withLabel("restore.kymaros.io/test-name", test)
                .inform(new ResourceEventHandler<Namespace>() {
                    @Override
                    public void onAdd(Namespace sandbox) {
                        client.resource(new SecretBuilder()
                                        .withNewMetadata()
                                        .withNamespace(sandbox.getMetadata().getName())
                                        .withName(secret)
                                        .endMetadata()
                                        .addToStringData("login", "another")
                                        .build())
                                .create();
                    }

                    @Override
                    public void onUpdate(Namespace before, Namespace now) {
                        // It is made once.
                    }

                    @Override
                    public void onDelete(Namespace sandbox, boolean finalStateUnknown) {
                        // It goes with its namespace.
                    }
                });
        return client;
    }

    private KubernetesClient admin() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build();
    }

    @Test
    void whatAControllerOfGitOpsTracksIsNotTrackedInTheSandbox() {
        new Shop(cluster, "tracked").deploy();
        cluster.kubectl("-n", "tracked", "label", "configmap/config-3", "argocd.argoproj.io/instance=shop")
                .orFail();
        new Shop(cluster, "tracked").backUp();

        RestoreReportStatus status;
        try (Closeable controller = pruning("tracked")) {
            status = scored(
                    "tracked", "A controller of GitOps deletes what bears its label and is not in its repository");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThat(status.score()).isEqualTo(100);
    }

    /** Plays a controller of GitOps: in sandboxes it deletes each ConfigMap that bears its label. */
    private Closeable pruning(String test) {
        KubernetesClient client = admin();
        client.configMaps()
                .inAnyNamespace()
                .withLabel("argocd.argoproj.io/instance", "shop")
                .inform(new ResourceEventHandler<ConfigMap>() {
                    @Override
                    public void onAdd(ConfigMap tracked) {
                        if (!tracked.getMetadata().getNamespace().equals(test)) {
                            client.resource(tracked).delete();
                        }
                    }

                    @Override
                    public void onUpdate(ConfigMap before, ConfigMap now) {
                        onAdd(now);
                    }

                    @Override
                    public void onDelete(ConfigMap tracked, boolean finalStateUnknown) {
                        // That is what it wants.
                    }
                });
        return client;
    }

    @Test
    void aRestoreHookThatFailsFailsTheRestore() {
        Shop shop = new Shop(cluster, "hook").deploy();
        hook("hook", "/bin/false", "");
        shop.backUp();

        RestoreReportStatus status = scored("hook", "A restore hook fails that is told to go on then");

        assertThat(losses(status))
                .extracting(ReportFinding::observed)
                .anyMatch(said -> said.contains("failed to execute"));
    }

    @Test
    void aRestoreHookThatRunsCostsNothing() {
        Shop shop = new Shop(cluster, "hooks").deploy();
        hook("hooks", "/bin/true", "");
        shop.backUp();

        assertThat(scored("hooks", "A restore hook runs in a restored pod").score())
                .isEqualTo(100);
    }

    @Test
    void aRestoreHookOfAPodThatTheClusterHoldsBackIsNotBlamedOnTheBackup() {
        Shop shop = new Shop(cluster, "unhooked").deploy();
        hook(
                "unhooked",
                "/bin/true",
                ", test-cluster.kymaros.io/behaviour: image-pull,"
                        + " test-cluster.kymaros.io/says: \"dial tcp 192.0.2.1:443: i/o timeout\"");
        shop.backUp();

        RestoreReportStatus status = scored(
                "unhooked", "A restore hook can't run, because the registry of its pod's image can't be reached");

        assertThat(status.result()).isEqualTo("Inconclusive");
    }

    @Test
    void whatAsksForNoPodIsReady() {
        Shop shop = new Shop(cluster, "idle").deploy();
        cluster.apply("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: api, namespace: idle}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
                  minReplicas: 2
                  maxReplicas: 4
                  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly, namespace: idle}
                spec:
                  schedule: "0 3 * * *"
                  suspend: true
                  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: waits, namespace: idle}
                spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
                ---
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/service-account-token
                metadata: {name: deploy-token, namespace: idle, annotations: {kubernetes.io/service-account.name: default}}
                """);
        workload("idle", "apps/v1", "StatefulSet", "archive", "", 0, "");
        cluster.kubectl("-n", "idle", "rollout", "pause", "deployment/web").orFail();
        shop.backUp();

        assertThat(scored(
                                "idle",
                                "A StatefulSet of no pods, a suspended CronJob and Job, a paused Deployment, an autoscaled one,"
                                        + " and a token made by hand")
                        .score())
                .isEqualTo(100);
    }

    @Test
    void anExpiredBackupSaysSo() throws InterruptedException {
        new Shop(cluster, "expired").deploy().backUp("--ttl", "1s");
        Thread.sleep(1100);

        RestoreReportStatus status = scored("expired", "The backup has expired, and Velero has not deleted it yet");

        assertThat(findings(status)).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("BackupFellShort");
            assertThat(finding.observed()).contains("expired at");
        });
    }

    @Test
    void aNameThatVeleroCanNotUnpackFailsTheBackup() {
        Shop shop = new Shop(cluster, "long").deploy();
        cluster.kubectl("-n", "long", "create", "configmap", "l".repeat(253)).orFail();
        shop.backUp();

        RestoreReportStatus status = scored(
                "long", "A ConfigMap has a name of 253 letters: Velero backs it up, and then can restore nothing");

        assertThat(losses(status))
                .extracting(ReportFinding::observed)
                .anyMatch(said -> said.contains("file name too long"));
    }

    private RestoreReportStatus scored(String namespace, String scenario) {
        test(namespace, "shop", "15m", "");
        run(namespace);
        return documented(scenario, namespace);
    }

    private static String observed(RestoreReportStatus status, String object) {
        return losses(status).stream()
                .filter(finding -> finding.object().equals(object))
                .map(ReportFinding::observed)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> notes(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> "Note".equals(finding.severity()))
                .map(finding -> finding.reason() + " " + finding.object())
                .toList();
    }

    private void pod(String namespace, String name, String label) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s, labels: {%s}}
                spec: {containers: [{name: main, image: example/console}]}
                """.formatted(name, namespace, label));
        cluster.kubectl("-n", namespace, "wait", "--for=condition=Ready", "pod/" + name, "--timeout=60s")
                .orFail();
    }

    /** A workload, with the same extra label on its pods. */
    private void workload(
            String namespace,
            String apiVersion,
            String kind,
            String name,
            String label,
            int replicas,
            String behaviour) {
        String labels = label.isEmpty() ? "" : ", " + label;
        String selector = kind.equals("ReplicationController") ? "{app: %s}" : "{matchLabels: {app: %s}}";
        cluster.apply("""
                apiVersion: API_VERSION
                kind: KIND
                metadata: {name: NAME, namespace: NAMESPACE, labels: {app: NAMELABELS}}
                spec:
                  replicas: REPLICAS
                  selector: SELECTOR
                  template:
                    metadata: {labels: {app: NAMELABELS}BEHAVIOUR}
                    spec: {containers: [{name: main, image: example/main}]}
                """.replace("API_VERSION", apiVersion)
                        .replace("KIND", kind)
                        .replace("NAMESPACE", namespace)
                        .replace("NAME", name)
                        .replace("LABELS", labels)
                        .replace("SELECTOR", selector.formatted(name))
                        .replace("REPLICAS", String.valueOf(replicas))
                        .replace("BEHAVIOUR", annotation(behaviour))
                + (kind.equals("StatefulSet") ? "  serviceName: " + name + "\n" : ""));
        if (behaviour.isEmpty()) {
            cluster.kubectl(
                            "-n",
                            namespace,
                            "wait",
                            "--for=jsonpath={.status.replicas}=" + replicas,
                            kind + "/" + name,
                            "--timeout=60s")
                    .orFail();
        }
    }

    private void job(String namespace, String name, String label, String behaviour) {
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s, namespace: %s, labels: {%s}}
                spec:
                  template:
                    metadata: {labels: {%s}%s}
                    spec: {restartPolicy: Never, containers: [{name: main, image: example/main}]}
                """.formatted(name, namespace, label, label, annotation(behaviour)));
    }

    private static String annotation(String behaviour) {
        return behaviour.isEmpty() ? "" : ", annotations: {test-cluster.kymaros.io/behaviour: " + behaviour + "}";
    }

    /** A StatefulSet of one pod with a claim; there is a volume for the claim, and one more for a second claim. */
    private void ledgerWithClaim(String namespace) {
        for (int i = 1; i <= 2; i++) {
            cluster.apply("""
                    apiVersion: v1
                    kind: PersistentVolume
                    metadata: {name: %s-%d}
                    spec:
                      capacity: {storage: 1Gi}
                      accessModes: [ReadWriteOnce]
                      persistentVolumeReclaimPolicy: Retain
                      storageClassName: %s
                      hostPath: {path: /var/lib/ledger}
                    """.formatted(namespace, i, namespace));
        }
        cluster.apply("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: ledger, namespace: NAMESPACE}
                spec:
                  serviceName: ledger
                  selector: {matchLabels: {app: ledger}}
                  template:
                    metadata: {labels: {app: ledger}}
                    spec: {containers: [{name: main, image: example/ledger}]}
                  volumeClaimTemplates:
                  - metadata: {name: data}
                    spec:
                      accessModes: [ReadWriteOnce]
                      storageClassName: NAMESPACE
                      resources: {requests: {storage: 1Gi}}
                """.replace("NAMESPACE", namespace));
        cluster.kubectl("-n", namespace, "rollout", "status", "statefulset/ledger", "--timeout=60s")
                .orFail();
    }

    /** Gives the worker's pods a restore hook. Recreate: a rolling update would leave a ready pod beside the new one. */
    private void hook(String namespace, String command, String annotations) {
        cluster.kubectl(
                        "-n",
                        namespace,
                        "patch",
                        "deployment/worker",
                        "-p",
                        "spec: {strategy: {type: Recreate, rollingUpdate: null}, template: {metadata: {annotations: {"
                                + "post.hook.restore.velero.io/container: worker,"
                                + " post.hook.restore.velero.io/command: '[\"" + command + "\"]',"
                                + " post.hook.restore.velero.io/on-error: Continue,"
                                + " post.hook.restore.velero.io/exec-timeout: 10s,"
                                + " post.hook.restore.velero.io/wait-timeout: 5s" + annotations + "}}}}")
                .orFail();
        cluster.kubectl(
                        "-n",
                        namespace,
                        "wait",
                        "deployment/worker",
                        "--for=jsonpath={.status.updatedReplicas}=1",
                        "--timeout=30s")
                .orFail();
    }
}
