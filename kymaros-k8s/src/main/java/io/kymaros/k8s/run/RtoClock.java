package io.kymaros.k8s.run;

import io.kymaros.core.evidence.ImmutableRtoEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Divides the time of a run into its parts. Each mark is in server time, whole seconds; a mark before the previous one, as
 * skewed clocks make them, counts as the previous one, so that no part is negative and the parts add up to the whole.
 */
final class RtoClock {
    private final Instant start;
    private final Map<String, Long> parts = new LinkedHashMap<>();
    private Instant last;

    RtoClock(Instant start) {
        this.start = start.truncatedTo(ChronoUnit.SECONDS);
        this.last = this.start;
    }

    /** A part ends; one that was interrupted by another goes on, and is one part. */
    void end(String part, Instant at) {
        Instant mark = at.truncatedTo(ChronoUnit.SECONDS);
        Instant end = mark.isBefore(last) ? last : mark;
        parts.merge(part, Duration.between(last, end).toSeconds(), Long::sum);
        last = end;
    }

    /**
     * A part ends, by the clock of a tool, which may be ahead of the server's.
     *
     * @param now the server's time; a mark after it counts as it
     */
    void end(String part, Instant at, Instant now) {
        end(part, at.isAfter(now) ? now : at);
    }

    /** When the last part ended; not before the start. */
    Instant end() {
        return last;
    }

    RtoEvidence evidence(Optional<Duration> objective) {
        ImmutableRtoEvidence.Builder evidence = RtoEvidence.builder()
                .measuredSeconds(Duration.between(start, last).toSeconds() - parts.getOrDefault(RtoPart.STEADINESS, 0L))
                .parts(parts.entrySet().stream()
                        .map(part -> RtoPart.of(part.getKey(), part.getValue()))
                        .toList());
        objective.ifPresent(max -> evidence.slaMaxSeconds(Math.max(1, max.toSeconds())));
        return evidence.build();
    }
}
