package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

class ReadinessGatesTest {
    private static final String GATE = "target-health.elbv2.k8s.aws/web";

    @Test
    void gateThatNobodyHasSetIsNotTheBackupsFault() {
        PodState state = PodState.of(gated(condition(pod(), "ContainersReady", "True")), false, Clues.none());
        assertThat(state.ready()).isFalse();
        assertThat(state.unknown()).isTrue();
        assertThat(state.message()).contains("readiness gate " + GATE);
    }

    @Test
    void gateThatIsSetToNoIsItsWord() {
        Pod pod = gated(condition(condition(pod(), "ContainersReady", "True"), GATE, "False"));
        assertThat(PodState.of(pod, false, Clues.none()).unknown()).isFalse();
    }

    @Test
    void podWhoseContainersAreNotReadyDoesNotWaitForItsGate() {
        Pod pod = gated(condition(pod(), "ContainersReady", "False"));
        assertThat(PodState.of(pod, false, Clues.none()).unknown()).isFalse();
        assertThat(ReadinessGates.unset(gated(pod()))).isEmpty();
    }

    @Test
    void podWithoutGatesWaitsForNone() {
        assertThat(ReadinessGates.unset(condition(pod(), "ContainersReady", "True")))
                .isEmpty();
    }

    @Test
    void oneGateSetToNoIsAnAnswerBesideOneThatNobodyHasSet() {
        Pod pod = gated(condition(condition(pod(), "ContainersReady", "True"), "example.org/other", "False"))
                .edit()
                .editSpec()
                .addNewReadinessGate("example.org/other")
                .endSpec()
                .build();
        assertThat(ReadinessGates.unset(pod)).isEmpty();
    }

    private static Pod pod() {
        return Pods.phase(Pods.pod("web-1", "web"), "Running")
                .edit()
                .editOrNewSpec()
                .endSpec()
                .build();
    }

    private static Pod gated(Pod pod) {
        return pod.edit().editSpec().addNewReadinessGate(GATE).endSpec().build();
    }

    private static Pod condition(Pod pod, String type, String status) {
        return pod.edit()
                .editStatus()
                .addNewCondition()
                .withType(type)
                .withStatus(status)
                .endCondition()
                .endStatus()
                .build();
    }
}
