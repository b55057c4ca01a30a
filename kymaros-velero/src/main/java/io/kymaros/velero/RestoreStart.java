package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.VeleroFile.Kind;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import io.kymaros.velero.api.DownloadRequest;
import io.kymaros.velero.api.Velero;
import io.kymaros.velero.api.VeleroRestore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Asks Velero for a restore into sandboxes, and takes back what was made for that alone. */
final class RestoreStart {
    private static final String MODIFIER_KEY = "resource-modifier.yaml";

    /** Velero writes a restore's phase well within this time after it has read the modifier. */
    private static final Duration READS_MODIFIER = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final BackupLists lists;

    RestoreStart(KubernetesClient client, BackupLists lists) {
        this.client = client;
        this.lists = lists;
    }

    RestoreHandle start(RestoreRequest request) {
        String namespace = request.backup().toolNamespace();
        RestoreHandle handle = new RestoreHandle(namespace, request.restoreName());
        if (isOurs(RestoreFollower.resource(client, handle), request)) {
            return handle;
        }
        Set<String> sources = request.namespaceMapping().keySet();
        Optional<List<VolumeInfo>> volumes = volumes(request);
        VolumeRules rules = VolumeRules.of(volumes, sources);
        if (rules.restoresVolumes()) {
            requireNoWayToOriginals(volumes.orElse(List.of()), sources);
        }
        ResourceModifier modifier = ResourceModifier.of(request.patches(), sources, rules.rules());
        create(modifierOf(handle), newModifier(handle, request, modifier), request);
        try {
            create(RestoreFollower.resource(client, handle), newRestore(handle, request, rules), request);
        } catch (ObstacleException e) {
            // Nobody else knows the name yet. Without the modifier Velero refuses a restore that was made after all.
            release(handle);
            throw e;
        }
        return handle;
    }

    void release(RestoreHandle handle) {
        try {
            modifierOf(handle).delete();
            client.resources(DownloadRequest.class)
                    .inNamespace(handle.toolNamespace())
                    .withLabel(VeleroFiles.MANAGED_BY_LABEL, VeleroFiles.MANAGED_BY)
                    .withLabel(Kind.RESTORE_RESULTS.ownerLabel(), Velero.labelValue(handle.name()))
                    .resources()
                    .forEach(Resource::delete);
        } catch (KubernetesClientException e) {
            // What is left does no harm, and carries the run's labels for a later sweep.
        }
    }

    /**
     * Whether Velero may still restore: it makes a namespace again that is deleted meanwhile. A restore that it has not
     * begun with it refuses once the modifier is gone.
     */
    boolean stillRestoring(RestoreHandle handle) {
        try {
            Optional<Boolean> begun = new ObjectWatch<>(
                            RestoreFollower.resource(client, handle), "look at restore " + handle.name())
                    .first(
                            found -> found.isEmpty()
                                    ? Optional.of(false)
                                    : found.filter(VeleroRestore::takenUp).map(restore -> !restore.ended()),
                            READS_MODIFIER);
            return begun.isPresent() ? begun.get() : modifierOf(handle).get() != null;
        } catch (ObstacleException | KubernetesClientException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Optional<List<VolumeInfo>> volumes(RestoreRequest request) {
        try {
            return lists.volumes(request.backup());
        } catch (EvidenceUnavailableException e) {
            return Optional.empty();
        }
    }

    /**
     * Velero can't be told to restore one PersistentVolume and leave out another. One that exists in this cluster is
     * left alone; one that does not would be made again and lead the sandbox to the original storage.
     */
    private void requireNoWayToOriginals(List<VolumeInfo> volumes, Set<String> namespaces) {
        for (String name : VolumeRules.restoredAsTheyWere(volumes, namespaces)) {
            try {
                if (client.persistentVolumes().withName(name).get() != null) {
                    continue;
                }
            } catch (KubernetesClientException e) {
                throw ApiFault.obstacle("check whether PersistentVolume " + name + " exists", e);
            }
            throw new ObstacleException(
                    "VolumeNotIsolated",
                    ("The backup has no data of PersistentVolume %s, and Velero would restore it as it was: the"
                                    + " sandbox could write to the original storage. Run the test in the source cluster, or leave"
                                    + " that volume's claim out of the backup.")
                            .formatted(name));
        }
    }

    private Resource<ConfigMap> modifierOf(RestoreHandle handle) {
        return client.configMaps().inNamespace(handle.toolNamespace()).withName(modifierName(handle));
    }

    private static String modifierName(RestoreHandle handle) {
        return handle.name() + "-modifier";
    }

    private static ConfigMap newModifier(RestoreHandle handle, RestoreRequest request, ResourceModifier modifier) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(handle.toolNamespace())
                .withName(modifierName(handle))
                .withLabels(request.labels())
                .endMetadata()
                .withData(Map.of(MODIFIER_KEY, modifier.yaml()))
                .build();
    }

    private static VeleroRestore newRestore(RestoreHandle handle, RestoreRequest request, VolumeRules volumes) {
        VeleroRestore restore = new VeleroRestore();
        restore.setMetadata(new ObjectMetaBuilder()
                .withNamespace(handle.toolNamespace())
                .withName(handle.name())
                .withLabels(request.labels())
                .build());
        restore.setSpec(new VeleroRestore.Spec(
                request.backup().name(),
                request.namespaceMapping().keySet().stream().sorted().toList(),
                Stream.concat(request.resources().stream(), volumes.resources().stream())
                        .distinct()
                        .toList(),
                new TreeMap<>(request.namespaceMapping()),
                volumes.clusterResources() ? null : false,
                false,
                new VeleroRestore.ModifierReference("ConfigMap", modifierName(handle))));
        return restore;
    }

    /** Creates an object; one that an earlier attempt of the same run has made is taken as it is. */
    private <T extends HasMetadata> void create(Resource<T> place, T wanted, RestoreRequest request) {
        try {
            client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            // The answer may have been lost after the object was made.
            boolean mayExist = e.getCode() == 409 || e.getCode() == 0 || e.getCode() >= 500;
            if (!mayExist || !isOurs(place, request)) {
                throw ApiFault.obstacle("create " + inWords(wanted), e);
            }
        }
    }

    /** Whether the object exists, made by this run; one that another has made is an obstacle. */
    private static boolean isOurs(Resource<? extends HasMetadata> place, RestoreRequest request) {
        HasMetadata existing;
        try {
            existing = place.get();
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("look for restore " + request.restoreName(), e);
        }
        if (existing == null) {
            return false;
        }
        Map<String, String> labels =
                Optional.ofNullable(existing.getMetadata().getLabels()).orElse(Map.of());
        if (!labels.entrySet().containsAll(request.labels().entrySet())) {
            throw new ObstacleException(
                    "RestoreNameTaken",
                    "There is already a %s, made by another run. Wait for it to end, then run the test again."
                            .formatted(inWords(existing)));
        }
        return true;
    }

    private static String inWords(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
