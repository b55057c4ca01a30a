package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which namespaced resource types the API server serves; asked once for each API version. */
final class ResourceCatalogue {
    private final Map<String, List<APIResource>> known = new HashMap<>();
    private final KubernetesClient client;

    ResourceCatalogue(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The type of a kind: in its own version, or in another of its group that this API server serves. Empty if it serves
     * none.
     */
    Optional<ResourceType> find(ObjectKind kind) {
        return Stream.concat(Stream.of(kind), otherVersions(kind).map(version -> new ObjectKind(version, kind.kind())))
                .flatMap(version -> inVersion(version).stream())
                .findFirst();
    }

    private Optional<ResourceType> inVersion(ObjectKind kind) {
        return known.computeIfAbsent(kind.apiVersion(), this::resources).stream()
                .filter(resource -> resource.getKind().equals(kind.kind()))
                .filter(resource -> Boolean.TRUE.equals(resource.getNamespaced()))
                .filter(resource -> !resource.getName().contains("/"))
                .findFirst()
                .map(resource -> new ResourceType(kind, resource.getName()));
    }

    /** Asked for only when the version itself isn't served. */
    private Stream<String> otherVersions(ObjectKind kind) {
        return kind.group().isEmpty()
                ? Stream.empty()
                : Stream.of(kind.group())
                        .map(client::getApiGroup)
                        .filter(Objects::nonNull)
                        .map(APIGroup::getVersions)
                        .flatMap(List::stream)
                        .map(GroupVersionForDiscovery::getGroupVersion)
                        .filter(version -> !version.equals(kind.apiVersion()));
    }

    private List<APIResource> resources(String apiVersion) {
        APIResourceList list = client.getApiResources(apiVersion);
        return list == null || list.getResources() == null ? List.of() : list.getResources();
    }
}
