package io.kymaros.k8s.fault;

import io.kymaros.core.evidence.Obstacle;
import org.jspecify.annotations.Nullable;

/** The run can't be performed, and the backup is not to blame. */
public final class ObstacleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason stable reason code in CamelCase
     * @param message what happened, to which object, and what to do next
     */
    public ObstacleException(String reason, String message) {
        this(reason, message, null);
    }

    /**
     * @param reason stable reason code in CamelCase
     * @param message what happened, to which object, and what to do next
     * @param cause the failure behind it
     */
    public ObstacleException(String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The obstacle for the evidence. */
    public Obstacle obstacle() {
        return Obstacle.of(reason, String.valueOf(getMessage()));
    }
}
