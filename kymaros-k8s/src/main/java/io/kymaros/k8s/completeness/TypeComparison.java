package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of one resource type over all namespaces, in three steps: the source is read, then the sandbox, then both
 * are compared. Types take a step side by side, each type in one thread at a time.
 */
interface TypeComparison {
    /** How the report names the type. */
    String reportName();

    /** How messages name the type's objects. */
    String plural();

    /**
     * Finds out what should come back.
     *
     * @throws KubernetesClientException if a list can't be read
     */
    void expect();

    /**
     * Looks at what is in the sandbox.
     *
     * @throws KubernetesClientException if a list can't be read
     */
    void look();

    /**
     * Compares; empty if there is nothing of the type.
     *
     * @param account what the backup tool tells of the restore
     * @throws KubernetesClientException if an object can't be read
     */
    Optional<ResourceTypeEvidence> result(RestoreAccount account);

    /** The evidence of the type; empty if there is nothing of it. */
    default Optional<ResourceTypeEvidence> evidence(List<ObjectEvidence> objects, List<String> unexpected) {
        return objects.isEmpty() && unexpected.isEmpty()
                ? Optional.empty()
                : Optional.of(ResourceTypeEvidence.builder()
                        .resourceType(reportName())
                        .objects(objects)
                        .unexpected(unexpected)
                        .build());
    }
}
