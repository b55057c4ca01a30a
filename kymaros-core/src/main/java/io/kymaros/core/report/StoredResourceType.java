package io.kymaros.core.report;

import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import java.util.List;
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

    /** The stated number of objects of which is not known whether they would come back. */
    @Value.Default
    default int unknown() {
        return 0;
    }

    /** Whether the type is said to match. */
    Optional<Boolean> matched();

    /** The stated names of objects that did not come back sound; a report may list only some of them. */
    List<String> missing();

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
                .unknown(type.unknown())
                .matched(type.found() == type.expected())
                .missing(ReportSize.limited(type.objects().stream()
                        .filter(object -> !object.sound() && !object.ignoredLoss())
                        .map(ObjectEvidence::qualifiedName)
                        .toList()))
                .build();
    }
}
