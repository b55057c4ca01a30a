package io.kymaros.k8s.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReferenceBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandboxes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimPhasesTest {
    private static final String SANDBOX = "rp-test-a3f2c1";

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void claimWithAVolumeIsSound() {
        cluster.create(claim("Bound", null));
        assertThat(judged(true).standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void claimThatHasLostItsVolumeIsLost() {
        cluster.create(claim("Lost", null));
        for (boolean data : new boolean[] {true, false}) {
            ObjectEvidence claim = judged(data);
            assertThat(claim.standing()).isEqualTo(Standing.BAD);
            assertThat(claim.defect().orElseThrow().reason()).isEqualTo("VolumeDataNotRestored");
        }
    }

    @Test
    void dataOfAClaimThatWaitsForAVolumeIsOnlyPromised() {
        cluster.create(claim("Pending", null));
        ObjectEvidence claim = judged(true);
        assertThat(claim.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(claim.defect().orElseThrow().reason()).isEqualTo("VolumeDataUnknown");
        assertThat(claim.defect().orElseThrow().message()).contains("is Pending");
    }

    @Test
    void claimWithoutDataMayWait() {
        cluster.create(claim("Pending", null));
        assertThat(judged(false).standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void claimOfASnapshotThatIsNotThereIsLost() {
        cluster.create(claim("Pending", "velero-data-1"));
        ObjectEvidence claim = judged(true);
        assertThat(claim.standing()).isEqualTo(Standing.BAD);
        assertThat(claim.defect().orElseThrow().message()).contains("VolumeSnapshot velero-data-1, which is not there");
    }

    @Test
    void claimOfASnapshotThatIsThereIsOnlyPromised() {
        cluster.create(claim("Pending", "velero-data-1"));
        GenericKubernetesResource snapshot = new GenericKubernetesResource();
        snapshot.setApiVersion("snapshot.storage.k8s.io/v1");
        snapshot.setKind("VolumeSnapshot");
        snapshot.setMetadata(new ObjectMetaBuilder()
                .withNamespace(SANDBOX)
                .withName("velero-data-1")
                .build());
        cluster.client()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("snapshot.storage.k8s.io")
                        .withVersion("v1")
                        .withKind("VolumeSnapshot")
                        .withPlural("volumesnapshots")
                        .withNamespaced(true)
                        .build())
                .inNamespace(SANDBOX)
                .resource(snapshot)
                .create();
        assertThat(judged(true).standing()).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void claimsThatCanNotBeListedAreAGap() {
        cluster.refuse("GET", "/persistentvolumeclaims", 403, "persistentvolumeclaims is forbidden");
        assertThatExceptionOfType(EvidenceUnavailableException.class).isThrownBy(() -> judged(true));
    }

    @Test
    void whereNoClaimIsSoundNobodyIsAsked() {
        CompletenessEvidence none = CompletenessEvidence.builder().build();
        assertThat(new ClaimPhases(cluster.client(), Sandboxes.of("shop", SANDBOX)).judged(none, claim -> true))
                .isEqualTo(none);
        assertThat(cluster.requests("GET")).isEmpty();
    }

    private ObjectEvidence judged(boolean holdsData) {
        CompletenessEvidence seen = CompletenessEvidence.builder()
                .addResourceTypes(ResourceTypeEvidence.builder()
                        .resourceType("PersistentVolumeClaim")
                        .addObjects(ObjectEvidence.builder()
                                .name("data")
                                .restored(true)
                                .build())
                        .build())
                .build();
        return new ClaimPhases(cluster.client(), Sandboxes.of("shop", SANDBOX))
                .judged(seen, claim -> {
                    assertThat(claim.namespace()).isEqualTo("shop");
                    return holdsData;
                })
                .resourceTypes()
                .get(0)
                .objects()
                .get(0);
    }

    private static PersistentVolumeClaim claim(String phase, @Nullable String snapshot) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(SANDBOX)
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withDataSource(
                        snapshot == null
                                ? null
                                : new TypedLocalObjectReferenceBuilder()
                                        .withApiGroup("snapshot.storage.k8s.io")
                                        .withKind("VolumeSnapshot")
                                        .withName(snapshot)
                                        .build())
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }
}
