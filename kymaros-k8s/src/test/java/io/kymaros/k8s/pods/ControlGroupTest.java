package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlGroupTest {
    private static final String LONG_AGO = "2026-01-01T00:00:00Z";
    private static final Instant BACKUP = Instant.parse("2026-02-01T00:00:00Z");
    private static final String SINCE = "2026-02-01T00:00:01Z";

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void podThatIsNotReadyInTheSourceSinceBeforeTheBackupDoesNotCount() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        PodStartupEvidence told = without(bad("poller-9", "CrashLoopBackOff"));
        assertThat(told.pods()).isEmpty();
        assertThat(told.notes()).singleElement().satisfies(note -> {
            assertThat(note.reason()).isEqualTo("PodBrokenInSource");
            assertThat(note.object()).isEqualTo("Deployment/poller");
            assertThat(note.message()).contains("pod poller-1 of the source", LONG_AGO, "CrashLoopBackOff");
        });
    }

    @Test
    void asManyPodsAreExcusedAsAreSickInTheSource() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        cluster.create(in(Pods.ready("poller-2", "poller")), Instant.parse(LONG_AGO));
        PodStartupEvidence told = without(bad("poller-8", "CrashLoopBackOff"), bad("poller-9", "CrashLoopBackOff"));
        assertThat(told.pods()).extracting(PodEvidence::podName).containsExactly("poller-9");
        assertThat(told.notes()).hasSize(1);
    }

    @Test
    void podThatIsNotReadyOnlySinceTheBackupExcusesNothing() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", SINCE), Instant.parse(LONG_AGO));
        excusesNothing();
    }

    @Test
    void podThatWasMadeSinceTheBackupExcusesNothing() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(SINCE));
        excusesNothing();
    }

    @Test
    void workloadThatWasMadeAgainSinceTheBackupExcusesNothing() {
        source(LONG_AGO);
        deployment(SINCE);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        excusesNothing();
    }

    @Test
    void namespaceThatWasMadeAgainSinceTheBackupExcusesNothing() {
        source(SINCE);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        excusesNothing();
    }

    @Test
    void sourceThatIsGoneExcusesNothing() {
        excusesNothing();
    }

    @Test
    void sourceThatCanNotBeReadExcusesNothing() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        cluster.refuse("GET", "/namespaces/shop/pods", 403, "pods is forbidden");
        excusesNothing();
    }

    @Test
    void podThatIsReadyInTheSourceExcusesNothing() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(in(Pods.ready("poller-1", "poller")), Instant.parse(LONG_AGO));
        excusesNothing();
    }

    @Test
    void anotherFaultThanThatOfTheSourceIsTheBackups() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        PodStartupEvidence seen =
                seen(bad("poller-9", "CreateContainerConfigError"), bad("poller (no workload)", "WorkloadMissing"));
        assertThat(group(Optional.of(BACKUP)).without(seen)).isEqualTo(seen);
    }

    @Test
    void withoutTheTimeOfTheBackupNothingIsExcused() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        PodStartupEvidence seen = seen(bad("poller-9", "CrashLoopBackOff"));
        assertThat(group(Optional.empty()).without(seen)).isEqualTo(seen);
    }

    @Test
    void whatIsReadyOrUnknownOrIgnoredIsLeftAsItIs() {
        source(LONG_AGO);
        deployment(LONG_AGO);
        cluster.create(sick("poller-1", LONG_AGO), Instant.parse(LONG_AGO));
        PodStartupEvidence seen = seen(
                PodEvidence.builder()
                        .from(bad("poller-7", "CrashLoopBackOff"))
                        .unknown(true)
                        .build(),
                PodEvidence.builder()
                        .from(bad("poller-8", "CrashLoopBackOff"))
                        .ignored("not needed")
                        .build());
        assertThat(group(Optional.of(BACKUP)).without(seen)).isEqualTo(seen);
    }

    @Test
    void podOfNoWorkloadIsLookedForByItsName() {
        source(LONG_AGO);
        cluster.create(sick("console", LONG_AGO), Instant.parse(LONG_AGO));
        PodEvidence console = PodEvidence.builder()
                .podName("console")
                .ready(false)
                .reason("CrashLoopBackOff")
                .build();
        PodEvidence other = PodEvidence.builder().from(console).podName("other").build();
        PodStartupEvidence told = without(console, other);
        assertThat(told.pods()).extracting(PodEvidence::podName).containsExactly("other");
        assertThat(told.notes()).extracting(EvidenceNote::object).containsExactly("Pod/console");
    }

    @Test
    void jobThatHadFailedInTheSourceBeforeTheBackupDoesNotCount() {
        source(LONG_AGO);
        job(LONG_AGO);
        assertThat(without(failed()).notes())
                .extracting(EvidenceNote::message)
                .singleElement()
                .asString()
                .contains("the Job had failed in the source at " + LONG_AGO, "BackoffLimitExceeded");
    }

    @Test
    void jobThatHasFailedSinceExcusesNothing() {
        source(LONG_AGO);
        job(SINCE);
        assertThat(without(failed()).pods()).hasSize(1);
    }

    private void excusesNothing() {
        PodStartupEvidence seen = seen(bad("poller-9", "CrashLoopBackOff"));
        assertThat(group(Optional.of(BACKUP)).without(seen)).isEqualTo(seen);
    }

    private PodStartupEvidence without(PodEvidence... pods) {
        return group(Optional.of(BACKUP)).without(seen(pods));
    }

    private ControlGroup group(Optional<Instant> backup) {
        return new ControlGroup(cluster.client(), Sandboxes.of("shop", Pods.NAMESPACE), backup);
    }

    private static PodStartupEvidence seen(PodEvidence... pods) {
        return PodStartupEvidence.builder().pods(List.of(pods)).build();
    }

    private static PodEvidence bad(String name, String reason) {
        return PodEvidence.builder()
                .podName(name)
                .workload("Deployment/poller")
                .ready(false)
                .reason(reason)
                .build();
    }

    private static PodEvidence failed() {
        return PodEvidence.builder()
                .podName("import-1")
                .workload("Job/import")
                .ready(false)
                .reason("BackoffLimitExceeded")
                .build();
    }

    private void source(String created) {
        cluster.create(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build(),
                Instant.parse(created));
    }

    private void deployment(String created) {
        cluster.create(
                new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("poller")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(2)
                        .withSelector(Pods.app("poller"))
                        .endSpec()
                        .build(),
                Instant.parse(created));
    }

    private void job(String failedAt) {
        cluster.create(
                new JobBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("import")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Pods.app("import"))
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Failed")
                        .withStatus("True")
                        .withReason("BackoffLimitExceeded")
                        .withLastTransitionTime(failedAt)
                        .endCondition()
                        .endStatus()
                        .build(),
                Instant.parse(LONG_AGO));
    }

    private static Pod sick(String name, String notReadySince) {
        return in(Pods.crashing(name, "poller", 6))
                .edit()
                .editStatus()
                .withConditions()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .withLastTransitionTime(notReadySince)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod in(Pod pod) {
        return pod.edit().editMetadata().withNamespace("shop").endMetadata().build();
    }
}
