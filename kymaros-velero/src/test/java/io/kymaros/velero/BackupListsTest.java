package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.kymaros.core.evidence.Level;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import io.kymaros.velero.api.DownloadRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class BackupListsTest {
    private static final Backup BACKUP = VeleroObjects.backup("shop-1");
    private static final String LIST = """
            {"v1/Secret":["shop/s1"],"v1/PersistentVolumeClaim":["shop/data"],"v1/PersistentVolume":["pv"]}
            """;

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    @BeforeEach
    void backup() {
        new VeleroObjects(client).available().backup("shop-1", "Completed", 1, "shop");
    }

    @Test
    void contentsAreVelerosOwnLists() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", LIST);
            storage.put("BackupVolumeInfos", "shop-1", """
                    [{"pvcName":"data","pvcNamespace":"shop","backupMethod":"PodVolumeBackup","result":"failed"},
                    {"pvcName":"data","pvcNamespace":"shop","backupMethod":"PodVolumeBackup","result":"succeeded"},
                    {"pvcName":"cache","pvcNamespace":"shop","skipped":true}]
                    """);
            BackupContents contents = lists(Patience.STANDARD).contents(BACKUP);
            assertThat(contents.objects())
                    .containsOnlyKeys(new ObjectKind("v1", "Secret"), new ObjectKind("v1", "PersistentVolumeClaim"));
            assertThat(contents.volumesUnknown()).isEmpty();
            assertThat(contents.volumes())
                    .containsExactly(
                            new BackupVolume(new ObjectName("shop", "data"), true, ""),
                            new BackupVolume(new ObjectName("shop", "cache"), false, "the backup skipped it"));
            assertThat(openRequests()).isEmpty();
        }
    }

    @Test
    void theRestoreThatFollowsReadsTheVolumesOnce() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", LIST);
            storage.put("BackupVolumeInfos", "shop-1", "[]");
            BackupLists lists = lists(Patience.STANDARD);
            lists.contents(BACKUP);
            assertThat(lists.volumes(BACKUP).orElseThrow())
                    .containsExactly(
                            VolumeInfo.untold(new ObjectName("shop", "data"), null),
                            VolumeInfo.untold(new ObjectName("shop", "data"), "pv"));
            assertThat(storage.read()).containsExactly("BackupResourceList", "BackupVolumeInfos");
        }
    }

    @Test
    void testsOfOneBackupReadItsListsOnceAndTestsOfAnotherItsOwn() throws Exception {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", LIST);
            storage.put("BackupVolumeInfos", "shop-1", "[]");
            BackupLists lists = lists(Patience.STANDARD);
            List<CompletableFuture<BackupContents>> tests = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> lists.contents(BACKUP)))
                    .limit(10)
                    .toList();
            for (CompletableFuture<BackupContents> test : tests) {
                assertThat(test.get()).isEqualTo(tests.get(0).get());
            }
            assertThat(storage.read()).containsExactly("BackupResourceList", "BackupVolumeInfos");

            Backup madeAgain = Backup.builder().from(BACKUP).uid("another").build();
            storage.put("BackupResourceList", "shop-1", "{}");
            assertThat(lists.contents(madeAgain).objects()).isEmpty();
            assertThat(lists.contents(BACKUP)).isEqualTo(tests.get(0).get());
        }
    }

    @Test
    void whatCouldNotBeReadIsReadAgain() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", LIST);
            storage.put("BackupVolumeInfos", "shop-1", "no list");
            BackupLists lists = lists(Patience.STANDARD);
            assertThat(lists.contents(BACKUP).volumesUnknown()).isNotEmpty();
            storage.put("BackupVolumeInfos", "shop-1", "[]");
            assertThat(lists.contents(BACKUP).volumesUnknown()).isEmpty();
        }
    }

    @Test
    void volumesAreUnknownWithoutTheirFile() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", LIST);
            BackupContents contents = lists(Patience.STANDARD).contents(BACKUP);
            assertThat(contents.volumes()).isEmpty();
            assertThat(contents.volumesUnknown().orElseThrow()).contains("no volume information");
        }
    }

    @Test
    void aClaimWhosePersistentVolumeWasLeftOutIsWithoutVolume() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", "{\"v1/PersistentVolumeClaim\":[\"shop/data\"]}");
            storage.put("BackupVolumeInfos", "shop-1", "[]");
            BackupContents contents = lists(Patience.STANDARD).contents(BACKUP);
            assertThat(contents.claimsWithoutVolume()).containsExactly(new ObjectName("shop", "data"));
            assertThat(contents.volumesUnknown()).isEmpty();
        }
    }

    /** Velero took the volume's object into the backup, and did nothing for its data. */
    @Test
    void aVolumeWithoutAnAccountHasNoData() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", """
                    {"v1/PersistentVolumeClaim":["shop/data","shop/cache"],"v1/PersistentVolume":["pv-1","pv-2"]}
                    """);
            storage.put("BackupVolumeInfos", "shop-1", """
                    [{"pvcName":"data","pvcNamespace":"shop","pvName":"pv-1","backupMethod":"CSISnapshot",
                    "result":"succeeded"}]
                    """);
            BackupContents contents = lists(Patience.STANDARD).contents(BACKUP);
            assertThat(contents.claimsWithoutVolume()).isEmpty();
            assertThat(contents.volumes())
                    .containsExactly(
                            new BackupVolume(new ObjectName("shop", "data"), true, ""),
                            new BackupVolume(
                                    new ObjectName("shop", "cache"),
                                    false,
                                    "the backup does not say that anything was done for it"));
        }
    }

    /** A claim that was never bound has no data to lose, and one whose volume was left out may have: nobody says. */
    @Test
    void claimsWithoutAVolumeInTheBackupAreNamed() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", """
                    {"v1/PersistentVolumeClaim":["shop/a","shop/b","shop/data"],
                    "v1/PersistentVolume":["pv-1"]}
                    """);
            storage.put("BackupVolumeInfos", "shop-1", """
                    [{"pvcName":"data","pvcNamespace":"shop","pvName":"pv-1","skipped":true}]
                    """);
            BackupContents contents = lists(Patience.STANDARD).contents(BACKUP);
            assertThat(contents.volumes()).hasSize(1);
            assertThat(contents.claimsWithoutVolume())
                    .containsExactly(new ObjectName("shop", "a"), new ObjectName("shop", "b"));
        }
    }

    @Test
    void damagedVolumeInformationLeavesTheRestUsable() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            storage.put("BackupResourceList", "shop-1", LIST);
            storage.put("BackupVolumeInfos", "shop-1", "[{]");
            BackupContents contents = lists(Patience.STANDARD).contents(BACKUP);
            assertThat(contents.objects()).hasSize(2);
            assertThat(contents.volumesUnknown().orElseThrow())
                    .contains("BackupVolumeInfos")
                    .contains("can't be read");
        }
    }

    @Test
    void withoutTheListOfResourcesThereIsNoEvidence() throws IOException {
        try (StoredFiles storage = new StoredFiles(client)) {
            assertThat(storage.read()).isEmpty();
            EvidenceUnavailableException missing =
                    catchThrowableOfType(EvidenceUnavailableException.class, () -> lists(Patience.STANDARD)
                            .contents(BACKUP));
            assertThat(missing.gap(Level.COMPLETENESS).reason()).isEqualTo("BackupListMissing");
        }
    }

    @Test
    void aVeleroThatDoesNotReactIsAnObstacle() {
        ObstacleException obstacle = catchThrowableOfType(
                ObstacleException.class, () -> lists(new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                        .contents(BACKUP));
        assertThat(obstacle.obstacle().reason()).isEqualTo("VeleroNotRunning");
        assertThat(obstacle).hasMessageContaining("did not react within 1 s to a request for BackupResourceList");
        assertThat(openRequests()).isEmpty();
    }

    private BackupLists lists(Patience patience) {
        return new BackupLists(new Inventory(client), new VeleroFiles(client, patience));
    }

    private List<DownloadRequest> openRequests() {
        return client.resources(DownloadRequest.class)
                .inNamespace("velero")
                .list()
                .getItems();
    }
}
