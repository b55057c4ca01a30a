package io.kymaros.velero;

import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.velero.ResourceListFile.ResourceList;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import io.kymaros.velero.api.StorageLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What Velero's own lists say about the contents of a backup. */
final class BackupLists {
    private final Inventory inventory;
    private final VeleroFiles files;
    private final Map<String, List<VolumeInfo>> volumesByUid = new ConcurrentHashMap<>();

    BackupLists(Inventory inventory, VeleroFiles files) {
        this.inventory = inventory;
        this.files = files;
    }

    BackupContents contents(Backup backup) {
        StorageLocation location = inventory.storageLocation(backup.toolNamespace(), backup.name());
        ResourceList list = resources(backup, location);
        var contents = BackupContents.builder().objects(list.objects());
        try {
            Optional<List<VolumeInfo>> infos = readVolumes(backup, location);
            infos.ifPresent(known -> volumesByUid.put(backup.uid(), known));
            Optional<String> unknown = whyUnknown(infos, list);
            if (unknown.isEmpty()) {
                contents.volumes(backupVolumes(infos.orElseThrow()));
            }
            contents.volumesUnknown(unknown);
        } catch (EvidenceUnavailableException e) {
            contents.volumesUnknown(String.valueOf(e.getMessage()));
        }
        return contents.build();
    }

    /**
     * Velero's account of each volume, for the restore that follows {@link #contents}.
     *
     * @return empty if there is none
     * @throws EvidenceUnavailableException if it can't be read
     */
    Optional<List<VolumeInfo>> volumes(Backup backup) {
        List<VolumeInfo> known = volumesByUid.remove(backup.uid());
        return known == null
                ? readVolumes(backup, inventory.storageLocation(backup.toolNamespace(), backup.name()))
                : Optional.of(known);
    }

    private ResourceList resources(Backup backup, StorageLocation location) {
        return read(backup, VeleroFile.Kind.RESOURCE_LIST, location, ResourceListFile::parse)
                .orElseThrow(() -> new EvidenceUnavailableException(
                        "BackupListMissing",
                        "The storage holds no resource list of backup %s; it was removed, or Velero was an old one."
                                .formatted(backup.name()),
                        null));
    }

    private Optional<List<VolumeInfo>> readVolumes(Backup backup, StorageLocation location) {
        return read(backup, VeleroFile.Kind.VOLUME_INFOS, location, VolumeInfosFile::parse);
    }

    /** Velero tells nothing of a claim's data when the claim's PersistentVolume was kept out of the backup. */
    private static Optional<String> whyUnknown(Optional<List<VolumeInfo>> infos, ResourceList list) {
        if (infos.isEmpty()) {
            return Optional.of("The backup has no volume information; Velero writes it since version 1.13.");
        }
        boolean untold = infos.get().isEmpty() && !list.claims().isEmpty() && !list.holdsVolumes();
        return untold
                ? Optional.of(
                        "The backup holds PersistentVolumeClaims but no PersistentVolume: either none was bound, or"
                                + " a filter of the backup left the volumes out.")
                : Optional.empty();
    }

    private <T> Optional<T> read(Backup backup, VeleroFile.Kind kind, StorageLocation location, FileParser<T> parser) {
        try {
            return files.read(new VeleroFile(backup.toolNamespace(), kind, backup.name()), location, parser);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvidenceUnavailableException("Interrupted", "The run was asked to stop.", e);
        }
    }

    /** One entry per claim; a claim that several pods use is listed by Velero more than once. */
    private static List<BackupVolume> backupVolumes(List<VolumeInfo> infos) {
        Map<ObjectName, BackupVolume> byClaim = new LinkedHashMap<>();
        for (VolumeInfo info : infos) {
            Optional<String> why = info.whyNoData();
            info.claim()
                    .ifPresent(claim -> byClaim.merge(
                            claim,
                            new BackupVolume(claim, why.isEmpty(), why.orElse("")),
                            (one, other) -> one.hasData() ? one : other));
        }
        return List.copyOf(byClaim.values());
    }
}
