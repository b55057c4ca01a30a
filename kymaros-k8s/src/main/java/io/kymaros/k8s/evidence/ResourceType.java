package io.kymaros.k8s.evidence;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;

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

    /** How reports name the type: its kind, with the group where the kind alone would be ambiguous. */
    static String reportName(ObjectKind kind) {
        boolean builtIn = !kind.group().contains(".") || kind.group().endsWith(".k8s.io");
        return builtIn ? kind.kind() : kind.kind() + "." + kind.group();
    }
}
