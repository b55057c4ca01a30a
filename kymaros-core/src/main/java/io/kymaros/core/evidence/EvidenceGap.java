package io.kymaros.core.evidence;

import org.immutables.value.Value;

/** A level whose evidence could not be gathered. The backup is not blamed for it: the level ends as inconclusive. */
@Value.Immutable
public interface EvidenceGap {
    /** The level that has no, or no whole, evidence. */
    @Value.Parameter
    Level level();

    /** Stable reason code in CamelCase, for example {@code Forbidden}. */
    @Value.Parameter
    String reason();

    /** What happened, to which object, and what to do next. */
    @Value.Parameter
    String message();

    /** A gap in the evidence of one level. */
    static EvidenceGap of(Level level, String reason, String message) {
        return ImmutableEvidenceGap.of(level, reason, message);
    }
}
