package io.kymaros.core.evidence;

import java.util.Optional;
import org.immutables.value.Value;

/** One object that was expected to come back. */
@Value.Immutable
public interface ObjectEvidence {
    /** The object's namespace in the source; empty when there is only one. */
    Optional<String> namespace();

    /** The object's name. */
    String name();

    /** Why the object was expected. */
    @Value.Default
    default ObjectOrigin origin() {
        return ObjectOrigin.BACKUP;
    }

    /** Whether an object of this name was found in the sandbox. */
    boolean restored();

    /** What is wrong with an object that did come back, for example a volume without data. */
    Optional<ObjectDefect> defect();

    /** What the backup tool itself said about an object that did not come back, or else why it could not. */
    Optional<String> toolMessage();

    /**
     * Whether it is not known if the backup would bring the object back: something else kept it from coming back, for example a
     * full quota, or what it is could not be looked at. The defect, or else the tool's message, says why.
     */
    @Value.Default
    default boolean unknown() {
        return false;
    }

    /** Why the application can do without the object, as the test says; it counts only for an object that is lost. */
    Optional<String> ignored();

    /** What is known of the object. */
    @Value.Derived
    default Standing standing() {
        if (unknown()) {
            return Standing.UNKNOWN;
        }
        return restored() && defect().isEmpty() ? Standing.GOOD : Standing.BAD;
    }

    /** Whether the object is known to have come back with nothing wrong with it. */
    @Value.Derived
    default boolean sound() {
        return standing() == Standing.GOOD;
    }

    /**
     * Whether the application can do without the object, which was lost or of which nothing is known, so that it is not
     * expected any more.
     */
    @Value.Derived
    default boolean ignoredLoss() {
        return !sound() && ignored().isPresent();
    }

    /** {@code namespace/name}, or just the name. */
    @Value.Derived
    default String qualifiedName() {
        return namespace().map(ns -> ns + "/" + name()).orElse(name());
    }

    /** Starts an empty value. */
    static ImmutableObjectEvidence.Builder builder() {
        return ImmutableObjectEvidence.builder();
    }
}
