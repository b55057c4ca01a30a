package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.testcluster.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is particular to Velero, and to a copy that stands beside its source: ports, volumes, backups, admission. */
class VeleroScenariosTest extends Scenarios {
    private static final String FRONT = """
            apiVersion: v1
            kind: Service
            metadata: {name: front, namespace: %s}
            spec:
              type: NodePort
              selector: {app: web}
              ports: [{name: http, port: 80, targetPort: 8080, nodePort: %d}]
            """;

    VeleroScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    /** The existing operator restores it without the Service, and two Secrets make up for it: 100, pass. */
    @Test
    void aNodePortThatTheSourceHoldsCostsNothing() {
        Shop shop = new Shop(cluster, "ports").deploy();
        cluster.apply(FRONT.formatted("ports", 30080));
        shop.backUp();
        deleteTwoSecrets("ports");
        test("ports", "shop", "15m", "");

        Said said = run("ports");

        RestoreReportStatus status = documented(
                "A Service has an explicit nodePort, which the source holds; two Secrets are deleted after the backup",
                "ports");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(100);
        assertThat(level(status, "Completeness").details())
                .filteredOn(detail -> detail.resourceType().equals("Service"))
                .allSatisfy(detail -> assertThat(detail.found()).isEqualTo(5));
    }

    @Test
    void aServiceThatIsRefusedIsNamedAndSecretsDoNotMakeUpForIt() {
        AdmissionPolicy.refuseOutside(
                cluster, "gateless", "services", "object.metadata.name == 'refused-front'", "'no front here'");
        Shop shop = new Shop(cluster, "gateless").deploy();
        cluster.apply(FRONT.formatted("gateless", 30081).replace("name: front", "name: refused-front"));
        shop.backUp();
        deleteTwoSecrets("gateless");
        test("gateless", "shop", "15m", "");

        Said said = run("gateless");

        RestoreReportStatus status = documented(
                "That Service is refused by an admission policy; two Secrets are deleted after the backup", "gateless");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(status.result()).isNotEqualTo("Pass");
        assertThat(losses(status)).anySatisfy(finding -> {
            assertThat(finding.object()).isEqualTo("Service/refused-front");
            assertThat(finding.observed()).contains("no front here");
        });
    }

    @Test
    void aServiceThatTheBackupLeftOutIsNamedAndSecretsDoNotMakeUpForIt() {
        Shop shop = new Shop(cluster, "doorless").deploy();
        cluster.apply(FRONT.formatted("doorless", 30082));
        cluster.kubectl("-n", "doorless", "label", "service", "front", "velero.io/exclude-from-backup=true")
                .orFail();
        shop.backUp();
        deleteTwoSecrets("doorless");
        test("doorless", "shop", "15m", "");

        run("doorless");

        RestoreReportStatus status = documented(
                "That Service is left out of the backup; two Secrets are deleted after the backup", "doorless");
        assertThat(level(status, "Completeness").pointsEarned()).isEqualTo(18);
        assertThat(losses(status)).singleElement().satisfies(finding -> assertThat(finding.object())
                .isEqualTo("Service/front"));
    }

    @Test
    void aNodePortComesBackWithoutItsSource() {
        Shop shop = new Shop(cluster, "gone").deploy();
        cluster.apply(FRONT.formatted("gone", 30083));
        shop.backUp();
        cluster.kubectl("delete", "namespace", "gone", "--timeout=120s").orFail();
        test("gone", "shop", "15m", CLAIMS_NEVER_BOUND);

        Said said = run("gone");

        RestoreReportStatus status =
                documented("A Service has an explicit nodePort, and the source namespace is gone", "gone");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(findings(status)).extracting(ReportFinding::reason).contains("CompletenessSourceGone");
    }

    @Test
    void aLoadBalancerComesBackInsideTheClusterOnly() {
        Shop shop = new Shop(cluster, "balanced").deploy();
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: edge, namespace: balanced}
                spec:
                  type: LoadBalancer
                  externalTrafficPolicy: Local
                  healthCheckNodePort: 30085
                  loadBalancerSourceRanges: [10.0.0.0/8]
                  externalIPs: [203.0.113.7]
                  selector: {app: web}
                  ports: [{port: 443, targetPort: 8080, nodePort: 30084}]
                """);
        shop.backUp();
        test("balanced", "shop", "15m", "");

        Said said = run("balanced");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(documented("A LoadBalancer has fixed node ports, source ranges and external addresses", "balanced")
                        .score())
                .isEqualTo(100);
    }

    @Test
    void aVolumeWithoutDataIsLostData() {
        new Shop(cluster, "hollow").deploy();
        boundVolume("hollow");
        backUp("hollow");
        test("hollow", "shop", "15m", "");

        run("hollow");

        RestoreReportStatus status = documented("A volume is bound, and no snapshot location takes its data", "hollow");
        assertThat(losses(status, "Completeness")).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("VolumeDataMissing");
            assertThat(finding.object()).isEqualTo("PersistentVolumeClaim/archive");
            assertThat(finding.observed()).contains("no applicable volumesnapshotter found");
        });
        assertThat(level(status, "Completeness").message()).contains("PersistentVolumeClaims: 2/3");
    }

    @Test
    void aVolumeThatTheBackupOptsOutIsLostData() {
        new Shop(cluster, "optout").deploy();
        boundVolume("optout");
        backUp("optout", "--snapshot-volumes=false");
        test("optout", "shop", "15m", "");

        run("optout");

        assertThat(losses(documented("A backup is told to take no snapshots of volumes", "optout"), "Completeness"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.object()).isEqualTo("PersistentVolumeClaim/archive");
                    assertThat(finding.observed()).contains("holds no data of its volume");
                });
    }

    /** As in a cluster whose Velero runs without --features=EnableCSI: it completes the restore without a word. */
    @Test
    void aVolumeThatThisVeleroCanNotFillIsLostData() throws IOException {
        new Shop(cluster, "snapless").deploy();
        cluster.apply("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: snapless}
                provisioner: disk.example.com
                volumeBindingMode: WaitForFirstConsumer
                """);
        boundVolume("snapless");
        backUp("snapless");
        store("velero/backups/snapless/snapless-volumeinfo.json.gz", gzip("""
                [{"pvcName": "archive", "pvcNamespace": "snapless", "pvName": "snapless-archive",
                "backupMethod": "CSISnapshot", "snapshotDataMoved": false, "skipped": false, "result": "succeeded",
                "csiSnapshotInfo": {"snapshotHandle": "snap-1", "size": 1073741824, "driver": "disk.example.com",
                "vscName": "content-1", "ReadyToUse": true}, "pvInfo": {"reclaimPolicy": "Delete"}}]
                """));
        test("snapless", "shop", "15m", "");

        run("snapless");

        RestoreReportStatus status = documented(
                "A volume's data is in a CSI snapshot, which a Velero without CSI support passes over", "snapless");
        assertThat(losses(status, "Completeness")).singleElement().satisfies(finding -> {
            assertThat(finding.object()).isEqualTo("PersistentVolumeClaim/archive");
            assertThat(finding.observed()).contains("names no VolumeSnapshot");
        });
        assertThat(findings(status))
                .extracting(ReportFinding::reason)
                .doesNotContain("RestoreError", "RestorePartiallyFailed");
    }

    /** Velero says nothing of such a volume; the source does. */
    @Test
    void aVolumeThatAFilterKeptOutIsLostData() {
        new Shop(cluster, "filtered-pv").deploy();
        boundVolume("filtered-pv");
        backUp("filtered-pv", "--include-cluster-resources=false");
        test("filtered-pv", "shop", "15m", "");

        run("filtered-pv");

        assertThat(losses(documented("A backup is told to take no PersistentVolumes", "filtered-pv"), "Completeness"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.object()).isEqualTo("PersistentVolumeClaim/archive");
                    assertThat(finding.observed()).contains("a filter of the backup left its volume out");
                });
    }

    @Test
    void aPartiallyFailedBackupIsNotTheLatest() {
        failInPart("halfway");
        cluster.apply(testYaml("halfway-latest", "latest", "halfway", "shop", "15m", "")
                .replace("backupName: latest", "backupName: latest, labelSelector: {of: halfway}"));

        Said said = run("halfway-latest");

        RestoreReportStatus status =
                documented("The latest backup is asked for, and the only one is PartiallyFailed", "halfway-latest");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(status.summary()).contains("halfway is PartiallyFailed", "only by its name");
    }

    @Test
    void aPartiallyFailedBackupIsTestedByItsName() {
        failInPart("halfdone");
        test("halfdone", "shop", "15m", "");

        run("halfdone");

        RestoreReportStatus status = documented(
                "A PartiallyFailed backup is asked for by its name; a volume's files could not be copied", "halfdone");
        assertThat(losses(status)).extracting(ReportFinding::object).contains("PersistentVolumeClaim/archive");
        // Velero lists a pod whose volume it could not copy, and does not keep it; nothing makes this one again.
        assertThat(findings(status)).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("CompletenessObjectMissing");
            assertThat(finding.object()).isEqualTo("Pod/archiver");
        });
        assertThat(findings(status)).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("BackupFellShort");
            assertThat(finding.observed()).contains("ended the backup PartiallyFailed");
        });
    }

    @Test
    void aBackupThatVeleroRefusedIsNotRestored() {
        cluster.kubectl("create", "namespace", "invalid").orFail();
        cluster.apply("""
                apiVersion: velero.io/v1
                kind: Backup
                metadata: {name: invalid, namespace: velero}
                spec: {includedNamespaces: [invalid], volumeSnapshotLocations: [nowhere]}
                """);
        cluster.kubectl(
                        "-n",
                        "velero",
                        "wait",
                        "--for=jsonpath={.status.phase}=FailedValidation",
                        "backup/invalid",
                        "--timeout=60s")
                .orFail();
        test("invalid", "shop", "15m", "");

        Said said = run("invalid");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(documented("The named backup was refused by Velero (FailedValidation)", "invalid")
                        .summary())
                .contains("FailedValidation");
    }

    @Test
    void latestIsTheLatestOfItsSchedule() {
        new Shop(cluster, "planned").deploy();
        backUp("planned", "--labels", "velero.io/schedule-name=nightly");
        cluster.velero("backup", "create", "planned-by-hand", "--include-namespaces", "planned", "--wait")
                .orFail();
        cluster.apply(testYaml("nightly", "latest", "planned", "shop", "15m", "")
                .replace(
                        "backupName: latest", "backupName: latest, labelSelector: {velero.io/schedule-name: nightly}"));

        Said said = run("nightly");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(Objects.requireNonNull(
                                documented("The latest of a schedule is asked for; a newer one is not of it", "nightly")
                                        .backup())
                        .name())
                .isEqualTo("planned");
    }

    /** A synced copy of a backup is younger than its data. */
    @Test
    void dataIsAsOldAsTheBackupsStartAndNotItsCopy() {
        new Shop(cluster, "aged").deploy();
        location("aged");
        backUp("aged", "--storage-location", "aged");
        String begun = cluster.kubectl(
                        "-n", "velero", "get", "backup", "aged", "-o", "jsonpath={.status.startTimestamp}")
                .orFail();
        patchLocation("aged", "{\"spec\":{\"backupSyncPeriod\":\"1s\"}}");
        cluster.kubectl("-n", "velero", "delete", "backup", "aged").orFail();
        cluster.kubectl("-n", "velero", "wait", "--for=create", "backup/aged", "--timeout=120s")
                .orFail();
        String copied = cluster.kubectl(
                        "-n", "velero", "get", "backup", "aged", "-o", "jsonpath={.metadata.creationTimestamp}")
                .orFail();
        assertThat(Instant.parse(copied)).isAfter(Instant.parse(begun));
        test("aged", "shop", "15m", "");

        Said said = run("aged");

        RestoreReportStatus status = documented("The backup's object is a copy that Velero synced later", "aged");
        RestoreReportStatus.Backup backup = Objects.requireNonNull(status.backup());
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(backup.startedAt()).isEqualTo(begun);
        assertThat(backup.ageSeconds())
                .isEqualTo(Instant.parse(status.runStartedAt()).getEpochSecond()
                        - Instant.parse(begun).getEpochSecond())
                .isPositive();
        assertThat(said.out()).contains("aged, data of " + begun, " old, namespace aged");
    }

    @Test
    void aReadOnlyStorageLocationIsEnough() {
        new Shop(cluster, "readonly").deploy();
        location("readonly");
        backUp("readonly", "--storage-location", "readonly");
        patchLocation("readonly", "{\"spec\":{\"accessMode\":\"ReadOnly\"}}");
        test("readonly", "shop", "15m", "");

        Said said = run("readonly");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(documented("The backup's storage location is read-only", "readonly")
                        .score())
                .isEqualTo(100);
    }

    @Test
    void whatWouldActOrOpenTheSandboxComesBackTame() {
        Shop shop = new Shop(cluster, "lively").deploy();
        cluster.apply("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: charge-cards, namespace: lively}
                spec:
                  schedule: "* * * * *"
                  suspend: false
                  jobTemplate:
                    spec: {template: {spec: {restartPolicy: Never, containers: [{name: charge, image: charge}]}}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: allow-all, namespace: lively}
                spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}
                ---
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: full, namespace: lively}
                spec: {hard: {count/configmaps: "7", count/secrets: "8", pods: "9"}}
                """);
        shop.backUp();
        // It would act at the source's side, too, which must be seen to stay as it is.
        cluster.kubectl("-n", "lively", "delete", "cronjob", "charge-cards", "--cascade=foreground", "--wait")
                .orFail();
        shop.settle();
        test("lively", "shop", "15m", "");

        Said said = run("lively");

        RestoreReportStatus status = documented(
                "The backup holds a CronJob for each minute, a NetworkPolicy that allows all, and a full ResourceQuota",
                "lively");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(100);
        assertThat(Objects.requireNonNull(
                        Objects.requireNonNull(status.baseline()).normalised()))
                .anyMatch(line -> line.startsWith("NetworkPolicy"))
                .anyMatch(line -> line.startsWith("ResourceQuota"));
    }

    @Test
    void aSandboxThatIsTooSmallIsNotTheBackupsFault() {
        new Shop(cluster, "cramped").deploy().backUp();
        cluster.apply(testYaml("cramped", "cramped", "cramped", "shop", "15m", "")
                .replace("sandbox: {ttl: 30s}", "sandbox: {ttl: 30s, resourceQuota: {storage: 1Gi}}"));

        Said said = run("cramped");

        RestoreReportStatus status = documented("The sandbox's quota has room for one of two volumes", "cramped");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(losses(status)).anySatisfy(finding -> {
            assertThat(finding.object()).startsWith("PersistentVolumeClaim/");
            assertThat(finding.observed()).contains("exceeded quota");
        });
    }

    @Test
    void aWebhookWhoseServerIsGoneIsNotTheBackupsFault() {
        Shop shop = new Shop(cluster, "hooked").deploy();
        cluster.kubectl("-n", "hooked", "label", "secret", "secret-1", "guarded=yes")
                .orFail();
        shop.backUp();
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: guard}
                webhooks:
                - name: guard.example.com
                  clientConfig: {url: "https://127.0.0.1:1/"}
                  failurePolicy: Fail
                  sideEffects: None
                  admissionReviewVersions: [v1]
                  objectSelector: {matchLabels: {guarded: "yes"}}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]
                """);
        test("hooked", "shop", "15m", "");
        try {
            Said said = run("hooked");

            RestoreReportStatus status = documented(
                    "An admission webhook of the cluster, whose server is gone, keeps one Secret out", "hooked");
            assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
            assertThat(losses(status)).anySatisfy(finding -> {
                assertThat(finding.object()).isEqualTo("Secret/secret-1");
                assertThat(finding.observed()).contains("failed calling webhook");
            });
        } finally {
            cluster.kubectl("delete", "validatingwebhookconfiguration", "guard").orFail();
        }
    }

    private void deleteTwoSecrets(String namespace) {
        cluster.kubectl("-n", namespace, "delete", "secret", "secret-1", "secret-2")
                .orFail();
    }

    /** A storage location of a scenario's own; the others go on with the default one meanwhile. */
    private void location(String name) {
        store(name, new byte[0]);
        String spec = cluster.kubectl(
                        "-n", "velero", "get", "backupstoragelocation", "default", "-o", "jsonpath={.spec}")
                .orFail()
                .replace("\"bucket\":\"velero\"", "\"bucket\":\"" + name + "\"")
                .replace("\"default\":true", "\"default\":false");
        cluster.apply("""
                {"apiVersion": "velero.io/v1", "kind": "BackupStorageLocation",
                "metadata": {"name": "%s", "namespace": "velero"}, "spec": %s}
                """.formatted(name, spec));
        cluster.kubectl(
                        "-n",
                        "velero",
                        "wait",
                        "--for=jsonpath={.status.phase}=Available",
                        "backupstoragelocation/" + name,
                        "--timeout=120s")
                .orFail();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private void patchLocation(String name, String patch) {
        cluster.kubectl("-n", "velero", "patch", "backupstoragelocation", name, "--type=merge", "-p", patch)
                .orFail();
    }

    /** There is nothing behind it: volumes are objects here, and no more. */
    private void boundVolume(String namespace) {
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: NAMESPACE-archive}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: NAMESPACE
                  claimRef: {namespace: NAMESPACE, name: archive}
                  hostPath: {path: /var/lib/archive}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: archive, namespace: NAMESPACE}
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: NAMESPACE
                  volumeName: NAMESPACE-archive
                  resources: {requests: {storage: 1Gi}}
                """.replace("NAMESPACE", namespace));
        cluster.kubectl("-n", namespace, "wait", "--for=jsonpath={.status.phase}=Bound", "pvc/archive", "--timeout=60s")
                .orFail();
    }

    /** Velero copies the files of a pod's volume by an agent on the pod's node, and here is none. */
    private void failInPart(String namespace) {
        new Shop(cluster, namespace).deploy();
        boundVolume(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: archiver, namespace: %s}
                spec:
                  containers: [{name: archiver, image: archiver, volumeMounts: [{name: data, mountPath: /data}]}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: archive}}]
                """.formatted(namespace));
        cluster.kubectl("-n", namespace, "wait", "--for=condition=Ready", "pod/archiver", "--timeout=60s")
                .orFail();
        backUp(namespace, "--default-volumes-to-fs-backup", "--labels", "of=" + namespace);
        assertThat(cluster.kubectl("-n", "velero", "get", "backup", namespace, "-o", "jsonpath={.status.phase}")
                        .orFail())
                .isEqualTo("PartiallyFailed");
    }
}
