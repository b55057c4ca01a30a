package io.kymaros.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kymaros.core.Seed;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence that can't be is refused where it is built, and the message says which. */
class ImpossibleEvidenceTest {
    @Test
    void negativeCountsAreRefused() {
        var restore = RestoreEvidence.builder().tool("Velero").phase(RestorePhase.COMPLETED);
        refused("errors must not be negative, but is -1", () -> restore.errors(-1)
                .build());
        refused(
                "warnings must not be negative, but is -2",
                () -> restore.errors(0).warnings(-2).build());
        refused("durationMs of check db must not be negative, but is -1", () -> CheckEvidence.builder()
                .name("db")
                .type("tcp")
                .target("db:5432")
                .result(CheckResult.PASS)
                .durationMs(-1)
                .build());
        refused(
                "durationMs of dependency platform/auth must not be negative, but is -1",
                () -> DependencyEvidence.builder()
                        .name("auth")
                        .namespace("platform")
                        .reachability(Reachability.REACHABLE)
                        .method("sandboxProbe")
                        .durationMs(-1)
                        .build());
        refused("startupSeconds of pod db-0 must not be negative, but is -1", () -> PodEvidence.builder()
                .podName("db-0")
                .ready(true)
                .startupSeconds(-1)
                .build());
        refused("seconds of RTO part queue must not be negative, but is -1", () -> RtoPart.of("queue", -1));
        refused(
                "measuredSeconds must not be negative, but is -1",
                () -> RtoEvidence.builder().measuredSeconds(-1).build());
    }

    @Test
    void objectiveIsPositive() {
        refused(
                "slaMaxSeconds must be positive, but is 0",
                () -> RtoEvidence.builder().measuredSeconds(1).slaMaxSeconds(0).build());
        assertThat(RtoEvidence.builder()
                        .measuredSeconds(1)
                        .slaMaxSeconds(1)
                        .build()
                        .slaMaxSeconds())
                .hasValue(1);
    }

    @Test
    void readyPodIsNotUnknown() {
        refused("pod db-0 can't be ready and unknown", () -> PodEvidence.builder()
                .podName("db-0")
                .ready(true)
                .unknown(true)
                .build());
    }

    @Test
    void objectIsExpectedOnce() {
        var type = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .addObjects(object("shop", "db"), object("other", "db"));
        assertThat(type.build().expected()).isEqualTo(2);

        refused("Secret shop/db is listed as expected more than once", () -> type.addObjects(object("shop", "db"))
                .build());
    }

    @Test
    void resourceTypeIsListedOnce() {
        refused("resource type Secret is listed more than once", () -> CompletenessEvidence.builder()
                .addResourceTypes(Seed.type("Secret", 1), Seed.type("Pod", 1), Seed.type("Secret", 2))
                .build());
    }

    @Test
    void runEndsNotBeforeItStarts() {
        Instant start = Instant.parse("2024-01-15T03:00:01Z");
        refused("completedAt 2024-01-15T03:00:00Z is before startedAt 2024-01-15T03:00:01Z", () -> Seed.run()
                .startedAt(start)
                .completedAt(start.minusSeconds(1))
                .build());
        assertThat(Seed.run().startedAt(start).completedAt(start).build().completedAt())
                .isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1s",
        "59, 59s",
        "60, 1m",
        "61, 1m1s",
        "462, 7m42s",
        "900, 15m",
        "3600, 1h",
        "3605, 1h5s",
        "3660, 1h1m",
        "90061, 25h1m1s"
    })
    void durationsReadAsInGo(long seconds, String text) {
        assertThat(DurationText.of(seconds)).isEqualTo(text);
    }

    @Test
    void negativeDurationHasNoText() {
        refused("seconds must not be negative, but is -1", () -> DurationText.of(-1));
    }

    @Test
    void levelsAreFoundByTheirName() {
        assertThat(Level.named("CrossNSDependencies")).contains(Level.CROSS_NS_DEPENDENCIES);
        assertThat(Level.named("crossNSDependencies")).isEmpty();
    }

    private static void refused(String message, ThrowingCallable building) {
        assertThatThrownBy(building)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static ObjectEvidence object(String namespace, String name) {
        return ObjectEvidence.builder()
                .namespace(namespace)
                .name(name)
                .restored(true)
                .build();
    }
}
