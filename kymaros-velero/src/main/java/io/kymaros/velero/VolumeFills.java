package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.velero.VolumeInfosFile.PodVolume;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which volumes a restore has filled with the data that the backup holds. Velero brings a claim back also where it can't fill
 * the volume, for example without its CSI support: the claim is bound then, to an empty volume, and the restore Completed.
 *
 * <p>A volume from a snapshot that the storage provider made is not looked at: Velero makes it of the snapshot, or fails.
 */
final class VolumeFills {
    private final KubernetesClient client;
    private final RestoreRequest request;
    private final VolumeTransfers transfers;
    private final Set<ObjectName> filled = new HashSet<>();
    private final Map<ObjectName, String> notFilled = new LinkedHashMap<>();
    private final Set<String> unknown = new TreeSet<>();

    /**
     * Looks at each volume of which the backup holds the data.
     *
     * @param volumes Velero's account of the backup's volumes
     */
    VolumeFills(KubernetesClient client, RestoreRequest request, List<VolumeInfo> volumes, VolumeTransfers transfers) {
        this.client = client;
        this.request = request;
        this.transfers = transfers;
        volumes.stream().filter(volume -> volume.whyNoData().isEmpty()).forEach(this::look);
        // Velero lists a claim that several pods use more than once.
        notFilled.keySet().removeAll(filled);
    }

    /** The claims, as the source names them, whose volumes stayed empty, and why. */
    Map<ObjectName, String> notFilled() {
        return notFilled;
    }

    /** Why it is not known of some volumes. */
    Optional<String> unknown() {
        return unknown.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unknown));
    }

    private void look(VolumeInfo volume) {
        Optional<ObjectName> claim = volume.claim();
        Optional<ObjectName> inSandbox = claim.flatMap(this::mapped);
        if (inSandbox.isEmpty()) {
            return;
        }
        if (volume.fileCopy()) {
            Optional<PodVolume> copied = Optional.ofNullable(volume.pvbInfo());
            Optional<ObjectName> pod = copied.flatMap(PodVolume::pod).flatMap(this::mapped);
            if (pod.isPresent()) {
                String name = Objects.requireNonNullElse(copied.orElseThrow().volumeName(), "");
                note(claim.get(), transfers.whyNoFiles(pod.get(), name));
            }
        } else if (volume.csiSnapshot() && volume.snapshotDataMoved()) {
            note(claim.get(), transfers.whyNoSnapshotData(inSandbox.get()));
        } else if (volume.csiSnapshot()) {
            lookAtClaim(claim.get(), inSandbox.get());
        }
    }

    private void note(ObjectName claim, Optional<String> why) {
        if (why.isEmpty()) {
            filled.add(claim);
        } else if (transfers.unreadable().isPresent()) {
            unknown.add(transfers.unreadable().get());
        } else {
            notFilled.put(claim, why.get());
        }
    }

    /** A claim that is filled from a snapshot names it. */
    private void lookAtClaim(ObjectName claim, ObjectName inSandbox) {
        try {
            Optional<PersistentVolumeClaim> found = Optional.ofNullable(client.persistentVolumeClaims()
                    .inNamespace(inSandbox.namespace())
                    .withName(inSandbox.name())
                    .get());
            if (found.isPresent() && !namesSnapshot(found.get())) {
                notFilled.put(
                        claim,
                        "the claim names no VolumeSnapshot to be filled from; does this Velero run with"
                                + " --features=EnableCSI?");
            }
        } catch (KubernetesClientException e) {
            unknown.add("claims can't be read: " + ApiFault.reason(e));
        }
    }

    private static boolean namesSnapshot(PersistentVolumeClaim claim) {
        TypedLocalObjectReference source = claim.getSpec().getDataSource();
        return source != null && "VolumeSnapshot".equals(source.getKind());
    }

    private Optional<ObjectName> mapped(ObjectName source) {
        return Optional.ofNullable(request.namespaceMapping().get(source.namespace()))
                .map(namespace -> new ObjectName(namespace, source.name()));
    }
}
