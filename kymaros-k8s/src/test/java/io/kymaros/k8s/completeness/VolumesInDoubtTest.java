package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.ImmutableBackupContents;
import io.kymaros.k8s.backup.RestoreOutcome;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims of whose data something is not known: that is neither good nor bad. */
class VolumesInDoubtTest extends CompletenessCase {
    private static final ObjectName DATA = new ObjectName(SOURCE, "data");
    private static final ImmutableBackupContents HELD = ImmutableBackupContents.builder()
            .from(contents(new ObjectKind("v1", "PersistentVolumeClaim"), "data"))
            .addVolumes(new BackupVolume(DATA, true, ""))
            .build();
    private static final ImmutableBackupContents SILENT = ImmutableBackupContents.builder()
            .from(contents(new ObjectKind("v1", "PersistentVolumeClaim"), "data"))
            .addClaimsWithoutVolume(DATA)
            .build();

    @BeforeEach
    void claims() {
        claim(SOURCE, BEFORE);
        claim(SANDBOX, AFTER);
    }

    @Test
    void claimWhoseDataIsInTheBackupAndReachedItsVolumeIsSound() {
        assertThat(data(HELD, restored().build()).standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void claimThatTheRestoreMayHaveLeftEmptyIsNotKnown() {
        ObjectEvidence claim = data(
                HELD, restored().volumesUnknown("datadownloads can't be listed").build());
        assertThat(claim.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(claim.defect().map(ObjectDefect::reason)).contains("VolumeDataUnknown");
        assertThat(claim.defect().orElseThrow().message()).contains("datadownloads can't be listed");
    }

    @Test
    void claimThatTheRestoreDidLeaveEmptyIsLostWhateverElseIsNotKnown() {
        RestoreOutcome outcome = restored()
                .volumesUnknown("datadownloads can't be listed")
                .putVolumesNotFilled(DATA, "the copy failed")
                .build();
        assertThat(data(HELD, outcome).standing()).isEqualTo(Standing.BAD);
    }

    @Test
    void claimThatHadNoVolumeNeedsNoCopy() {
        assertThat(data(
                                SILENT,
                                restored()
                                        .volumesUnknown("datadownloads can't be listed")
                                        .build())
                        .standing())
                .isEqualTo(Standing.GOOD);
    }

    @Test
    void backupWhoseVolumesAreNotKnownLeavesItsClaimsOpen() {
        BackupContents contents = ImmutableBackupContents.builder()
                .from(contents(new ObjectKind("v1", "PersistentVolumeClaim"), "data"))
                .volumesUnknown("the backup has no volume information")
                .build();
        ObjectEvidence claim = data(contents, restored().build());
        assertThat(claim.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(claim.defect().orElseThrow().message()).contains("the backup has no volume information");
    }

    @Test
    void sourceWhoseClaimsCanNotBeReadLeavesOpenWhetherThereWasAVolume() {
        cluster.refuse("GET", "/" + SOURCE + "/persistentvolumeclaims/data", 403, "forbidden");
        ObjectEvidence claim = data(SILENT, restored().build());
        assertThat(claim.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(claim.defect().orElseThrow().message()).contains("the source can't be read");
    }

    private ObjectEvidence data(BackupContents contents, RestoreOutcome outcome) {
        return gatherer().gather(backup, contents, sandbox, outcome).resourceTypes().stream()
                .filter(type -> type.resourceType().equals("PersistentVolumeClaim"))
                .flatMap(type -> type.objects().stream())
                .findFirst()
                .orElseThrow();
    }

    private void claim(String namespace, Instant created) {
        cluster.create(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(meta(namespace, "data").build())
                        .withNewSpec()
                        .endSpec()
                        .build(),
                created);
    }
}
