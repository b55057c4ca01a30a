package io.kymaros.core.evidence;

import org.immutables.value.Value;

/** Why an object that came back doesn't count as restored. */
@Value.Immutable
public interface ObjectDefect {
    /** Stable reason code in CamelCase, for example {@code VolumeDataMissing}. */
    @Value.Parameter
    String reason();

    /** What was observed. */
    @Value.Parameter
    String message();

    /** A defect with its reason code and message. */
    static ObjectDefect of(String reason, String message) {
        return ImmutableObjectDefect.of(reason, message);
    }
}
