package io.kymaros.k8s.fault;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import org.jspecify.annotations.Nullable;

/** The evidence for a level can't be gathered; the run goes on, and the level ends as inconclusive. */
public final class EvidenceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason stable reason code in CamelCase
     * @param message what happened, to which object, and what to do next
     * @param cause the failure behind it
     */
    public EvidenceUnavailableException(String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The gap that it leaves in a level's evidence. */
    public EvidenceGap gap(Level level) {
        return EvidenceGap.of(level, reason, String.valueOf(getMessage()));
    }
}
