package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    void podsThatWereNotReadyThenAreAGapThatNamesBothTimes() {
        StartupTime time = new StartupTime(LONG, Duration.ofSeconds(90), SHORT);
        for (Optional<PodStartupEvidence> seen : List.of(seen(false), Optional.<PodStartupEvidence>empty())) {
            assertThat(time.gap(seen)).hasValueSatisfying(gap -> {
                assertThat(gap.level()).isEqualTo(Level.POD_STARTUP);
                assertThat(gap.reason()).isEqualTo("Timeout");
                assertThat(gap.message()).contains("spec.timeout (90 s)", "60 s of spec.sandbox.ttl");
            });
        }
    }

    @Test
    void podsThatAreReadyAllTheSameAreNoGap() {
        assertThat(new StartupTime(LONG, LONG, SHORT).gap(seen(true))).isEmpty();
    }

    private static Optional<PodStartupEvidence> seen(boolean ready) {
        return Optional.of(PodStartupEvidence.builder()
                .addPods(PodEvidence.builder().podName("api-1").ready(ready).build())
                .build());
    }
}
