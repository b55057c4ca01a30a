package io.kymaros.core.evidence;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** One health check and its answer. */
@Value.Immutable
public interface CheckEvidence {
    /** The check's name in its policy. */
    String name();

    /** What kind of check it was: {@code http}, {@code tcp}, {@code exec}, {@code podStatus} or {@code resourceExists}. */
    String type();

    /** What was asked, for example a URL, a pod or {@code Secret/db}. */
    String target();

    /** The command of an {@code exec} check; else empty. */
    List<String> command();

    /** How it ended. */
    CheckResult result();

    /** HTTP status or exit code of the last answer, if there was one. */
    OptionalInt statusCode();

    /** Whether the check looks at the application's data: it expects a certain answer, and not just one. */
    @Value.Default
    default boolean looksAtData() {
        return false;
    }

    /** Milliseconds that the last attempt took; not negative. */
    @Value.Default
    default long durationMs() {
        return 0;
    }

    /** Why a check did not pass, as a stable reason code, where that is more than its result says. */
    Optional<String> reason();

    /** What was observed of a check that did not pass. */
    Optional<String> message();

    /**
     * The pods that the check would have asked, if all that kept it from an answer is that none of them was ready, or too few;
     * else empty.
     */
    List<String> unreadyPods();

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        Counts.notNegative("durationMs of check " + name(), durationMs());
    }

    /** Starts an empty value. */
    static ImmutableCheckEvidence.Builder builder() {
        return ImmutableCheckEvidence.builder();
    }
}
