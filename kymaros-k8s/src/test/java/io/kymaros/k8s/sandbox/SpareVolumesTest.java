package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.sandbox.ResourcePatch.Match;
import io.kymaros.k8s.sandbox.ResourcePatch.MergePatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpareVolumesTest {
    private static final Sandbox SANDBOX = Sandboxes.of("shop", "rp-test-a3f2c1");

    private final FakeCluster cluster = new FakeCluster();
    private final SpareVolumes volumes = new SpareVolumes(cluster.client());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void claimsOfAClassWithSpareVolumesAskForALabelThatNoVolumeHas() {
        cluster.create(volume("archive-1", "disks", null));
        cluster.create(volume("archive-2", "disks", null));
        assertThat(volumes.patches(SANDBOX)).singleElement().satisfies(patch -> {
            assertThat(patch.groupResource()).isEqualTo("persistentvolumeclaims");
            assertThat(patch.when()).contains(new Match("/spec/storageClassName", "disks"));
            assertThat(((MergePatch) patch.change()).json())
                    .isEqualTo("{\"spec\":{\"selector\":{\"matchLabels\":{\"restore.kymaros.io/run-uid\":\""
                            + Sandboxes.UID + "\"}}}}");
        });
    }

    @Test
    void volumesOfNoClassAreThoseOfTheEmptyOne() {
        cluster.create(volume("old", null, null));
        assertThat(volumes.patches(SANDBOX))
                .extracting(patch -> patch.when().orElseThrow().value())
                .containsExactly("");
    }

    @Test
    void claimsOfOtherClassesAreLeftAsTheyAre() {
        cluster.create(volume("taken", "disks", "data"));
        assertThat(volumes.patches(SANDBOX)).isEmpty();
    }

    @Test
    void whereVolumesCanNotBeListedNothingIsRestored() {
        cluster.refuse("GET", "/persistentvolumes", 403, "persistentvolumes is forbidden");
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> volumes.patches(SANDBOX))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("Forbidden"));
    }

    private static PersistentVolume volume(String name, @Nullable String storageClass, @Nullable String claim) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(storageClass)
                .withClaimRef(
                        claim == null
                                ? null
                                : new ObjectReferenceBuilder()
                                        .withNamespace("shop")
                                        .withName(claim)
                                        .build())
                .endSpec()
                .build();
    }
}
