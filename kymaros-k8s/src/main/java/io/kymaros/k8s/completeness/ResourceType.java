package io.kymaros.k8s.completeness;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.sandbox.RestoredTypes;

/**
 * A namespaced resource type as the API server serves it.
 *
 * @param kind API version and kind
 * @param plural plural name in request paths, for example {@code deployments}
 */
record ResourceType(ObjectKind kind, String plural) {
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
        return RestoredTypes.isKubernetes(kind.group()) ? kind.kind() : qualifiedName(kind);
    }

    /** The kind with its group. */
    static String qualifiedName(ObjectKind kind) {
        return kind.kind() + "." + kind.group();
    }
}
