package io.kymaros.core.evidence;

import java.util.List;
import java.util.OptionalLong;
import org.immutables.value.Value;

/** The measured recovery time and its objective. */
@Value.Immutable
public interface RtoEvidence {
    /**
     * Whole seconds from the start of the run to the end of validation, in server time, without those of {@link
     * RtoPart#STEADINESS}; not negative.
     */
    long measuredSeconds();

    /** The recovery time objective in whole seconds ({@code sla.maxRTO}); positive. Empty when none is set. */
    OptionalLong slaMaxSeconds();

    /** How the measured time divides up, in the order of the run. */
    List<RtoPart> parts();

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        Counts.notNegative("measuredSeconds", measuredSeconds());
        slaMaxSeconds().ifPresent(max -> {
            if (max <= 0) {
                throw new IllegalArgumentException("slaMaxSeconds must be positive, but is " + max);
            }
        });
    }

    /** Starts an empty value. */
    static ImmutableRtoEvidence.Builder builder() {
        return ImmutableRtoEvidence.builder();
    }
}
