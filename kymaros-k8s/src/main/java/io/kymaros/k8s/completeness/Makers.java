package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.completeness.Metadata.Owner;
import io.kymaros.k8s.sandbox.RestoredTypes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a controller makes an object again that the backup left out. That it has an owner is no promise: the owner may be left
 * out as well, or nothing in the sandbox may act on it.
 */
final class Makers {
    /** What Kubernetes' own controllers make, and from what. */
    private static final Map<String, Set<String>> KUBERNETES_OWN = Map.of(
            "Job.batch", Set.of("CronJob.batch"),
            "ReplicaSet.apps", Set.of("Deployment.apps"),
            // A generic ephemeral volume: new, and empty, with each pod.
            "PersistentVolumeClaim.", Set.of("Pod."),
            "Pod.",
                    Set.of(
                            "ReplicaSet.apps",
                            "StatefulSet.apps",
                            "DaemonSet.apps",
                            "Job.batch",
                            "ReplicationController."));

    private final KubernetesClient client;
    private final ResourceCatalogue catalogue;
    private final Comparison all;
    private final Map<String, Optional<Boolean>> cameBack = new ConcurrentHashMap<>();

    Makers(KubernetesClient client, ResourceCatalogue catalogue, Comparison all) {
        this.client = client;
        this.catalogue = catalogue;
        this.all = all;
    }

    /**
     * What becomes of an object that is not in the sandbox.
     *
     * @param lost whether it is known to be lost; else nothing is known of it
     * @param why in words
     */
    private record Fate(boolean lost, String why) {}

    /** Whether Kubernetes itself makes such an object from its owner, wherever that is, so that it needs no backup. */
    static boolean kubernetesMakes(ObjectKind kind, Metadata object) {
        return object.controller()
                .map(owner -> KUBERNETES_OWN
                        .getOrDefault(ResourceType.qualifiedName(kind), Set.of())
                        .contains(ResourceType.qualifiedName(owner.type())))
                .orElse(false);
    }

    /** What is known of an object of the source that is not in the backup, and that nothing has made again in the sandbox. */
    ObjectEvidence missing(String source, Metadata object) {
        Optional<Fate> fate = object.controller().map(owner -> fate(source, owner));
        return all.evidence(new ObjectName(source, object.name()), ObjectOrigin.SOURCE_NAMESPACE, false)
                .unknown(fate.filter(known -> !known.lost()).isPresent())
                .toolMessage(fate.map(Fate::why))
                .build();
    }

    private Fate fate(String source, Owner owner) {
        Optional<ResourceType> type = catalogue(owner.type());
        if (type.isEmpty()) {
            return new Fate(
                    false,
                    "its owner " + owner + " is outside of the namespace; whether that makes it again elsewhere is not"
                            + " known");
        }
        if (!all.namesInBackup(owner.type(), source).contains(owner.name())) {
            return new Fate(true, "nothing makes it again: its owner " + owner + " is not in the backup either");
        }
        if (!RestoredTypes.of(all.sandbox())
                .include(type.get().plural(), owner.type().group())) {
            return new Fate(
                    false,
                    "nothing makes it again: its owner " + owner + " is in the backup, but "
                            + RestoredTypes.whyNot(
                                    type.get().plural(), owner.type().group()));
        }
        Optional<Boolean> cameBack = cameBack(type.get(), source, owner);
        if (cameBack.isEmpty()) {
            return new Fate(false, "whether its owner " + owner + " came back can't be read");
        }
        if (!cameBack.get()) {
            return new Fate(true, "nothing makes it again: its owner " + owner + " did not come back");
        }
        return new Fate(
                false, "its owner " + owner + " came back, but nothing in the sandbox has made it again from that");
    }

    private synchronized Optional<ResourceType> catalogue(ObjectKind kind) {
        return catalogue.find(kind);
    }

    /** Whether the owner is in the sandbox; empty if it can't be read. */
    private Optional<Boolean> cameBack(ResourceType type, String source, Owner owner) {
        return cameBack.computeIfAbsent(type.path(all.target(source)) + "/" + owner.name(), path -> {
            try {
                return Optional.of(client.genericKubernetesResources(
                                        owner.type().apiVersion(), owner.type().kind())
                                .inNamespace(all.target(source))
                                .withName(owner.name())
                                .get()
                        != null);
            } catch (KubernetesClientException e) {
                return Optional.empty();
            }
        });
    }
}
