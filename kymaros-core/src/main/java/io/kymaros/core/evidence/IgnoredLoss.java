package io.kymaros.core.evidence;

import java.util.Optional;
import org.immutables.value.Value;

/** Something that the application can do without, as the test says it ({@code spec.ignoredLosses}). */
@Value.Immutable
public interface IgnoredLoss {
    /** Kind of the objects, as in {@link ResourceTypeEvidence#resourceType()}. */
    String kind();

    /** Name of the objects, in which {@code *} stands for any characters and {@code ?} for one. */
    String name();

    /** The objects' namespace in the source; empty for any. */
    Optional<String> namespace();

    /** Why the application can do without them; not blank, for every report quotes it. */
    String reason();

    /** Refuses an entry that says nothing. */
    @Value.Check
    default void check() {
        if (kind().isBlank() || name().isBlank() || reason().isBlank()) {
            throw new IllegalArgumentException("an ignored loss needs a kind, a name and a reason");
        }
    }

    /** {@code Secret/tmp-*}, with the namespace where one is named: {@code Secret/shop/tmp-*}. */
    @Value.Derived
    default String pattern() {
        return kind() + "/" + namespace().map(ns -> ns + "/").orElse("") + name();
    }

    /**
     * Whether an object is meant.
     *
     * @param kind the object's kind
     * @param namespace its namespace in the source; empty where that is not known, which then matches no named one
     * @param name its name
     */
    default boolean matches(String kind, Optional<String> namespace, String name) {
        return kind().equals(kind)
                && (namespace().isEmpty() || namespace().equals(namespace))
                && Glob.matches(name(), name);
    }

    /** Starts an empty value. */
    static ImmutableIgnoredLoss.Builder builder() {
        return ImmutableIgnoredLoss.builder();
    }
}
