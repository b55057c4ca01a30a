package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.k8s.pods.Workload.JobFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events and claims add to a pod's status. */
class PodCluesTest {
    private static final String UNBOUND = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manifest unknown | false | true",
                "docker.io/shop/api:1: not found | false | true",
                "Failed to pull image \"r/timeout-service:1\": docker.io/r/timeout-service:1: not found | false | true",
                "manifest for timeout-service:1 not found: manifest unknown | false | true",
                "dial tcp: i/o timeout | true | false",
                "x509: certificate signed by unknown authority | true | false",
                "unexpected status: 503 Service Unavailable | true | false",
                "toomanyrequests: You have reached your pull rate limit | true | false",
                "pull access denied, repository does not exist: authorization failed | true | false",
                "something else | false | false"
            })
    void imagePullIsBlamedOnWhoeverCanMendIt(String said, boolean environment, boolean hopeless) {
        PodState state = state(Pods.waiting("ErrImagePull", said));
        assertThat(state.unknown()).isEqualTo(environment);
        assertThat(state.hopeless()).isEqualTo(hopeless);
        assertThat(state.message()).contains(said);
    }

    @Test
    void loginThatAPodBringsAndTheRegistryRefusesIsTheBackups() {
        Pod pod = Pods.waiting("ImagePullBackOff", "401 Unauthorized")
                .edit()
                .editSpec()
                .addNewImagePullSecret("regcred")
                .endSpec()
                .build();
        PodState state = state(
                pod, event("Pod", "api-1", "FailedToRetrieveImagePullSecret", "Unable to retrieve some (regcred)"));
        assertThat(state.unknown()).isFalse();
        assertThat(state.message()).contains("with pull secret regcred", "Unable to retrieve some (regcred)");
    }

    @Test
    void kubeletThatOnlySaysThatItWaitsIsExplainedByItsEvent() {
        PodState state = state(
                Pods.waiting("ImagePullBackOff", "Back-off pulling image \"api:1\""),
                event("Pod", "api-1", "Failed", "Error: ErrImagePull"),
                event("Pod", "api-1", "Failed", "Failed to pull image \"api:1\": no such host"));
        assertThat(state.unknown()).isTrue();
        assertThat(state.message()).contains("no such host");
    }

    @Test
    void newestEventCounts() {
        PodState state = state(
                Pods.phase(Pods.pod("api-1", "api"), "Running"),
                at("2026-01-01T00:00:01Z", event("Pod", "api-1", "Unhealthy", "Startup probe failed: old")),
                at("2026-01-01T00:00:09Z", event("Pod", "api-1", "Unhealthy", "Readiness probe failed: new")),
                at("2026-01-01T00:00:05Z", event("Pod", "api-2", "Unhealthy", "Readiness probe failed: other")));
        assertThat(state.reason()).isEqualTo("ReadinessProbeFailed");
        assertThat(state.message()).isEqualTo("Readiness probe failed: new");
    }

    @Test
    void whatAProbeAnswersIsShortAndFreeOfSecrets() {
        Event event = event("Pod", "api-1", "Unhealthy", "Liveness probe failed: token=hunter2\n" + "x ".repeat(500));
        event.getInvolvedObject().setFieldPath("spec.containers{main}");
        PodState state = state(Pods.phase(Pods.pod("api-1", "api"), "Running"), event);
        assertThat(state.reason()).isEqualTo("LivenessProbeFailed");
        assertThat(state.message())
                .startsWith("container main: Liveness probe failed: token=[redacted]")
                .hasSizeLessThanOrEqualTo("container main: ".length() + 160)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FailedMount | MountVolume.SetUp failed for volume \"c\" : secret \"tls\" not found | false | true",
                "FailedMount | mount failed: exit status 32, bad superblock | false | false",
                "FailedAttachVolume | Multi-Attach error for volume \"pvc-1\" | true | false",
                "FailedCreatePodSandBox | plugin type=\"cni\" failed (add) | true | false"
            })
    void podThatWaitsForItsNodeSaysWhatFor(String reason, String message, boolean environment, boolean hopeless) {
        PodState state = state(Pods.pod("api-1", "api"), event("Pod", "api-1", reason, message));
        assertThat(state.reason()).isEqualTo(reason);
        assertThat(state.unknown()).isEqualTo(environment);
        assertThat(state.hopeless()).isEqualTo(hopeless);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Pending | - | storageclass.storage.k8s.io \"fast\" not found | true | true",
                "Pending | - | waiting for a volume to be created by the external provisioner | true | false",
                "Pending | VolumeSnapshot | volumesnapshot \"nightly\" not found | false | true",
                "Lost | - | - | false | true"
            })
    void podThatWaitsForAClaimNamesItAndWhy(
            String phase, @Nullable String source, @Nullable String why, boolean environment, boolean hopeless) {
        List<Event> events =
                why == null ? List.of() : List.of(event("PersistentVolumeClaim", "data", "ProvisioningFailed", why));
        PodState state = PodState.of(claiming(), false, Clues.of(events, List.of(claim(phase, source)), true));
        assertThat(state.reason()).isEqualTo("VolumePending");
        assertThat(state.message()).contains("claim data").contains(why == null ? "lost its volume" : why);
        assertThat(state.unknown()).isEqualTo(environment);
        assertThat(state.hopeless()).isEqualTo(hopeless);
    }

    @Test
    void boundClaimIsNotWhatThePodWaitsFor() {
        PodState state = PodState.of(claiming(), false, Clues.of(List.of(), List.of(claim("Bound", null)), true));
        assertThat(state.message()).isEqualTo(UNBOUND);
    }

    @Test
    void setThatCanNotCreateItsPodIsExplainedByItsEvent() {
        Clues clues = Clues.of(
                List.of(event("StatefulSet", "db", "FailedCreate", "create Pod db-0 failed: exceeded quota: small")),
                List.of(),
                true);
        PodEvidence pod = PodJudgement.of(List.of(Pods.workload("StatefulSet", "db", 1)), List.of(), Map.of(), clues)
                .pods()
                .get(0);
        assertThat(pod.reason()).contains("QuotaExceeded");
        assertThat(pod.unknown()).isTrue();
    }

    @Test
    void withoutPermissionTheMessageSaysWhatIsMissing() {
        Clues unread = Clues.of(List.of(), List.of(), false);
        assertThat(PodState.of(Pods.pod("api-1", "api"), false, unread).message())
                .contains("events could not be read");
    }

    @Test
    void jobThatWasGivenUpHasNoReadyPodAndIsNotWaitedFor() {
        Workload job = new Workload(
                Pods.NAMESPACE,
                "Job",
                "load",
                Pods.app("load"),
                1,
                0,
                false,
                Optional.of(new JobFailure(
                        "BackoffLimitExceeded", "Job has reached the specified backoff limit", Optional.empty())),
                Optional.empty());
        PodJudgement judgement = PodJudgement.of(
                List.of(job),
                List.of(
                        Pods.phase(Pods.pod("load-1", "load"), "Succeeded"),
                        Pods.phase(Pods.pod("load-2", "load"), "Failed")));
        assertThat(judgement.pods()).singleElement().satisfies(pod -> {
            assertThat(pod.ready()).isFalse();
            assertThat(pod.podName()).isEqualTo("load-2");
            assertThat(pod.reason()).contains("BackoffLimitExceeded");
            assertThat(pod.message().orElse("")).contains("Job/load", "backoff limit", "its pod");
        });
        assertThat(new Steadiness(() -> 0).settlesIn(judgement)).hasValue(0);
    }

    @Test
    void podThatHasEndedDoesNotStandForTheOneThatReplacesIt() {
        Pod evicted = Pods.ownedBy(Pods.phase(Pods.pod("api-1", "api"), "Failed"), "ReplicaSet", "api");
        Pod waiting = Pods.ownedBy(Pods.pod("api-2", "api"), "ReplicaSet", "api");
        assertThat(PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(evicted, waiting))
                        .pods())
                .extracting(PodEvidence::podName)
                .containsExactly("api-2");
    }

    private static PodState state(Pod pod, Event... events) {
        return PodState.of(pod, false, Clues.of(List.of(events), List.of(), true));
    }

    private static Pod claiming() {
        return Pods.pod("api-1", "api")
                .edit()
                .editSpec()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .endSpec()
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withMessage(UNBOUND)
                .endCondition()
                .endStatus()
                .build();
    }

    private static PersistentVolumeClaim claim(String phase, @Nullable String source) {
        PersistentVolumeClaimBuilder claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(Pods.NAMESPACE)
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus();
        if (source != null) {
            claim.editSpec()
                    .withNewDataSource("snapshot.storage.k8s.io", source, "nightly")
                    .endSpec();
        }
        return claim.build();
    }

    private static Event event(String kind, String name, String reason, String message) {
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(Pods.NAMESPACE)
                .withName(name + "." + reason)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind(kind)
                .withName(name)
                .endInvolvedObject()
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static Event at(String time, Event event) {
        event.setLastTimestamp(time);
        return event;
    }
}
