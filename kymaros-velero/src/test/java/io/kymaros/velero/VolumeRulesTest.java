package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.velero.ResourceModifier.Rule;
import io.kymaros.velero.VolumeInfosFile.PvInfo;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        assertThat(rules.excludedResources()).containsExactly("persistentvolumes");
        assertThat(rules.rules()).containsExactly(loseVolume());
    }

    @Test
    void unknownVolumesAreTreatedLikeCsiSnapshots() {
        VolumeRules rules = VolumeRules.of(Optional.empty(), SHOP);
        assertThat(rules.clusterResources()).isTrue();
        assertThat(rules.excludedResources()).containsExactly("persistentvolumes");
        assertThat(rules.rules()).containsExactly(loseVolume());
    }

    @Test
    void nativeSnapshotsKeepTheirPersistentVolumesAndTheOthersLoseTheirs() {
        VolumeRules rules = rules(
                volume("data", "NativeSnapshot", "Delete"),
                volume("logs", "PodVolumeBackup", "Delete"),
                skipped("my.cache", "Retain"));
        assertThat(rules.clusterResources()).isTrue();
        assertThat(rules.excludedResources()).isEmpty();
        assertThat(rules.rules()).containsExactly(loseVolume().forNames("^(logs|my\\.cache)$"));
    }

    @Test
    void volumesOfOtherNamespacesDoNotCount() {
        VolumeInfo elsewhere = new VolumeInfo("data", "other", "pv", "NativeSnapshot", false, null, null, null);
        assertThat(VolumeRules.of(Optional.of(List.of(elsewhere)), SHOP).clusterResources())
                .isFalse();
        VolumeInfo kept = new VolumeInfo("d", "other", "pv", null, true, null, null, new PvInfo("Retain"));
        assertThat(VolumeRules.restoredAsTheyWere(List.of(kept), SHOP)).isEmpty();
    }

    @Test
    void onlyVolumesWithoutDataThatAreNotDeletedComeBackAsTheyWere() {
        List<VolumeInfo> volumes = List.of(
                skipped("a", "Retain"),
                skipped("b", "Delete"),
                volume("c", "CSISnapshot", "Retain"),
                skipped("d", "Recycle"));
        assertThat(VolumeRules.restoredAsTheyWere(volumes, SHOP)).containsExactly("pv-a", "pv-d");
    }

    private static Rule loseVolume() {
        return Rule.of("persistentvolumeclaims", SHOP, "{\"spec\":{\"volumeName\":null}}");
    }

    private static VolumeRules rules(VolumeInfo... volumes) {
        return VolumeRules.of(Optional.of(List.of(volumes)), SHOP);
    }

    private static VolumeInfo volume(String claim, String method, String reclaimPolicy) {
        return new VolumeInfo(
                claim, "shop", "pv-" + claim, method, false, null, "succeeded", new PvInfo(reclaimPolicy));
    }

    private static VolumeInfo skipped(String claim, String reclaimPolicy) {
        return new VolumeInfo(claim, "shop", "pv-" + claim, null, true, "no", null, new PvInfo(reclaimPolicy));
    }
}
