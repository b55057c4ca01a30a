package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.ImmutableBackupRequest;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.VeleroBackup;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class BackupCatalogueTest {
    private static final Instant NOW = Instant.parse("2026-04-22T00:00:00Z");

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set before each test
    private VeleroObjects velero;

    @BeforeEach
    void connect() {
        velero = new VeleroObjects(client);
    }

    @Test
    void latestIsTheNewestCompletedByItsStart() {
        velero.available()
                .backup("old", "Completed", 1, "shop")
                .backup("newest", "PartiallyFailed", 9, "shop")
                .backup("wanted", "Completed", 5, "shop")
                .backup("running", "InProgress", 8, "shop");
        Backup found = find(latest());
        assertThat(found.name()).isEqualTo("wanted");
        assertThat(found.uid()).isNotEmpty();
        assertThat(found.startedAt()).contains(Instant.parse("2026-04-21T03:00:05Z"));
        assertThat(found.completedAt()).contains(Instant.parse("2026-04-21T03:01:00Z"));
        assertThat(found.shortcoming()).isEmpty();
        assertThat(found.includedNamespaces()).containsExactly("shop");
        assertThat(found.filters()).containsExactly("excludedResources: secrets", "snapshotVolumes: false");
    }

    @Test
    void newerBackupsThatFailedAreNamed() {
        velero.available()
                .backup("shop-1", "Completed", 1, "shop")
                .backup("shop-2", "PartiallyFailed", 2, "shop")
                .backup("shop-3", "Failed", 3, "shop")
                .backup("auth-4", "Failed", 4, "auth")
                .backup("shop-5", "InProgress", 5, "shop");
        Backup found = find(latest().namespaces(List.of("shop")));
        assertThat(found.name()).isEqualTo("shop-1");
        assertThat(found.passedOver())
                .contains("2 newer backups were passed over: shop-3 is Failed; shop-2 is PartiallyFailed");
    }

    @Test
    void manyNewerBackupsThatFailedAreCounted() {
        velero.available().backup("shop-1", "Completed", 1, "shop");
        for (int i = 2; i <= 6; i++) {
            velero.backup("shop-" + i, "Failed", i, "shop");
        }
        assertThat(find(latest().namespaces(List.of("shop"))).passedOver().orElse(""))
                .startsWith("5 newer backups were passed over: shop-6 is Failed; ")
                .endsWith("; and 2 more");
    }

    @Test
    void olderBackupsThatFailedAreNotNamed() {
        velero.available().backup("shop-1", "Failed", 1, "shop").backup("shop-2", "Completed", 2, "shop");
        assertThat(find(latest().namespaces(List.of("shop"))).passedOver()).isEmpty();
    }

    @Test
    void backupThatHasExpiredSaysSo() {
        velero.available().backup("shop", "Completed", 1, "shop");
        expires("shop", NOW.plusSeconds(1));
        assertThat(find(latest()).shortcoming()).isEmpty();
        expires("shop", NOW);
        assertThat(find(latest()).shortcoming().orElse(""))
                .startsWith("the backup expired at 2026-04-22T00:00:00Z, and Velero deletes it");
    }

    private void expires(String name, Instant at) {
        VeleroBackup backup = client.resources(VeleroBackup.class)
                .inNamespace("velero")
                .withName(name)
                .get();
        VeleroBackup.Status status = backup.getStatus();
        backup.setStatus(new VeleroBackup.Status(
                status.phase(),
                status.startTimestamp(),
                status.completionTimestamp(),
                status.errors(),
                status.warnings(),
                status.failureReason(),
                at.toString()));
        client.resource(backup).update();
    }

    @Test
    void latestHoldsTheAskedNamespaces() {
        velero.available()
                .backup("other", "Completed", 9, "cart")
                .backup("excluded", "Completed", 8, Map.of(), List.of("*"), List.of("sho?"))
                .backup("glob", "Completed", 7, Map.of(), List.of("sh*"), List.of())
                .backup("shop", "Completed", 6, "shop");
        assertThat(find(latest().namespaces(List.of("shop"))).name()).isEqualTo("glob");
        assertThat(refused(latest().namespaces(List.of("shop", "cart"))).reason())
                .isEqualTo("NoUsableBackup");
    }

    @Test
    void latestHasTheAskedLabels() {
        velero.available()
                .backup("hourly", "Completed", 9, Map.of("tier", "hourly"), List.of(), List.of())
                .backup("daily", "Completed", 5, Map.of("tier", "daily"), List.of(), List.of());
        assertThat(find(latest().labelSelector(Map.of("tier", "daily"))).name()).isEqualTo("daily");
        Obstacle none = refused(latest().labelSelector(Map.of("tier", "weekly")));
        assertThat(none.reason()).isEqualTo("NoUsableBackup");
        assertThat(none.message()).contains("tier=weekly").contains("There is no backup");
    }

    @Test
    void noUsableBackupSaysWhyForTheNewest() {
        velero.available()
                .backup("a", "PartiallyFailed", 9, "shop")
                .backup("b", "Completed", 8, "cart")
                .backup("c", "Failed", 7, "shop")
                .backup("d", "Failed", 6, "shop");
        Obstacle none = refused(latest().namespaces(List.of("shop")));
        assertThat(none.reason()).isEqualTo("NoUsableBackup");
        assertThat(none.message())
                .contains("The newest: a is PartiallyFailed; b does not hold shop; c is Failed.")
                .contains("spec.backupSource.backupName")
                .doesNotContain("d is");
    }

    @Test
    void partiallyFailedIsFoundByItsName() {
        velero.available().backup("half", "PartiallyFailed", 1, "shop");
        Backup found = find(named("half").namespaces(List.of("shop")));
        assertThat(found.name()).isEqualTo("half");
        assertThat(found.shortcoming())
                .contains(
                        "Velero ended the backup PartiallyFailed, with 2 errors and 0 warnings: velero backup describe"
                                + " half -n velero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "FailedValidation", "InProgress", "New", "Deleting", "Finalizing"})
    void aBackupThatDidNotEndWellIsRefused(String phase) {
        velero.available().backup("b", phase, 1, "shop");
        Obstacle refused = refused(named("b"));
        assertThat(refused.reason()).isEqualTo("BackupNotUsable");
        assertThat(refused.message()).contains("velero/b is " + phase);
    }

    @Test
    void aMissingNamespaceNamesTheField() {
        velero.available().backup("b", "Completed", 1, "shop", "cart");
        Obstacle refused = refused(named("b").namespaces(List.of("shop", "db")));
        assertThat(refused.reason()).isEqualTo("BackupLacksNamespace");
        assertThat(refused.message())
                .contains("does not hold namespace db; it takes shop, cart")
                .contains("spec.backupSource.namespaces");
    }

    @Test
    void anUnknownNameSuggestsTheNearest() {
        velero.available().backup("shop-nightly", "Completed", 1).backup("db", "Completed", 2);
        Obstacle refused = refused(named("shop-nightli"));
        assertThat(refused.reason()).isEqualTo("BackupNotFound");
        assertThat(refused.message()).contains("Did you mean shop-nightly?").contains("The newest: db, shop-nightly.");
    }

    @Test
    void aNamespaceWithoutVeleroSaysWhereThereIsOne() {
        velero.available();
        Obstacle refused =
                refused(BackupRequest.builder().toolNamespace("backup").backupName("latest"));
        assertThat(refused.reason()).isEqualTo("VeleroNamespaceNotFound");
        assertThat(refused.message())
                .contains("spec.backupSource.veleroNamespace")
                .contains("There is one in velero.");
    }

    @Test
    void storageThatCannotBeReachedIsRefusedBeforeAnythingIsCreated() {
        velero.location("Unavailable", "rpc error:\nbucket gone").backup("b", "Completed", 1, "shop");
        Obstacle refused = refused(latest());
        assertThat(refused.reason()).isEqualTo("StorageLocationUnavailable");
        assertThat(refused.message())
                .contains("velero/default, which holds backup b, is Unavailable (rpc error: bucket gone)");
    }

    @Test
    void storageThatVeleroHasNotLookedAtIsRefused() {
        velero.location(null, null).backup("b", "Completed", 1, "shop");
        assertThat(refused(named("b")).message()).contains("was not validated by Velero yet");
    }

    @Test
    void storageThatIsGoneIsRefused() {
        velero.backup("b", "Completed", 1, "shop");
        Obstacle refused = refused(named("b"));
        assertThat(refused.reason()).isEqualTo("StorageLocationUnavailable");
        assertThat(refused.message()).contains("which does not exist");
    }

    private Backup find(ImmutableBackupRequest.Builder request) {
        return new BackupCatalogue(new Inventory(client), Clock.fixed(NOW, ZoneOffset.UTC)).find(request.build());
    }

    private Obstacle refused(ImmutableBackupRequest.Builder request) {
        return catchThrowableOfType(ObstacleException.class, () -> find(request))
                .obstacle();
    }

    private static ImmutableBackupRequest.Builder latest() {
        return named("latest");
    }

    private static ImmutableBackupRequest.Builder named(String name) {
        return BackupRequest.builder().toolNamespace(VeleroObjects.VELERO).backupName(name);
    }
}
