package io.kymaros.velero;

import static io.kymaros.velero.VeleroObjects.VELERO;
import static io.kymaros.velero.VeleroObjects.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreOutcome.VolumeCopies;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.backup.RestoredObjects;
import io.kymaros.k8s.backup.RestoredObjects.Action;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.VeleroRestore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class RestoreEndTest {
    private static final RestoreHandle HANDLE = new RestoreHandle(VELERO, "r");
    private static final RestoreRequest REQUEST = RestoreRequest.builder()
            .restoreName("r")
            .backup(VeleroObjects.backup("shop-1"))
            .putNamespaceMapping("shop", "box")
            .addResources("pods")
            .build();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final List<String> told = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set before each test
    private VeleroObjects velero;

    @BeforeEach
    void connect() {
        velero = new VeleroObjects(client);
    }

    @Test
    void aRestoreThatHasEndedIsSeenWithoutAnyTimeLeft() throws InterruptedException {
        velero.restore("r", phase("Completed"));
        assertThat(await(Duration.ZERO).evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
        assertThat(await(Duration.ofSeconds(-5)).evidence().errors()).isZero();
    }

    @Test
    void eachChangeIsToldOnceAndTheEndIsSeenAtOnce() throws Exception {
        velero.restore("r", null);
        CompletableFuture<RestoreOutcome> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                return await(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitTold("New");
        set(new VeleroRestore.Status(
                "InProgress", List.of(), 0, 0, null, null, null, new VeleroRestore.Progress(143, 37)));
        awaitTold("37/143 items");
        set(new VeleroRestore.Status(
                "PartiallyFailed", List.of(), 0, 0, null, "2026-04-21T03:00:01Z", "2026-04-21T03:02:15Z", null));
        RestoreOutcome ended = outcome.get(5, TimeUnit.SECONDS);
        assertThat(ended.evidence().phase()).isEqualTo(RestorePhase.PARTIALLY_FAILED);
        assertThat(ended.startedAt()).contains(Instant.parse("2026-04-21T03:00:01Z"));
        assertThat(ended.completedAt()).contains(Instant.parse("2026-04-21T03:02:15Z"));
        assertThat(told).containsExactly("New", "37/143 items", "PartiallyFailed");
    }

    @Test
    void aRestoreThatNobodyTakesUpMeansThatVeleroIsNotRunning() {
        velero.restore("r", null);
        Obstacle obstacle = obstacle(LONG);
        assertThat(obstacle.reason()).isEqualTo("VeleroNotRunning");
        assertThat(obstacle.message()).contains("Restore velero/r is still New after 1 s");
    }

    @Test
    void aRestoreThatWaitsForAnotherIsNotTakenForADeadVelero() {
        velero.restore("r", null).restore("other", phase("InProgress"));
        Obstacle obstacle = obstacle(Duration.ofSeconds(3));
        assertThat(obstacle.reason()).isEqualTo("RestoreStuck");
        assertThat(told).containsExactly("New", "waiting for restore other");
    }

    @ParameterizedTest
    @CsvSource({"InProgress,37/143 items", "WaitingForPluginOperations,", "Finalizing,"})
    void aStuckRestoreNamesItsPhase(String phase, @Nullable String items) {
        VeleroRestore.Progress progress = items == null ? null : new VeleroRestore.Progress(143, 37);
        velero.restore("r", new VeleroRestore.Status(phase, List.of(), 0, 0, null, null, null, progress));
        Obstacle obstacle = obstacle(SHORT);
        assertThat(obstacle.reason()).isEqualTo("RestoreStuck");
        assertThat(obstacle.message())
                .contains("was still " + phase + (items == null ? " when" : " (" + items + ") when"));
    }

    @Test
    void aRestoreThatIsDeletedMeanwhileIsGone() {
        assertThat(obstacle(LONG).reason()).isEqualTo("RestoreGone");
    }

    @Test
    void aRefusedRestoreIsNotBlamedOnTheBackup() {
        velero.restore(
                "r",
                new VeleroRestore.Status(
                        "FailedValidation",
                        List.of("The BSL default is unavailable, cannot retrieve the backup"),
                        0,
                        0,
                        null,
                        null,
                        null,
                        null));
        Obstacle obstacle = obstacle(LONG);
        assertThat(obstacle.reason()).isEqualTo("RestoreRefused");
        assertThat(obstacle.message()).contains("Velero refused Restore velero/r: The BSL default is unavailable");
    }

    @Test
    void aRestartOfVeleroIsNotBlamedOnTheBackup() {
        velero.restore(
                "r",
                failed("found a restore with status \"InProgress\" during the server starting, mark it as \"Failed\""));
        assertThat(obstacle(LONG).reason()).isEqualTo("VeleroRestarted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dial tcp 127.0.0.1:9000: connect: connection refused",
                "operation error S3: GetObject, https response error StatusCode: 503, RequestID: 1, SlowDown",
                "https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Access Denied",
                "dial tcp: lookup minio.storage.svc: no such host",
            })
    void storageThatFailsDuringTheRestoreIsNotBlamedOnTheBackup(String reason) {
        velero.restore("r", failed("restore execution failed: error downloading backup: " + reason));
        Obstacle obstacle = obstacle(LONG);
        assertThat(obstacle.reason()).isEqualTo("StorageLocationUnavailable");
        assertThat(obstacle.message()).contains(reason);
    }

    @Test
    void theBackupsNameIsNoFaultOfTheStorage() throws InterruptedException {
        String reason = "error getting object backups/credentials/credentials.tar.gz: StatusCode: 404, NoSuchKey: ";
        velero.restore("r", "credentials", failed(reason));
        assertThat(await(LONG).evidence().phase()).isEqualTo(RestorePhase.FAILED);
    }

    @Test
    void aBackupWhoseContentsAreGoneIsAFailedRestore() throws InterruptedException {
        velero.restore("r", failed("error getting object: StatusCode: 404, RequestID: 5, NoSuchKey: "));
        RestoreOutcome outcome = await(LONG);
        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.FAILED);
        assertThat(outcome.evidence().errorMessages())
                .containsExactly("error getting object: StatusCode: 404, RequestID: 5, NoSuchKey:");
    }

    @Test
    void countsStandWhenTheMessagesCannotBeRead() throws InterruptedException {
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("PartiallyFailed", List.of(), 3, 2, null, null, null, null));
        RestoreOutcome outcome = explained();
        assertThat(outcome.evidence().errors()).isEqualTo(2);
        assertThat(outcome.evidence().warnings()).isEqualTo(3);
        assertThat(outcome.evidence().errorMessages()).isEmpty();
    }

    @Test
    void errorsThatNobodyWroteDownAreTheStorages() throws IOException {
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("PartiallyFailed", List.of(), 0, 1, null, null, null, null));
        try (StoredFiles storage = new StoredFiles(client)) {
            Obstacle missing = obstacleOfExplaining();
            assertThat(missing.reason()).isEqualTo("StorageLocationUnavailable");
            assertThat(missing.message()).contains("the list of errors was not written");

            storage.put("RestoreResults", "r", "{\"errors\":{\"velero\":[\"error uploading log file: 503\"]}}");
            assertThat(obstacleOfExplaining().message()).contains("error uploading log file: 503");
        }
    }

    @Test
    void messagesOfTheBackupsErrorsAreRead() throws IOException, InterruptedException {
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("PartiallyFailed", List.of(), 1, 2, null, null, null, null));
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("RestoreResults", "r", """
                    {"errors":{"velero":["error uploading log file: 503","unexpected EOF"]},
                    "warnings":{"namespaces":{"box":["ConfigMap x already exists"]}}}
                    """);
            RestoreOutcome outcome = explained();
            assertThat(outcome.evidence().errorMessages())
                    .containsExactly("error uploading log file: 503", "unexpected EOF");
            assertThat(outcome.evidence().warningMessages()).containsExactly("box: ConfigMap x already exists");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 201, 500})
    void eachErrorIsJudgedHoweverManyThereAre(int errors) throws IOException, InterruptedException {
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("PartiallyFailed", List.of(), 0, errors, null, null, null, null));
        try (StoredFiles storage = new StoredFiles(client)) {
            String quota = IntStream.range(0, errors)
                    .mapToObj(i -> "\"error restoring secrets/box/s" + i + ": secrets \\\"s" + i
                            + "\\\" is forbidden: exceeded quota: few, requested: secrets=1\"")
                    .collect(Collectors.joining(","));
            storage.put("RestoreResults", "r", "{\"errors\":{\"namespaces\":{\"box\":[" + quota + "]}}}");
            RestoreOutcome outcome = explained();
            assertThat(outcome.evidence().environmentErrors()).hasSize(errors);
            assertThat(outcome.evidence().errorMessages()).isEmpty();
        }
    }

    @Test
    void warningsOfWhatEveryNamespaceHasAreNone() throws IOException, InterruptedException {
        String different = " already exists. Warning: the in-cluster version is different than the backed-up version";
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("Completed", List.of(), 4, 0, null, null, null, null));
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("RestoreResults", "r", """
                    {"warnings":{"namespaces":{"box":[
                    "could not restore, ConfigMap:kube-root-ca.crt%1$s",
                    "could not restore, RoleBinding:system:image-pullers%1$s",
                    "could not restore, ConfigMap:kube-root-ca.crt-of-ours%1$s",
                    "could not restore, Secret:login%1$s"]}}}
                    """.formatted(different).replace("\n", ""));
            RestoreOutcome outcome = explained();
            assertThat(outcome.evidence().warningMessages())
                    .containsExactly(
                            "box: could not restore, ConfigMap:kube-root-ca.crt-of-ours" + different,
                            "box: could not restore, Secret:login" + different);
            assertThat(outcome.evidence().warnings()).isEqualTo(2);
        }
    }

    @Test
    void whatTheRestoreHasMadeIsRead() throws IOException, InterruptedException {
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("Completed", List.of(), 0, 0, null, null, null, null));
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("RestoreResourceList", "r", """
                    {"v1/Namespace": ["box(created)"], "apps/v1/Deployment": ["box/api(created)", "box/odd(told)"],
                    "v1/Secret": ["box/a(b)(skipped)", "box/c(failed)", "box/d(updated)"]}
                    """);
            RestoredObjects objects = explained().restoredObjects().orElseThrow();
            ObjectKind secret = new ObjectKind("v1", "Secret");
            assertThat(objects.of(new ObjectKind("apps/v1beta1", "Deployment"), new ObjectName("box", "api")))
                    .contains(Action.CREATED);
            assertThat(objects.of(secret, new ObjectName("box", "a(b)"))).contains(Action.SKIPPED);
            assertThat(objects.of(secret, new ObjectName("box", "c"))).contains(Action.FAILED);
            assertThat(objects.of(secret, new ObjectName("box", "d"))).contains(Action.UPDATED);
            assertThat(objects.of(secret, new ObjectName("other", "d"))).isEmpty();
            assertThat(objects.of(new ObjectKind("apps/v1", "Deployment"), new ObjectName("box", "odd")))
                    .isEmpty();
        }
    }

    @Test
    void listThatVeleroHasNotWrittenIsNotKnown() throws IOException, InterruptedException {
        velero.available().backup("shop-1", "Completed", 1);
        velero.restore("r", new VeleroRestore.Status("Completed", List.of(), 0, 0, null, null, null, null));
        try (StoredFiles storage = new StoredFiles(client)) {
            RestoreOutcome outcome = explained();
            assertThat(outcome.restoredObjects()).isEmpty();
            assertThat(outcome.restoredObjectsUnknown().orElse("")).contains("RestoreResourceList");
        }
    }

    @Test
    void volumesWereCopiedFromTheFirstStartToTheLastEnd() throws InterruptedException {
        velero.restore("r", phase("Completed"));
        transfer("v1", "PodVolumeRestore", "a", "r", "2026-04-21T03:00:10Z", "2026-04-21T03:00:50Z");
        transfer("v1", "PodVolumeRestore", "b", "r", "2026-04-21T03:00:05Z", "2026-04-21T03:00:20Z");
        transfer("v2alpha1", "DataDownload", "c", "r", "2026-04-21T03:00:07Z", "2026-04-21T03:01:30Z");
        transfer("v1", "PodVolumeRestore", "d", "of-another", "2026-04-21T02:00:05Z", "2026-04-21T04:00:20Z");
        assertThat(explained().volumeCopies())
                .contains(
                        new VolumeCopies(Instant.parse("2026-04-21T03:00:05Z"), Instant.parse("2026-04-21T03:01:30Z")));
    }

    @Test
    void withoutCopiesOfVolumesNoTimeIsSpentOnThem() throws InterruptedException {
        velero.restore("r", phase("Completed"));
        assertThat(explained().volumeCopies()).isEmpty();
    }

    private void transfer(String version, String kind, String name, String restore, String start, String end) {
        String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
        client.genericKubernetesResources(VolumeTransfers.kind(version, kind, plural))
                .inNamespace(VELERO)
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: velero.io/%s
                        kind: %s
                        metadata: {name: %s, namespace: velero, labels: {velero.io/restore-name: %s}}
                        status: {phase: Completed, startTimestamp: "%s", completionTimestamp: "%s"}
                        """.formatted(version, kind, name, restore, start, end), GenericKubernetesResource.class))
                .create();
    }

    @Test
    void aRestoreThatIsDeletedBeforeItWasExplainedIsGone() throws InterruptedException {
        velero.restore("r", new VeleroRestore.Status("PartiallyFailed", List.of(), 0, 1, null, null, null, null));
        RestoreOutcome ended = await(LONG);
        client.resources(VeleroRestore.class).inNamespace(VELERO).withName("r").delete();
        assertThat(catchThrowableOfType(ObstacleException.class, () -> end().explain(REQUEST, HANDLE, ended))
                        .obstacle()
                        .reason())
                .isEqualTo("RestoreGone");
    }

    private RestoreEnd end() {
        Patience patience = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1));
        Inventory inventory = new Inventory(client);
        VeleroFiles files = new VeleroFiles(client, patience);
        return new RestoreEnd(client, inventory, new BackupLists(inventory, files), files, patience);
    }

    private RestoreOutcome await(Duration atMost) throws InterruptedException {
        return end().await(HANDLE, atMost, told::add);
    }

    private RestoreOutcome explained() throws InterruptedException {
        return end().explain(REQUEST, HANDLE, await(LONG));
    }

    private Obstacle obstacleOfExplaining() {
        return catchThrowableOfType(ObstacleException.class, this::explained).obstacle();
    }

    private Obstacle obstacle(Duration atMost) {
        return catchThrowableOfType(ObstacleException.class, () -> await(atMost))
                .obstacle();
    }

    private void set(VeleroRestore.Status status) {
        client.resources(VeleroRestore.class).inNamespace(VELERO).withName("r").edit(restore -> {
            restore.setStatus(status);
            return restore;
        });
    }

    private void awaitTold(String text) throws InterruptedException {
        for (int i = 0; i < 500 && !told.contains(text); i++) {
            Thread.sleep(10);
        }
        assertThat(told).contains(text);
    }

    private static VeleroRestore.Status failed(String reason) {
        return new VeleroRestore.Status("Failed", List.of(), 0, 0, reason, null, null, null);
    }
}
