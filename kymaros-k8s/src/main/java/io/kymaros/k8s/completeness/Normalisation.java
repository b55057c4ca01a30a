package io.kymaros.k8s.completeness;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.EveryNamespace;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left out of the comparison because it says nothing about the backup: objects that the cluster makes by itself in
 * every namespace, objects that a controller makes from others, and types that are not restored into a sandbox on purpose.
 */
final class Normalisation {
    /** As kind.group: another group may have a kind of the same name, which is somebody's own. */
    private static final Set<String> AUTOMATIC_KINDS = Set.of(
            "ControllerRevision.apps",
            "Endpoints.",
            "EndpointSlice.discovery.k8s.io",
            "Event.",
            "Event.events.k8s.io",
            "Lease.coordination.k8s.io",
            "RestoreReport.restore.kymaros.io",
            "CiliumEndpoint.cilium.io",
            "PolicyReport.wgpolicyk8s.io",
            "VolumeSnapshot.snapshot.storage.k8s.io");

    /** Groups whose objects nobody stores. */
    private static final Set<String> METRICS =
            Set.of("metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io");

    /**
     * Names that Kubernetes gave to tokens until version 1.24, and OpenShift gives to the pull secret of each account; the letters
     * are those of Kubernetes' generated names.
     */
    private static final Pattern TOKEN_NAME =
            Pattern.compile("(.+)-(?:token|dockercfg)-[bcdfghjklmnpqrstvwxz2456789]{5}");

    private Normalisation() {}

    /** How a type is left out whose objects controllers make. */
    static String automatic(ObjectKind kind) {
        return ResourceType.reportName(kind) + ": made by controllers, with names of their own";
    }

    /** How a type is compared of which controllers make most objects. */
    static String mostlyMade(ObjectKind kind) {
        return ResourceType.reportName(kind) + ": not compared where controllers made them, with names of their own";
    }

    /** Whether objects of a kind are made by controllers alone, or are computed whenever somebody asks for them. */
    static boolean isAutomatic(ObjectKind kind) {
        return AUTOMATIC_KINDS.contains(ResourceType.qualifiedName(kind)) || METRICS.contains(kind.group());
    }

    /**
     * Why an object is left out, told by its name; empty for one that is compared.
     *
     * @param serviceAccounts names of the ServiceAccounts beside it
     */
    static Optional<String> ofName(ObjectKind kind, String name, Set<String> serviceAccounts) {
        String named = kind.kind() + "/" + name;
        if (EveryNamespace.has(kind.kind(), name)) {
            return Optional.of(named + ": the cluster makes it in every namespace");
        }
        Matcher token = TOKEN_NAME.matcher(name);
        if (kind.kind().equals("Secret") && token.matches() && serviceAccounts.contains(token.group(1))) {
            return Optional.of(tokenMade(named));
        }
        return Optional.empty();
    }

    /**
     * Why an object that the backup doesn't hold is left out; empty for one that is compared. What the backup does hold
     * must come back, whoever made it: restored objects have no owners, and no controller may be there to make them again.
     */
    static Optional<String> ofObject(ObjectKind kind, Metadata object) {
        String named = kind.kind() + "/" + object.name();
        if (object.madeByRun()) {
            return Optional.of(named + ": made by the run itself");
        }
        if (object.serviceAccountToken() && TOKEN_NAME.matcher(object.name()).matches()) {
            return Optional.of(tokenMade(named));
        }
        return Makers.kubernetesMakes(kind, object)
                ? Optional.of(named + ": Kubernetes makes it from its owner")
                : Optional.empty();
    }

    /** What is said of an object that the backup left out, and that is there again. */
    static String madeAgain(ObjectKind kind, Metadata object) {
        return kind.kind() + "/" + object.name() + ": a controller has made it again from its owner";
    }

    private static String tokenMade(String named) {
        return named + ": the cluster makes tokens and pull secrets of service accounts by itself";
    }
}
