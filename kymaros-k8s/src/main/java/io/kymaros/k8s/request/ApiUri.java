package io.kymaros.k8s.request;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;

/** Addresses of the API server. */
public final class ApiUri {
    private ApiUri() {}

    /**
     * The address of a path. The path is added to the cluster's own address and not resolved against it: that may have a
     * path too, as behind a proxy for many clusters.
     *
     * @param path begins with a slash; may have a query
     */
    public static URI of(KubernetesClient client, String path) {
        return URI.create(client.getMasterUrl().toString().replaceAll("/+$", "") + path);
    }
}
