package io.kymaros.core.report;

import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.immutables.value.Value;

/** The recovery time as a report states it, in whole seconds. */
@Value.Immutable
public interface StoredRto {
    /** The stated time. */
    OptionalLong measuredSeconds();

    /** The stated objective. */
    OptionalLong slaMaxSeconds();

    /** Whether the objective is said to be met. */
    Optional<Boolean> compliant();

    /** The stated parts of the time. */
    List<Part> parts();

    /** What the parts of the measured time add up to; at most {@link Long#MAX_VALUE}. */
    default long measuredParts() {
        return sum(part -> !part.name().equals(RtoPart.STEADINESS));
    }

    /** How long the run only watched whether the pods stay ready; the measured time is without it. */
    default long steadinessSeconds() {
        return sum(part -> part.name().equals(RtoPart.STEADINESS));
    }

    private long sum(Predicate<Part> which) {
        return parts().stream()
                .filter(which)
                .mapToLong(Part::seconds)
                .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
    }

    /** Starts an empty value. */
    static ImmutableStoredRto.Builder builder() {
        return ImmutableStoredRto.builder();
    }

    /** The recovery time of a run, as it is to be stored. */
    static StoredRto of(RtoEvidence rto) {
        ImmutableStoredRto.Builder stored =
                builder().measuredSeconds(rto.measuredSeconds()).slaMaxSeconds(rto.slaMaxSeconds());
        rto.slaMaxSeconds().ifPresent(max -> stored.compliant(rto.measuredSeconds() <= max));
        rto.parts().forEach(part -> stored.addParts(new Part(part.name(), part.seconds())));
        return stored.build();
    }

    /**
     * A part of the recovery time as a report states it.
     *
     * @param name what took the time
     * @param seconds how long it took
     */
    record Part(String name, long seconds) {}
}
