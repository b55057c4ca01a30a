package io.kymaros.core.evidence;

import org.immutables.value.Value;

/** One part of the recovery time. */
@Value.Immutable
public interface RtoPart {
    /** The part in which the pods were waited for. */
    String PODS = "pods";

    /**
     * The part in which the run only watched whether the pods stay ready. A recovery has no need of that, so it is not
     * counted in the recovery time.
     */
    String STEADINESS = "steadiness";

    /** {@code queue}, {@code restore}, {@code volumes}, {@link #PODS}, {@code checks}, or {@link #STEADINESS}. */
    @Value.Parameter
    String name();

    /** Whole seconds; not negative. */
    @Value.Parameter
    long seconds();

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        Counts.notNegative("seconds of RTO part " + name(), seconds());
    }

    /** A part with its length. */
    static RtoPart of(String name, long seconds) {
        return ImmutableRtoPart.of(name, seconds);
    }
}
