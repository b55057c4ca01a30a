package io.kymaros.core.evidence;

import org.immutables.value.Value;

/** Something about the application that is worth knowing and costs no points. */
@Value.Immutable
public interface EvidenceNote {
    /** Stable reason code in CamelCase, for example {@code DependencyPointsBack}. */
    @Value.Parameter
    String reason();

    /** The object concerned, for example {@code Deployment/api}. */
    @Value.Parameter
    String object();

    /** What was seen. */
    @Value.Parameter
    String message();

    /** A note. */
    static EvidenceNote of(String reason, String object, String message) {
        return ImmutableEvidenceNote.of(reason, object, message);
    }
}
