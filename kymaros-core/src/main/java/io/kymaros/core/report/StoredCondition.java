package io.kymaros.core.report;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A condition as a report states it. */
@Value.Immutable
public interface StoredCondition {
    /** Condition: whether the run has ended and its verdict stands. */
    String COMPLETED = "Completed";

    /** Its type, for example {@code Completed}. */
    String type();

    /** {@code True}, {@code False} or {@code Unknown}. */
    String status();

    /** The stated reason code. */
    Optional<String> reason();

    /** The stated message. */
    Optional<String> message();

    /** When its status is said to have changed last. */
    Optional<Instant> lastTransitionTime();

    /** Starts an empty condition. */
    static ImmutableStoredCondition.Builder builder() {
        return ImmutableStoredCondition.builder();
    }
}
