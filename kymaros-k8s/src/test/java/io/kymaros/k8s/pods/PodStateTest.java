package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodStateTest {
    @Test
    void runningAndReadyIsReadyWithItsStartup() {
        PodState state = state(Pods.ready("api-1", "api"), false);
        assertThat(state.ready()).isTrue();
        assertThat(state.startupSeconds()).hasValue(18);
        assertThat(state.reason()).isEmpty();
        assertThat(state.message()).isEmpty();
    }

    @Test
    void readyWithoutTimesIsReadyWithoutAStartup() {
        Pod pod = Pods.ready("api-1", "api")
                .edit()
                .editMetadata()
                .withCreationTimestamp(null)
                .endMetadata()
                .build();
        assertThat(state(pod, false).ready()).isTrue();
        assertThat(state(pod, false).startupSeconds()).isEmpty();
    }

    @Test
    void readyBeforeItsCreationStartedInNoTime() {
        Pod pod = Pods.ready("api-1", "api")
                .edit()
                .editMetadata()
                .withCreationTimestamp("2026-01-01T01:00:00Z")
                .endMetadata()
                .build();
        assertThat(state(pod, false).startupSeconds()).hasValue(0);
    }

    @Test
    void readyButPendingIsNotReady() {
        assertThat(state(Pods.phase(Pods.ready("api-1", "api"), "Pending"), false)
                        .ready())
                .isFalse();
    }

    @Test
    void runningButNotReadySaysWhatTheConditionSays() {
        Pod pod = condition(
                Pods.phase(Pods.pod("api-1", "api"), "Running"),
                "Ready",
                "False",
                "containers with unready status: [main]");
        PodState state = state(pod, false);
        assertThat(state.ready()).isFalse();
        assertThat(state.reason()).isEqualTo("NotReady");
        assertThat(state.message()).isEqualTo("containers with unready status: [main]");
        assertThat(state.hopeless()).isFalse();
    }

    @Test
    void crashLoopNamesContainerExitCodeAndRestarts() {
        PodState state = state(Pods.crashing("api-1", "api", 3), false);
        assertThat(state.reason()).isEqualTo("CrashLoopBackOff");
        assertThat(state.message())
                .isEqualTo("container main: CrashLoopBackOff, last exit code 1 (Error), 3 restarts,"
                        + " back-off 5m0s restarting failed container");
        assertThat(state.hopeless()).isFalse();
        assertThat(state.unknown()).isFalse();
    }

    @Test
    void crashLoopIsHopelessAfterFiveRestarts() {
        assertThat(state(Pods.crashing("api-1", "api", 4), false).hopeless()).isFalse();
        assertThat(state(Pods.crashing("api-1", "api", 5), false).hopeless()).isTrue();
    }

    @Test
    void containerKilledForMemoryIsOutOfMemoryAlsoBetweenItsStarts() {
        Pod between = Pods.with(
                Pods.pod("api-1", "api"),
                "Running",
                new ContainerStatusBuilder()
                        .withName("main")
                        .withRestartCount(1)
                        .withState(new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .endWaiting()
                                .build())
                        .withLastState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(137)
                                .withReason("OOMKilled")
                                .endTerminated()
                                .build())
                        .build());
        Pod now = Pods.with(
                Pods.pod("api-1", "api"),
                "Running",
                new ContainerStatusBuilder()
                        .withName("main")
                        .withState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(137)
                                .withReason("OOMKilled")
                                .endTerminated()
                                .build())
                        .build());
        assertThat(state(between, false).reason()).isEqualTo("OOMKilled");
        assertThat(state(between, false).message())
                .isEqualTo("container main: CrashLoopBackOff, last exit code 137 (OOMKilled), 1 restart");
        assertThat(state(now, false).reason()).isEqualTo("OOMKilled");
        assertThat(state(now, false).message()).isEqualTo("container main: exited with code 137");
    }

    @ParameterizedTest
    @CsvSource({
        "ImagePullBackOff, true",
        "ErrImagePull, true",
        "InvalidImageName, true",
        "ErrImageNeverPull, true",
        "CreateContainerConfigError, true",
        "CreateContainerError, true"
    })
    void containerThatCanNotStartSaysWhy(String reason, boolean hopeless) {
        PodState state = state(Pods.waiting(reason, "secret \"db\" not found"), false);
        assertThat(state.ready()).isFalse();
        assertThat(state.reason()).isEqualTo(reason);
        assertThat(state.message()).isEqualTo("container main: " + reason + ", secret \"db\" not found");
        assertThat(state.hopeless()).isEqualTo(hopeless);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ContainerCreating", "PodInitializing"})
    void containerThatIsBeingStartedIsNoFault(String reason) {
        PodState state = state(Pods.waiting(reason, null), false);
        assertThat(state.reason()).isEqualTo("Pending");
        assertThat(state.hopeless()).isFalse();
    }

    @Test
    void initContainerThatFailsIsNamed() {
        Pod pod = Pods.pod("api-1", "api")
                .edit()
                .editStatus()
                .addNewInitContainerStatus()
                .withName("migrate")
                .withNewState()
                .withNewTerminated()
                .withExitCode(3)
                .endTerminated()
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();
        assertThat(state(pod, false).reason()).isEqualTo("Error");
        assertThat(state(pod, false).message()).isEqualTo("init container migrate: exited with code 3");
    }

    @Test
    void initContainerThatIsDoneIsNoFault() {
        Pod pod = Pods.pod("api-1", "api")
                .edit()
                .editStatus()
                .addNewInitContainerStatus()
                .withName("migrate")
                .withNewState()
                .withNewTerminated()
                .withExitCode(0)
                .withReason("Completed")
                .endTerminated()
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();
        assertThat(state(pod, false).reason()).isEqualTo("Pending");
    }

    @Test
    void lackOfRoomIsTheEnvironmentsFault() {
        PodState state = state(
                condition(
                        Pods.pod("api-1", "api"),
                        "PodScheduled",
                        "False",
                        "0/3 nodes are available: 3 Insufficient cpu."),
                false);
        assertThat(state.reason()).isEqualTo("Unschedulable");
        assertThat(state.message()).isEqualTo("0/3 nodes are available: 3 Insufficient cpu.");
        assertThat(state.unknown()).isTrue();
    }

    @Test
    void volumeThatIsNotThereIsNotTheEnvironmentsFault() {
        PodState state = state(
                condition(
                        Pods.pod("api-1", "api"),
                        "PodScheduled",
                        "False",
                        "0/3 nodes are available: persistentvolumeclaim \"data\" not found."),
                false);
        assertThat(state.reason()).isEqualTo("VolumePending");
        assertThat(state.unknown()).isFalse();
    }

    @Test
    void unschedulableWithoutAMessageHasStillSomethingToSay() {
        PodState state = state(condition(Pods.pod("api-1", "api"), "PodScheduled", "False", null), false);
        assertThat(state.reason()).isEqualTo("Unschedulable");
        assertThat(state.message()).isEqualTo("the pod could not be scheduled");
    }

    @Test
    void scheduledPodThatHasNotStartedIsPending() {
        PodState state = state(condition(Pods.pod("api-1", "api"), "PodScheduled", "True", null), false);
        assertThat(state.reason()).isEqualTo("Pending");
    }

    @Test
    void failedPodSaysWhy() {
        Pod evicted = Pods.pod("api-1", "api")
                .edit()
                .editStatus()
                .withPhase("Failed")
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .endStatus()
                .build();
        assertThat(state(evicted, false).reason()).isEqualTo("Evicted");
        assertThat(state(evicted, false).message()).isEqualTo("The node was low on resource: memory.");
        assertThat(state(Pods.phase(Pods.pod("api-1", "api"), "Failed"), true).reason())
                .isEqualTo("PodFailed");
    }

    @Test
    void succeededPodIsReadyOnlyWhereThatIsItsAim() {
        Pod succeeded = Pods.phase(Pods.pod("api-1", "api"), "Succeeded");
        assertThat(state(succeeded, true).ready()).isTrue();
        assertThat(state(succeeded, false).ready()).isFalse();
        assertThat(state(succeeded, false).reason()).isEqualTo("PodSucceeded");
    }

    @Test
    void podThatIsBeingDeletedIsNotReadyHoweverReadyItIs() {
        Pod pod = Pods.ready("api-1", "api")
                .edit()
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:01:00Z")
                .endMetadata()
                .build();
        assertThat(state(pod, false).ready()).isFalse();
        assertThat(state(pod, false).reason()).isEqualTo("Terminating");
    }

    @Test
    void podWithoutAStatusIsPending() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("api-1")
                .endMetadata()
                .build();
        assertThat(state(pod, false).reason()).isEqualTo("Pending");
        assertThat(state(pod.edit().withNewStatus().endStatus().build(), false).reason())
                .isEqualTo("Pending");
    }

    private static PodState state(Pod pod, boolean mayFinish) {
        return PodState.of(pod, mayFinish, Clues.none());
    }

    private static Pod condition(Pod pod, String type, String status, @Nullable String message) {
        return pod.edit()
                .editStatus()
                .addToConditions(new PodConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withMessage(message)
                        .build())
                .endStatus()
                .build();
    }
}
