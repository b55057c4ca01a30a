package io.kymaros.k8s.completeness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The namespaced types of all API groups that the API server serves and can list, each in the version that the server
 * prefers, in one request. Of the core group there is nothing here: it is the same in each cluster.
 */
final class ServedKinds {
    private static final String DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ServedKinds() {}

    /**
     * What there is.
     *
     * @param types the types
     * @param silent API versions of servers that did not answer, so that their types are not known
     */
    record Served(List<ResourceType> types, List<String> silent) {}

    /**
     * Asks for the types.
     *
     * @throws KubernetesClientException if the API server refuses, can't be reached, or does not know this form of answer,
     *     which it does since Kubernetes 1.26
     */
    static Served all(MetadataLister lister) {
        return lister.ask("/apis", DISCOVERY, ServedKinds::read);
    }

    private static Served read(JsonParser parser) throws IOException {
        JsonNode groups = JSON.readTree(parser);
        if (!groups.path("kind").asText().equals("APIGroupDiscoveryList")) {
            throw new IOException("the API server does not list its types");
        }
        List<ResourceType> types = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (JsonNode group : groups.path("items")) {
            // The version that the server prefers comes first; a type may be in another one only.
            Set<String> known = new HashSet<>();
            for (JsonNode version : group.path("versions")) {
                String apiVersion = group.path("metadata").path("name").asText() + "/"
                        + version.path("version").asText();
                if (version.path("freshness").asText().equals("Stale")) {
                    silent.add(apiVersion);
                }
                for (JsonNode resource : version.path("resources")) {
                    if (listable(resource)
                            && known.add(resource.path("resource").asText())) {
                        types.add(type(apiVersion, resource));
                    }
                }
            }
        }
        return new Served(types, silent);
    }

    private static boolean listable(JsonNode resource) {
        boolean list = false;
        for (JsonNode verb : resource.path("verbs")) {
            list |= verb.asText().equals("list");
        }
        return list && resource.path("scope").asText().equals("Namespaced");
    }

    private static ResourceType type(String apiVersion, JsonNode resource) {
        return new ResourceType(
                new ObjectKind(
                        apiVersion, resource.path("responseKind").path("kind").asText()),
                resource.path("resource").asText());
    }
}
