package io.kymaros.core.evidence;

import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** One service of another namespace. */
@Value.Immutable
public interface DependencyEvidence {
    /** The service's name. */
    String name();

    /** The service's namespace. */
    String namespace();

    /** The service port, where one was named. */
    OptionalInt port();

    /** Whether it answered. */
    Reachability reachability();

    /** How that was found out, for example {@code readyEndpoints} or {@code sandboxProbe}. */
    String method();

    /** Where the dependency was found: {@code declared}, or the object that names it. */
    @Value.Default
    default String foundIn() {
        return "declared";
    }

    /** Milliseconds until the answer; not negative. */
    @Value.Default
    default long durationMs() {
        return 0;
    }

    /** What was observed of a service that was not reachable. */
    Optional<String> message();

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        Counts.notNegative("durationMs of dependency " + namespace() + "/" + name(), durationMs());
    }

    /** Starts an empty value. */
    static ImmutableDependencyEvidence.Builder builder() {
        return ImmutableDependencyEvidence.builder();
    }
}
