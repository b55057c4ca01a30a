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

    /** Whether the test's surroundings and not the backup kept the object from coming back, for example a full quota. */
    @Value.Default
    default boolean environmentFault() {
        return false;
    }

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        if (restored() && environmentFault()) {
            throw new IllegalArgumentException(
                    "object " + name() + " can't be restored and held back by its environment");
        }
    }

    /** Whether the object came back and nothing is wrong with it. */
    @Value.Derived
    default boolean sound() {
        return restored() && defect().isEmpty();
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
