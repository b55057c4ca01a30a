package io.kymaros.core.report;

import io.kymaros.core.evidence.ResourceTypeEvidence;
import java.util.Optional;
import org.immutables.value.Value;

/** A resource type of the Completeness level as a report states it. */
@Value.Immutable
public interface StoredResourceType {
    /** Kind of the objects. */
    String resourceType();

    /** The stated number of expected objects. */
    int expected();

    /** The stated number of objects that came back. */
    int found();

    /** Whether the type is said to match. */
    Optional<Boolean> matched();

    /** Starts an empty value. */
    static ImmutableStoredResourceType.Builder builder() {
        return ImmutableStoredResourceType.builder();
    }

    /** A compared resource type, as it is to be stored. */
    static StoredResourceType of(ResourceTypeEvidence type) {
        return builder()
                .resourceType(type.resourceType())
                .expected(type.expected())
                .found(type.found())
                .matched(type.found() == type.expected())
                .build();
    }
}
