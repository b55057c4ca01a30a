package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.velero.ResourceModifier.Rule;
import io.kymaros.velero.VolumeInfosFile.PvInfo;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VolumeRulesTest {
    private static final Set<String> SHOP = Set.of("shop");

    @Test
    void withoutSnapshotsNothingClusterScopedIsRestored() {
        VolumeRules rules = rules(volume("data", "PodVolumeBackup", "Delete"), skipped("cache", "Retain"));
        assertThat(rules.clusterResources()).isFalse();
        assertThat(rules.rules()).containsExactly(loseVolume());
    }

    @Test
    void csiSnapshotsComeBackButPersistentVolumesDoNot() {
        VolumeRules rules = rules(volume("data", "CSISnapshot", "Delete"), skipped("cache", "Retain"));
        assertThat(rules.clusterResources()).isTrue();
        assertThat(rules.resources())
                .contains("volumesnapshots.snapshot.storage.k8s.io")
                .doesNotContain("persistentvolumes");
        assertThat(rules.rules()).containsExactly(loseVolume());
    }

    @Test
    void unknownVolumesAreTreatedLikeCsiSnapshots() {
        VolumeRules rules = VolumeRules.of(Optional.empty(), SHOP);
        assertThat(rules.clusterResources()).isTrue();
        assertThat(rules.resources())
                .contains("volumesnapshots.snapshot.storage.k8s.io")
                .doesNotContain("persistentvolumes");
        assertThat(rules.rules()).containsExactly(loseVolume());
    }

    @Test
    void nativeSnapshotsKeepTheirPersistentVolumesAndTheOthersLoseTheirs() {
        VolumeRules rules = rules(
                volume("data", "NativeSnapshot", "Delete"),
                volume("logs", "PodVolumeBackup", "Delete"),
                skipped("my.cache", "Retain"));
        assertThat(rules.clusterResources()).isTrue();
        assertThat(rules.resources()).contains("persistentvolumes", "volumesnapshots.snapshot.storage.k8s.io");
        assertThat(rules.rules()).containsExactly(loseVolume().forNames("^(logs|my\\.cache)$"));
    }

    @Test
    void volumesOfOtherNamespacesDoNotCount() {
        VolumeInfo elsewhere = info("data", "other", "pv", "NativeSnapshot", null, null);
        assertThat(VolumeRules.of(Optional.of(List.of(elsewhere)), SHOP).clusterResources())
                .isFalse();
        VolumeInfo kept = info("d", "other", "pv", null, null, "Retain");
        assertThat(VolumeRules.restoredAsTheyWere(List.of(kept), SHOP)).isEmpty();
    }

    @Test
    void onlyVolumesWithoutDataThatAreNotDeletedComeBackAsTheyWere() {
        List<VolumeInfo> volumes = List.of(
                skipped("a", "Retain"),
                skipped("b", "Delete"),
                volume("c", "CSISnapshot", "Retain"),
                skipped("d", "Recycle"),
                info("e", "shop", "pv-e", "PodVolumeBackup", "failed", "Retain"),
                info("f", "shop", "pv-f", "NativeSnapshot", "failed", "Retain"));
        assertThat(VolumeRules.restoredAsTheyWere(volumes, SHOP)).containsExactly("pv-a", "pv-d", "pv-f");
    }

    /** Nobody knows what Velero does with them; in a cluster without the original they may lead to its storage. */
    @Test
    void claimsAndVolumesWithoutAnAccountAreKeptFromTheOriginalStorage() {
        ObjectName claim = new ObjectName("shop", "old");
        List<VolumeInfo> volumes = List.of(
                volume("data", "NativeSnapshot", "Delete"),
                VolumeInfo.untold(claim, null),
                VolumeInfo.untold(claim, "pv-old"));
        assertThat(VolumeRules.of(Optional.of(volumes), SHOP).rules())
                .containsExactly(loseVolume().forNames("^(old)$"));
        assertThat(VolumeRules.restoredAsTheyWere(volumes, SHOP)).containsExactly("pv-old");
    }

    private static Rule loseVolume() {
        return Rule.of("persistentvolumeclaims", SHOP, "{\"spec\":{\"volumeName\":null}}");
    }

    private static VolumeRules rules(VolumeInfo... volumes) {
        return VolumeRules.of(Optional.of(List.of(volumes)), SHOP);
    }

    private static VolumeInfo volume(String claim, String method, String reclaimPolicy) {
        return info(claim, "shop", "pv-" + claim, method, "succeeded", reclaimPolicy);
    }

    private static VolumeInfo skipped(String claim, String reclaimPolicy) {
        return info(claim, "shop", "pv-" + claim, null, null, reclaimPolicy);
    }

    private static VolumeInfo info(
            String claim,
            String namespace,
            String volume,
            @Nullable String method,
            @Nullable String result,
            @Nullable String reclaimPolicy) {
        return new VolumeInfo(
                claim,
                namespace,
                volume,
                method,
                method == null,
                null,
                result,
                false,
                null,
                null,
                null,
                null,
                reclaimPolicy == null ? null : new PvInfo(reclaimPolicy));
    }
}
