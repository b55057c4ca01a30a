package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source tells that is not, or not long, what it was when the backup was made. */
class SourceMadeAgainTest extends CompletenessCase {
    private static final ObjectKind CLAIM = new ObjectKind("v1", "PersistentVolumeClaim");
    private static final ObjectKind STATEFUL_SET = new ObjectKind("apps/v1", "StatefulSet");
    private static final BackupContents WITH_SET = contents(STATEFUL_SET, "db");

    @Test
    void namespaceThatWasMadeAgainSinceIsNoControlGroup() {
        cluster.client().namespaces().withName(SOURCE).delete();
        cluster.create(namespace(SOURCE), AFTER);
        claim(SANDBOX, "data-db-0", AFTER);

        CompletenessEvidence evidence = gather(WITH_SET);

        assertThat(evidence.goneNamespaces()).containsExactly(SOURCE);
        assertThat(claims(evidence)).singleElement().satisfies(SourceMadeAgainTest::isLost);
    }

    @Test
    void namespaceOfBeforeTheBackupIsOne() {
        assertThat(gather(WITH_SET).goneNamespaces()).isEmpty();
    }

    @Test
    void claimThatWasMadeAgainInTheSourceIsMissedAllTheSame() {
        claim(SOURCE, "data-db-0", AFTER);
        claim(SANDBOX, "data-db-0", AFTER);
        assertThat(claims(gather(WITH_SET))).singleElement().satisfies(SourceMadeAgainTest::isLost);
    }

    @Test
    void claimThatNoStatefulSetOfTheBackupMakesIsASurplus() {
        claim(SOURCE, "data-db-0", AFTER);
        claim(SANDBOX, "data-db-0", AFTER);
        claim(SANDBOX, "data-db-x", AFTER);
        CompletenessEvidence evidence = gather(contents(STATEFUL_SET, "b"));
        assertThat(claims(evidence)).isEmpty();
        assertThat(type(evidence).unexpected()).containsExactlyInAnyOrder("data-db-0", "data-db-x");
    }

    @Test
    void claimOnItsWayOutSinceBeforeTheBackupIsMissed() {
        leavingClaim(BACKUP_STARTED.minusSeconds(60));
        claim(SANDBOX, "data-db-0", AFTER);
        assertThat(claims(gather(WITH_SET))).singleElement().satisfies(claim -> {
            assertThat(claim.standing()).isEqualTo(Standing.BAD);
            assertThat(claim.origin()).isEqualTo(ObjectOrigin.SOURCE_NAMESPACE);
        });
    }

    @Test
    void objectOnItsWayOutIsMissedIfThatBeganSinceTheBackup() {
        leavingSecret("since", BACKUP_STARTED.plusSeconds(1));
        leavingSecret("before", BACKUP_STARTED.minusSeconds(1));
        CompletenessEvidence evidence = gather(WITH_SET);
        assertThat(evidence.resourceTypes())
                .filteredOn(type -> type.resourceType().equals("Secret"))
                .flatExtracting(ResourceTypeEvidence::objects)
                .extracting(ObjectEvidence::name)
                .containsExactly("since");
    }

    private static void isLost(ObjectEvidence claim) {
        assertThat(claim.standing()).isEqualTo(Standing.BAD);
        assertThat(claim.defect().map(ObjectDefect::reason)).contains("VolumeDataMissing");
    }

    private static List<ObjectEvidence> claims(CompletenessEvidence evidence) {
        return type(evidence).objects();
    }

    private static ResourceTypeEvidence type(CompletenessEvidence evidence) {
        return evidence.resourceTypes().stream()
                .filter(type -> type.resourceType().equals(CLAIM.kind()))
                .findFirst()
                .orElseThrow();
    }

    private void claim(String namespace, String name, Instant at) {
        cluster.create(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(meta(namespace, name).build())
                        .build(),
                at);
    }

    private void leavingClaim(Instant since) {
        cluster.createLeaving(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(meta(SOURCE, "data-db-0")
                                .withFinalizers("kubernetes.io/pvc-protection")
                                .build())
                        .build(),
                BEFORE,
                since);
    }

    private void leavingSecret(String name, Instant since) {
        cluster.createLeaving(
                new SecretBuilder()
                        .withMetadata(meta(SOURCE, name)
                                .withFinalizers("example.org/keep")
                                .build())
                        .build(),
                BEFORE,
                since);
    }
}
