package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartupTimeTest {
    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void podsHaveTheirOwnTimeWhileTheRunHasAsMuchLeft() {
        for (Duration left : new Duration[] {SHORT, LONG}) {
            StartupTime time = new StartupTime(SHORT, LONG, left);
            assertThat(time.cutShort()).isFalse();
            assertThat(time.atMost()).isEqualTo(SHORT);
        }
    }

    @Test
    void runThatHasLessLeftCutsThemShort() {
        StartupTime time = new StartupTime(LONG, LONG, SHORT);
        assertThat(time.cutShort()).isTrue();
        assertThat(time.atMost()).isEqualTo(SHORT);
    }

    @Test
    void podThatWasNotReadyThenIsNotKnownAndSaysWhichTimeToRaise() {
        StartupTime time = new StartupTime(LONG, Duration.ofSeconds(90), SHORT);
        PodEvidence pod = PodEvidence.builder()
                .podName("api-1")
                .ready(false)
                .message("pulling")
                .build();

        PodEvidence cut = time.cut(pod);

        assertThat(cut.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(cut.message().orElseThrow())
                .isEqualTo("pulling; spec.timeout (90 s) had passed before the pod had had the 60 s of"
                        + " spec.sandbox.ttl; raise it");
    }

    @Test
    void timeOfTheirOwnIsCutByNothing() {
        assertThat(StartupTime.of(SHORT).cutShort()).isFalse();
        assertThat(StartupTime.of(SHORT).atMost()).isEqualTo(SHORT);
    }
}
