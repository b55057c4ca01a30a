package io.kymaros.k8s.evidence;

import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.evidence.MetadataLister.Metadata;
import io.kymaros.k8s.sandbox.Neutralisation;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is left out of the comparison because it says nothing about the backup: objects that the cluster makes by itself in
 * every namespace, objects that a controller makes from others, and types that are not restored into a sandbox on purpose.
 */
final class Normalisation {
    private static final Set<String> AUTOMATIC_NAMES =
            Set.of("ConfigMap/kube-root-ca.crt", "ConfigMap/openshift-service-ca.crt", "ServiceAccount/default");
    private static final Set<String> AUTOMATIC_KINDS = Set.of(
            "Pod",
            "ReplicaSet",
            "ControllerRevision",
            "Endpoints",
            "EndpointSlice",
            "Event",
            "Lease",
            "PodMetrics",
            "CiliumEndpoint",
            "PolicyReport",
            "VolumeSnapshot");
    private static final String SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account.name";
    private static final Pattern TOKEN_NAME = Pattern.compile(".+-token-[a-z0-9]{5}");

    private Normalisation() {}

    /** Why a whole type is left out; empty for a type that is compared. */
    static Optional<String> ofType(ObjectKind kind, @Nullable ResourceType type) {
        String name = ResourceType.reportName(kind);
        if (AUTOMATIC_KINDS.contains(kind.kind())) {
            return Optional.of(name + ": made by controllers, with names of their own");
        }
        if (type != null && Neutralisation.excludes(type.plural(), kind.group())) {
            return Optional.of(name + ": not restored into a sandbox on purpose");
        }
        return Optional.empty();
    }

    /**
     * Why an object is left out; empty for one that is compared.
     *
     * @param metadata what is known of it in the cluster; null when only its name is known
     */
    static Optional<String> ofObject(ObjectKind kind, String name, @Nullable Metadata metadata) {
        String named = kind.kind() + "/" + name;
        if (AUTOMATIC_NAMES.contains(named)) {
            return Optional.of(named + ": the cluster makes it in every namespace");
        }
        if (metadata != null && metadata.controlled()) {
            return Optional.of(named + ": a controller makes it from its owner");
        }
        boolean token = kind.kind().equals("Secret")
                && (metadata == null
                        ? TOKEN_NAME.matcher(name).matches()
                        : metadata.hasAnnotation(SERVICE_ACCOUNT_TOKEN));
        if (token) {
            return Optional.of(named + ": the cluster makes service account tokens by itself");
        }
        if (metadata != null && metadata.labels() != null && metadata.labels().containsKey(Api.RUN_UID_LABEL)) {
            return Optional.of(named + ": made by the run itself");
        }
        return Optional.empty();
    }
}
