package io.kymaros.k8s.completeness;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;

/**
 * A namespaced resource type as the API server serves it.
 *
 * @param kind API version and kind
 * @param plural plural name in request paths, for example {@code deployments}
 */
record ResourceType(ObjectKind kind, String plural) {
    private static final String KUBERNETES_GROUPS =
            "(authentication|authorization|certificates|coordination|discovery|events|networking|node"
                    + "|rbac\\.authorization|resource|scheduling|storage)\\.k8s\\.io";

    /** Path of the type's list in a namespace. */
    String path(String namespace) {
        String root = kind.group().isEmpty() ? "/api/" : "/apis/";
        return root + kind.apiVersion() + "/namespaces/" + namespace + "/" + plural;
    }

    /** {@code deployments.apps}; of the core group just {@code secrets}. */
    String groupResource() {
        return kind.group().isEmpty() ? plural : plural + "." + kind.group();
    }

    /** How reports name the type: its kind, with the group where Kubernetes' own types have no such group. */
    static String reportName(ObjectKind kind) {
        boolean builtIn = !kind.group().contains(".") || kind.group().matches(KUBERNETES_GROUPS);
        return builtIn ? kind.kind() : qualifiedName(kind);
    }

    /** The kind with its group. */
    static String qualifiedName(ObjectKind kind) {
        return kind.kind() + "." + kind.group();
    }
}
