package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import org.immutables.value.Value;

/** One thing worth knowing about a restore: why points were lost, or a note that cost none. */
@Value.Immutable
public interface Finding {
    /** The level to which it belongs. */
    Level level();

    /** Stable reason code in CamelCase, for example {@code CompletenessObjectMissing}. */
    String reason();

    /** Whether it cost points (or keeps a level from being judged), or is a note only. */
    Severity severity();

    /** The object concerned, for example {@code Secret/db-password}. */
    String object();

    /** What was observed. */
    String observed();

    /** What to do about it. */
    String remedy();

    /** Starts an empty finding. */
    static ImmutableFinding.Builder builder() {
        return ImmutableFinding.builder();
    }

    /** A finding with the code and the remedy of a known reason. */
    static Finding of(Level level, Severity severity, Reason reason, String object, String observed) {
        return builder()
                .level(level)
                .reason(reason.toString())
                .severity(severity)
                .object(object)
                .observed(observed)
                .remedy(reason.remedy())
                .build();
    }

    /** Weight of a finding. */
    enum Severity {
        /** Points were lost because of it. */
        LOSS("Loss"),
        /** It could not be judged. */
        UNKNOWN("Unknown"),
        /** It cost nothing. */
        NOTE("Note");

        private final String text;

        Severity(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
