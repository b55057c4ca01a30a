package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RtoClockTest {
    private static final Instant START = Instant.parse("2024-01-15T03:00:01Z");

    @Test
    void theExampleTakes462Seconds() {
        RtoClock clock = new RtoClock(START);
        clock.end("queue", START.plusSeconds(4));
        clock.end("restore", START.plusSeconds(200));
        clock.end("pods", START.plusSeconds(400));
        clock.end("checks", START.plusSeconds(462));
        RtoEvidence evidence = clock.evidence(Optional.of(Duration.ofMinutes(15)));
        assertThat(evidence.measuredSeconds()).isEqualTo(462);
        assertThat(evidence.slaMaxSeconds()).hasValue(900);
        assertThat(evidence.parts())
                .containsExactly(
                        RtoPart.of("queue", 4),
                        RtoPart.of("restore", 196),
                        RtoPart.of("pods", 200),
                        RtoPart.of("checks", 62));
        assertThat(clock.end()).isEqualTo(Instant.parse("2024-01-15T03:07:43Z"));
    }

    @Test
    void volumesAreCopiedWithinTheRestore() {
        RtoClock clock = new RtoClock(START);
        clock.end("queue", START.plusSeconds(4));
        clock.end("restore", START.plusSeconds(10));
        clock.end("volumes", START.plusSeconds(190));
        clock.end("restore", START.plusSeconds(200));
        assertThat(clock.evidence(Optional.empty()).parts())
                .containsExactly(RtoPart.of("queue", 4), RtoPart.of("restore", 16), RtoPart.of("volumes", 180));
    }

    @Test
    void withoutAnObjectiveNoneIsStated() {
        assertThat(new RtoClock(START).evidence(Optional.empty()).slaMaxSeconds())
                .isEmpty();
    }

    @Test
    void objectiveOfLessThanASecondIsASecond() {
        assertThat(new RtoClock(START)
                        .evidence(Optional.of(Duration.ofMillis(10)))
                        .slaMaxSeconds())
                .hasValue(1);
    }

    @Test
    void clockThatIsBehindMakesNoPartNegative() {
        RtoClock clock = new RtoClock(START);
        clock.end("queue", START.minusSeconds(3600));
        clock.end("restore", START.minusSeconds(3500));
        clock.end("pods", START.plusSeconds(60));
        assertThat(clock.evidence(Optional.empty()).parts())
                .containsExactly(RtoPart.of("queue", 0), RtoPart.of("restore", 0), RtoPart.of("pods", 60));
    }

    /** The tool writes its times by a clock of its own; what it says of the future can't be. */
    @Test
    void clockThatIsAheadDoesNotMakeTheRunLonger() {
        RtoClock clock = new RtoClock(START);
        clock.end("queue", START.plusSeconds(3605), START.plusSeconds(30));
        clock.end("restore", START.plusSeconds(3620), START.plusSeconds(30));
        clock.end("pods", START.plusSeconds(60));
        RtoEvidence evidence = clock.evidence(Optional.empty());
        assertThat(evidence.measuredSeconds()).isEqualTo(60);
        assertThat(evidence.parts())
                .containsExactly(RtoPart.of("queue", 30), RtoPart.of("restore", 0), RtoPart.of("pods", 30));
    }

    @Property
    void partsAreNeverNegativeAndAddUpToTheMeasuredTime(@ForAll("marks") List<Instant> marks) {
        RtoClock clock = new RtoClock(START);
        for (int i = 0; i < marks.size(); i++) {
            clock.end("part " + i % 4, marks.get(i));
        }
        RtoEvidence evidence = clock.evidence(Optional.empty());
        assertThat(evidence.parts()).hasSize(Math.min(4, marks.size())).allMatch(part -> part.seconds() >= 0);
        assertThat(evidence.parts().stream().mapToLong(RtoPart::seconds).sum())
                .isEqualTo(evidence.measuredSeconds())
                .isEqualTo(Duration.between(START, clock.end()).toSeconds());
        assertThat(clock.end()).isAfterOrEqualTo(START);
    }

    @Property
    void marksInOrderAreMeasuredAsTheyAre(@ForAll("marks") List<Instant> marks) {
        List<Instant> ordered =
                marks.stream().filter(mark -> !mark.isBefore(START)).sorted().toList();
        RtoClock clock = new RtoClock(START);
        ordered.forEach(mark -> clock.end("part", mark));
        Instant last = ordered.isEmpty() ? START : ordered.get(ordered.size() - 1);
        assertThat(clock.end()).isEqualTo(last.truncatedTo(ChronoUnit.SECONDS));
    }

    @Property
    void noToolMakesTheRunLongerThanTheServerSaw(
            @ForAll("marks") List<Instant> marks, @ForAll @LongRange(min = 0, max = 10_000) long seen) {
        Instant now = START.plusSeconds(seen);
        RtoClock clock = new RtoClock(START);
        marks.forEach(mark -> clock.end("part", mark, now));
        assertThat(clock.end()).isBeforeOrEqualTo(now);
    }

    @Provide
    Arbitrary<List<Instant>> marks() {
        return Arbitraries.longs()
                .between(-10_000_000L, 10_000_000L)
                .map(START::plusMillis)
                .list()
                .ofMaxSize(6);
    }
}
