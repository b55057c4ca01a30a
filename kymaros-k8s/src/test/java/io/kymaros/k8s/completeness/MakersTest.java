package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.util.List;
import org.junit.jupiter.api.Test;

class MakersTest extends CompletenessCase {
    private static final ObjectKind DEPLOYMENT = new ObjectKind("apps/v1", "Deployment");
    private static final BackupContents NOTHING = BackupContents.builder().build();
    private static final BackupContents OWNER = contents(DEPLOYMENT, "owner");

    @Test
    void whatIsThereAgainWasMadeAgain() {
        cluster.create(secret(owned("tls")), BEFORE);
        cluster.create(secret(meta(SANDBOX, "tls").build()), AFTER);
        CompletenessEvidence evidence = gather(NOTHING);
        assertThat(objects(evidence, "Secret")).isEmpty();
        assertThat(evidence.normalised()).contains("Secret/tls: a controller has made it again from its owner");
    }

    @Test
    void whatTheBackupLeftOutWithItsOwnerIsALoss() {
        cluster.create(secret(owned("tls")), BEFORE);
        deployment(SOURCE);
        ObjectEvidence secret = objects(gather(NOTHING), "Secret").get(0);
        assertThat(secret.standing()).isEqualTo(Standing.BAD);
        assertThat(secret.toolMessage().orElse("")).contains("its owner Deployment/owner is not in the backup either");
    }

    @Test
    void anOwnerThatDidNotComeBackMakesNothing() {
        cluster.create(secret(owned("tls")), BEFORE);
        ObjectEvidence secret = objects(gather(OWNER), "Secret").get(0);
        assertThat(secret.standing()).isEqualTo(Standing.BAD);
        assertThat(secret.toolMessage().orElse("")).contains("did not come back");
    }

    @Test
    void whatNothingHasMadeAgainFromAnOwnerThatCameBackIsNotKnown() {
        cluster.create(secret(owned("tls")), BEFORE);
        deployment(SANDBOX);
        ObjectEvidence secret = objects(gather(OWNER), "Secret").get(0);
        assertThat(secret.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(secret.toolMessage().orElse("")).contains("nothing in the sandbox has made it again");
    }

    @Test
    void anOwnerThatNoSandboxMayHoldIsNotKnownToMakeIt() {
        cluster.create(secret(owned(SOURCE, "tls", "networking.k8s.io/v1", "Ingress", "front")), BEFORE);
        ObjectEvidence secret = objects(
                        gather(contents(new ObjectKind("networking.k8s.io/v1", "Ingress"), "front")), "Secret")
                .get(0);
        assertThat(secret.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(secret.toolMessage().orElse(""))
                .contains("its owner Ingress/front is in the backup, but not restored into a sandbox on purpose");
    }

    @Test
    void anOwnerThatCanNotBeReadIsNotKnownToMakeIt() {
        cluster.create(secret(owned("tls")), BEFORE);
        cluster.refuse("GET", "/" + SANDBOX + "/deployments/owner", 403, "deployments is forbidden");
        ObjectEvidence secret = objects(gather(OWNER), "Secret").get(0);
        assertThat(secret.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(secret.toolMessage().orElse("")).contains("can't be read");
    }

    @Test
    void anOwnerOutsideOfTheNamespaceIsNotKnownToMakeItAgain() {
        cluster.create(secret(owned(SOURCE, "tls", "example.org/v1", "ClusterIssuer", "ca")), BEFORE);
        assertThat(objects(gather(NOTHING), "Secret"))
                .extracting(ObjectEvidence::standing)
                .containsExactly(Standing.UNKNOWN);
    }

    @Test
    void aClaimIsALossWhoeverOwnsIt() {
        cluster.create(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(owned("data-db-0"))
                        .build(),
                BEFORE);
        assertThat(objects(gather(OWNER), "PersistentVolumeClaim"))
                .extracting(ObjectEvidence::standing)
                .containsExactly(Standing.BAD);
    }

    @Test
    void aClaimOfAPodEndsWithItsPod() {
        for (String name : List.of("api-1-scratch", "api-2-scratch")) {
            cluster.create(
                    new PersistentVolumeClaimBuilder()
                            .withMetadata(owned(SOURCE, name, "v1", "Pod", "api-1"))
                            .build(),
                    BEFORE);
        }
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(new ObjectKind("v1", "PersistentVolumeClaim"), names("api-1-scratch"))
                .addVolumes(new BackupVolume(new ObjectName(SOURCE, "api-1-scratch"), false, "no snapshot"))
                .build());
        assertThat(objects(evidence, "PersistentVolumeClaim")).isEmpty();
        assertThat(evidence.normalised())
                .contains("PersistentVolumeClaim/api-1-scratch: Kubernetes makes it from its owner");
    }

    @Test
    void podsOfAnOperatorThatNothingHasMadeAgainAreMissed() {
        cluster.create(pod(SOURCE, "ledger-1"), BEFORE);
        cluster.create(pod(SOURCE, "ledger-2"), BEFORE);
        deployment(SOURCE);
        assertThat(objects(gather(NOTHING), "Pod"))
                .extracting(ObjectEvidence::name)
                .containsExactly("ledger-1", "ledger-2");
    }

    @Test
    void podsOfAnOperatorAreCountedAndNotNamed() {
        cluster.create(pod(SOURCE, "ledger-1"), BEFORE);
        cluster.create(pod(SOURCE, "ledger-2"), BEFORE);
        cluster.create(pod(SANDBOX, "ledger-x7k"), AFTER);
        deployment(SOURCE);
        assertThat(objects(gather(NOTHING), "Pod"))
                .extracting(ObjectEvidence::name)
                .containsExactly("ledger-2");
    }

    @Test
    void kubernetesOwnControllersMakeTheirs() {
        cluster.create(
                new PodBuilder()
                        .withMetadata(owned(SOURCE, "api-7d9f-x2kqp", "apps/v1", "ReplicaSet", "api-7d9f"))
                        .build(),
                BEFORE);
        assertThat(objects(gather(NOTHING), "Pod")).isEmpty();
    }

    private static List<ObjectEvidence> objects(CompletenessEvidence evidence, String type) {
        return evidence.resourceTypes().stream()
                .filter(seen -> seen.resourceType().equals(type))
                .map(ResourceTypeEvidence::objects)
                .flatMap(List::stream)
                .toList();
    }

    private static Secret secret(ObjectMeta metadata) {
        return new SecretBuilder().withMetadata(metadata).build();
    }

    private static Pod pod(String namespace, String name) {
        return new PodBuilder()
                .withMetadata(owned(namespace, name, "apps/v1", "Deployment", "owner"))
                .build();
    }

    private void deployment(String namespace) {
        cluster.create(
                new DeploymentBuilder()
                        .withMetadata(meta(namespace, "owner").build())
                        .build(),
                namespace.equals(SOURCE) ? BEFORE : AFTER);
    }
}
