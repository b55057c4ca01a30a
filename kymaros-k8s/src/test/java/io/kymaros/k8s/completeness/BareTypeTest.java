package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BareTypeTest extends CompletenessCase {
    @Test
    void podWithoutAControllerMustComeBack() {
        pod(SOURCE, "console", BEFORE);
        ResourceTypeEvidence pods = compared("Pod", pods("console")).orElseThrow();
        assertThat(pods.objects()).singleElement().satisfies(pod -> {
            assertThat(pod.name()).isEqualTo("console");
            assertThat(pod.restored()).isFalse();
            assertThat(pod.origin()).isEqualTo(ObjectOrigin.BACKUP);
        });

        pod(SANDBOX, "console", AFTER);
        assertThat(compared("Pod", pods("console")).orElseThrow().found()).isEqualTo(1);
    }

    @Test
    void podThatIsOnItsWayOutOfTheSandboxHasNotComeBack() {
        pod(SOURCE, "console", BEFORE);
        cluster.create(new PodBuilder()
                .withMetadata(meta(SANDBOX, "console")
                        .withFinalizers("example.org/keep")
                        .build())
                .build());
        cluster.client().pods().inNamespace(SANDBOX).withName("console").delete();
        assertThat(compared("Pod", pods("console")).orElseThrow().found()).isZero();
    }

    @Test
    void podThatTheBackupLeftOutIsALoss() {
        pod(SOURCE, "console", BEFORE);
        assertThat(compared("Pod", BackupContents.builder().build())
                        .orElseThrow()
                        .objects())
                .extracting(ObjectEvidence::origin)
                .containsExactly(ObjectOrigin.SOURCE_NAMESPACE);
    }

    @Test
    void podOfAControllerOrOneMadeSinceIsNotCompared() {
        cluster.create(
                new PodBuilder()
                        .withMetadata(owned(SOURCE, "api-7d9f-x2kqp", "apps/v1", "ReplicaSet", "api-7d9f"))
                        .build(),
                BEFORE);
        pod(SOURCE, "since", AFTER);
        assertThat(compared("Pod", pods("api-7d9f-x2kqp", "since"))).isEmpty();
    }

    @Test
    void podsThatHaveEndedAreNotAskedFor() {
        compared("Pod", pods("console"));
        assertThat(cluster.requests("GET"))
                .filteredOn(request -> request.path().contains("/" + SOURCE + "/pods"))
                .singleElement()
                .satisfies(request -> assertThat(request.path())
                        .endsWith("fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed"));
    }

    @Test
    void podThatTheSourceNoLongerHoldsIsMissedWhenTheToolCouldNotRestoreIt() {
        String refused = "error restoring pods/" + SANDBOX + "/console: denied";
        assertThat(compared("Pod", pods("console", "ended"), refused)
                        .orElseThrow()
                        .objects())
                .singleElement()
                .satisfies(pod -> {
                    assertThat(pod.name()).isEqualTo("console");
                    assertThat(pod.toolMessage()).contains(refused);
                });
    }

    @Test
    void podWhoseNameMayComeFromAWorkloadOfTheBackupIsMadeAgainByIt() {
        BackupContents contents = BackupContents.builder()
                .putObjects(BareType.POD, names("api-7d9f-x2kqp", "kafka-0", "console"))
                .putObjects(new ObjectKind("apps/v1", "Deployment"), names("api"))
                .putObjects(new ObjectKind("kafka.strimzi.io/v1beta2", "Kafka"), names("kafka"))
                .putObjects(new ObjectKind("v1", "ConfigMap"), names("con"))
                .build();
        assertThat(compared(
                                "Pod",
                                contents,
                                "error restoring pods/" + SANDBOX + "/api-7d9f-x2kqp: denied",
                                "error restoring pods/" + SANDBOX + "/kafka-0: denied",
                                "error restoring pods/" + SANDBOX + "/console: denied")
                        .orElseThrow()
                        .objects())
                .extracting(ObjectEvidence::name)
                .containsExactly("console");
    }

    @Test
    void replicaSetWithoutAControllerMustComeBackAndOneOfADeploymentNot() {
        cluster.create(
                new ReplicaSetBuilder()
                        .withMetadata(meta(SOURCE, "cache").build())
                        .build(),
                BEFORE);
        cluster.create(new ReplicaSetBuilder().withMetadata(owned("api-7d9f")).build(), BEFORE);
        assertThat(compared("ReplicaSet", BackupContents.builder().build())
                        .orElseThrow()
                        .objects())
                .extracting(ObjectEvidence::name)
                .containsExactly("cache");
    }

    private Optional<ResourceTypeEvidence> compared(String type, BackupContents contents, String... errors) {
        return gather(contents, errors).resourceTypes().stream()
                .filter(compared -> compared.resourceType().equals(type))
                .findFirst();
    }

    private void pod(String namespace, String name, Instant created) {
        cluster.create(
                new PodBuilder().withMetadata(meta(namespace, name).build()).build(), created);
    }

    private static BackupContents pods(String... names) {
        return contents(BareType.POD, names);
    }
}
