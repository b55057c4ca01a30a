package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadinessTest {
    private final AtomicLong now = new AtomicLong();
    private final Steadiness steadiness = new Steadiness(now::get);

    @Test
    void readyPodsAreSettledAtOnce() {
        assertThat(settlesIn(Pods.ready("api-1", "api"))).hasValue(0);
    }

    @Test
    void podThatMayStillComeIsNeverSettled() {
        assertThat(settlesIn(Pods.pod("api-1", "api"))).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(settlesIn(Pods.pod("api-1", "api"))).isEmpty();
    }

    @Test
    void stateThatCanNotMendItselfIsBelievedOnceItHasLasted() {
        Pod broken = Pods.waiting("CreateContainerConfigError", "secret \"db\" not found");
        assertThat(settlesIn(broken)).hasValue(Duration.ofSeconds(15).toNanos());
        pass(Duration.ofSeconds(10));
        assertThat(settlesIn(broken)).hasValue(Duration.ofSeconds(5).toNanos());
        pass(Duration.ofSeconds(5));
        assertThat(settlesIn(broken)).hasValue(0);
    }

    @Test
    void stateThatGoesAndComesBackStartsAnew() {
        Pod broken = Pods.waiting("CreateContainerConfigError", "secret \"db\" not found");
        settlesIn(broken);
        pass(Duration.ofSeconds(14));
        settlesIn(Pods.pod("api-1", "api"));
        pass(Duration.ofSeconds(14));
        assertThat(settlesIn(broken)).hasValue(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void pullThatFailsAndIsWaitedForIsOneState() {
        settlesIn(Pods.waiting("ErrImagePull", "manifest unknown"));
        pass(Duration.ofSeconds(15));
        assertThat(settlesIn(Pods.waiting("ImagePullBackOff", "manifest unknown")))
                .hasValue(0);
    }

    @Test
    void readinessThatWasLostMustLastBeforeItCountsAgain() {
        steadiness.see(Pods.ready("api-1", "api"));
        steadiness.see(Pods.pod("api-1", "api"));
        steadiness.see(Pods.ready("api-1", "api"));
        assertThat(settlesIn(Pods.ready("api-1", "api"))).hasValue(Steadiness.READY.toNanos());
        assertThat(shaky()).isTrue();
        pass(Steadiness.READY);
        assertThat(settlesIn(Pods.ready("api-1", "api"))).hasValue(0);
        assertThat(shaky()).isFalse();
    }

    @Test
    void readinessThatWasLostUnseenLeavesATrace() {
        steadiness.see(Pods.ready("api-1", "api"));
        steadiness.see(Pods.ready("api-1", "api")
                .edit()
                .editStatus()
                .editFirstCondition()
                .withLastTransitionTime("2026-01-01T00:01:00Z")
                .endCondition()
                .endStatus()
                .build());
        assertThat(steadiness.lostAt(Pods.NAMESPACE + "/api-1")).isPresent();
    }

    @Test
    void podOfTheSameNameIsAnotherPod() {
        steadiness.see(uid(Pods.ready("db-0", "db"), "one"));
        steadiness.see(uid(Pods.ready("db-0", "db"), "two"));
        assertThat(steadiness.lostAt(Pods.NAMESPACE + "/db-0")).isPresent();
    }

    @Test
    void podThatSucceedsHasLostNothing() {
        steadiness.see(Pods.ready("load-1", "load"));
        steadiness.see(Pods.phase(Pods.pod("load-1", "load"), "Succeeded"));
        assertThat(steadiness.lostAt(Pods.NAMESPACE + "/load-1")).isEmpty();
    }

    @Test
    void oldNewsChangesNothing() {
        steadiness.see(version(Pods.ready("api-1", "api"), "7"));
        steadiness.see(version(Pods.pod("api-1", "api"), "6"));
        assertThat(steadiness.lostAt(Pods.NAMESPACE + "/api-1")).isEmpty();
        steadiness.see(version(Pods.pod("api-1", "api"), "8"));
        assertThat(steadiness.lostAt(Pods.NAMESPACE + "/api-1")).isPresent();
    }

    private OptionalLong settlesIn(Pod pod) {
        return steadiness.settlesIn(judgement(pod));
    }

    private boolean shaky() {
        return steadiness.isShaky(
                judgement(Pods.ready("api-1", "api")).entries().get(0));
    }

    private static PodJudgement judgement(Pod pod) {
        return PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(pod));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Pod uid(Pod pod, String uid) {
        return pod.edit().editMetadata().withUid(uid).endMetadata().build();
    }

    private static Pod version(Pod pod, String version) {
        return pod.edit()
                .editMetadata()
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }
}
