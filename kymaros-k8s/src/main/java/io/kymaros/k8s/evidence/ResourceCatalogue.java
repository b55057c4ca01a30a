package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which namespaced resource types the API server serves; asked once for each API version. */
final class ResourceCatalogue {
    private final Map<String, List<APIResource>> known = new HashMap<>();
    private final KubernetesClient client;

    ResourceCatalogue(KubernetesClient client) {
        this.client = client;
    }

    /** The type of a kind; empty if this API server doesn't serve it. */
    Optional<ResourceType> find(ObjectKind kind) {
        return known.computeIfAbsent(kind.apiVersion(), this::resources).stream()
                .filter(resource -> resource.getKind().equals(kind.kind()))
                .filter(resource -> Boolean.TRUE.equals(resource.getNamespaced()))
                .filter(resource -> !resource.getName().contains("/"))
                .findFirst()
                .map(resource -> new ResourceType(kind, resource.getName()));
    }

    private List<APIResource> resources(String apiVersion) {
        APIResourceList list = client.getApiResources(apiVersion);
        return list == null || list.getResources() == null ? List.of() : list.getResources();
    }
}
