package io.kymaros.k8s.backup;

import java.util.Set;

/**
 * What the cluster makes in every namespace by itself. A restore finds it there already, and a backup that lacks it lacks
 * nothing.
 */
public final class EveryNamespace {
    private static final Set<String> OBJECTS = Set.of(
            "ConfigMap/kube-root-ca.crt",
            "ConfigMap/openshift-service-ca.crt",
            "ConfigMap/istio-ca-root-cert",
            "RoleBinding/system:deployers",
            "RoleBinding/system:image-builders",
            "RoleBinding/system:image-pullers",
            "ServiceAccount/builder",
            "ServiceAccount/default",
            "ServiceAccount/deployer");

    private EveryNamespace() {}

    /** Whether each namespace has an object of this kind and name: on Kubernetes, OpenShift, or with Istio. */
    public static boolean has(String kind, String name) {
        return OBJECTS.contains(kind + "/" + name);
    }
}
