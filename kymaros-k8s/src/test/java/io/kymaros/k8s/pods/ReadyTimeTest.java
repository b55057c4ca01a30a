package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadyTimeTest {
    private static final Instant READY = Instant.parse("2026-01-01T00:00:18Z");
    private static final Instant WATCHED = READY.plusSeconds(100);

    @Test
    void aPodMustStayReadyForTenSecondsAndOneForTheRounding() {
        ReadyTime time = ReadyTime.of(Pods.ready("api-1", "api"), 0);
        assertThat(time.left(READY.plusSeconds(4), WATCHED)).isEqualTo(Duration.ofSeconds(7));
        assertThat(time.left(READY.plusSeconds(11), WATCHED)).isZero();
    }

    @Test
    void whatItsWorkloadAsksForCountsIfItIsMore() {
        assertThat(ReadyTime.of(Pods.ready("api-1", "api"), 5).window()).isEqualTo(Duration.ofSeconds(10));
        assertThat(ReadyTime.of(Pods.ready("api-1", "api"), 45).window()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void aPodThatHasRestartedMustStayReadyForLonger() {
        assertThat(ReadyTime.of(started("2026-01-01T00:00:10Z", 2), 0).window()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void timeBeginsAnewWithEachStartOfAContainer() {
        assertThat(ReadyTime.of(started("2026-01-01T00:00:10Z", 0), 0).since()).contains(READY);
        assertThat(ReadyTime.of(started("2026-01-01T00:00:40Z", 0), 0).since())
                .contains(Instant.parse("2026-01-01T00:00:40Z"));
    }

    @Test
    void aPodThatDoesNotSaySinceWhenCountsFromTheBeginningOfTheWatch() {
        Pod silent = Pods.ready("api-1", "api")
                .edit()
                .editStatus()
                .editFirstCondition()
                .withLastTransitionTime(null)
                .endCondition()
                .endStatus()
                .build();
        assertThat(ReadyTime.of(silent, 0).left(WATCHED, WATCHED)).isEqualTo(Duration.ofSeconds(11));
    }

    private static Pod started(String at, int restarts) {
        return Pods.ready("api-1", "api")
                .edit()
                .editStatus()
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("main")
                        .withRestartCount(restarts)
                        .withState(
                                new ContainerStateBuilder().withNewRunning(at).build())
                        .build())
                .endStatus()
                .build();
    }
}
