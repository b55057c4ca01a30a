package io.kymaros.core.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.immutables.value.Value;

/** What was expected to come back and what did, by name, one entry per resource type. */
@Value.Immutable
public interface CompletenessEvidence {
    /** The compared resource types. */
    List<ResourceTypeEvidence> resourceTypes();

    /** Source namespaces that no longer exist, so that only the backup's own list says what to expect. */
    List<String> goneNamespaces();

    /** What was left out of the comparison on purpose, one readable line each, for example {@code ConfigMap/kube-root-ca.crt}. */
    List<String> normalised();

    /** What the test says the application can do without, and no loss matches. */
    List<IgnoredLoss> idleIgnoredLosses();

    /** Refuses a resource type that is listed twice. */
    @Value.Check
    default void check() {
        Set<String> seen = new HashSet<>();
        for (ResourceTypeEvidence type : resourceTypes()) {
            if (!seen.add(type.resourceType())) {
                throw new IllegalArgumentException(
                        "resource type " + type.resourceType() + " is listed more than once");
            }
        }
    }

    /** Starts an empty value. */
    static ImmutableCompletenessEvidence.Builder builder() {
        return ImmutableCompletenessEvidence.builder();
    }
}
