package io.kymaros.core.evidence;

import org.immutables.value.Value;

/** Why a run could not be performed at all, for example because the backup's storage location was unavailable. */
@Value.Immutable
public interface Obstacle {
    /** Stable reason code in CamelCase, for example {@code StorageLocationUnavailable}. */
    @Value.Parameter
    String reason();

    /** What happened, to which object, and what to do next; one sentence or two. */
    @Value.Parameter
    String message();

    /** An obstacle with its reason code and message. */
    static Obstacle of(String reason, String message) {
        return ImmutableObstacle.of(reason, message);
    }
}
