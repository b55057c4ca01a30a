package io.kymaros.core.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.immutables.value.Value;

/** The expected objects of one resource type and what became of each. */
@Value.Immutable
public interface ResourceTypeEvidence {
    /** The type of claims, each of which stands for the data of its volume. */
    String CLAIM = "PersistentVolumeClaim";

    /** Volumes that workloads name themselves, without a claim, as workload/volume. */
    String VOLUME = "Volume";

    /** Kind of the objects, for example {@code Secret}; with its group where the kind alone is ambiguous. */
    String resourceType();

    /** The expected objects. No two have the same namespace and name. */
    List<ObjectEvidence> objects();

    /** Objects found in the sandbox that nobody expected. They never make up for a missing one. */
    List<String> unexpected();

    /** Whether the objects stand for the data of volumes. */
    default boolean isData() {
        return isData(resourceType());
    }

    /** Whether the objects of a type stand for the data of volumes. */
    static boolean isData(String resourceType) {
        return resourceType.equals(CLAIM) || resourceType.equals(VOLUME);
    }

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
