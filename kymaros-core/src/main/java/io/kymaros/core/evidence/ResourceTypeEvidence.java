package io.kymaros.core.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.immutables.value.Value;

/** The expected objects of one resource type and what became of each. */
@Value.Immutable
public interface ResourceTypeEvidence {
    /** Kind of the objects, for example {@code Secret}; with its group where the kind alone is ambiguous. */
    String resourceType();

    /** The expected objects. No two have the same namespace and name. */
    List<ObjectEvidence> objects();

    /** Objects found in the sandbox that nobody expected. They never make up for a missing one. */
    List<String> unexpected();

    /** Number of expected objects, without the ignored losses. */
    @Value.Derived
    default int expected() {
        return (int) objects().stream().filter(object -> !object.ignoredLoss()).count();
    }

    /** Number of expected objects that came back sound; at most {@link #expected()}. */
    @Value.Derived
    default int found() {
        return (int) objects().stream().filter(ObjectEvidence::sound).count();
    }

    /** Number of expected objects of which is not known whether the backup would bring them back. */
    @Value.Derived
    default int unknown() {
        return (int) objects().stream()
                .filter(object -> object.standing() == Standing.UNKNOWN && !object.ignoredLoss())
                .count();
    }

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        Set<String> seen = new HashSet<>();
        for (ObjectEvidence object : objects()) {
            if (!seen.add(object.qualifiedName())) {
                throw new IllegalArgumentException(
                        resourceType() + " " + object.qualifiedName() + " is listed as expected more than once");
            }
        }
    }

    /** Starts an empty value. */
    static ImmutableResourceTypeEvidence.Builder builder() {
        return ImmutableResourceTypeEvidence.builder();
    }
}
