package io.kymaros.velero;

import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.velero.ResourceListFile.ResourceList;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import io.kymaros.velero.api.StorageLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * What Velero's own lists say about the contents of a backup. A backup never changes, so the lists of the last few are kept:
 * many tests may run on one backup, side by side, and Velero hands out one file after the other.
 */
final class BackupLists {
    private static final int KEPT = 4;

    private final Inventory inventory;
    private final VeleroFiles files;
    private final Lock reading = new ReentrantLock();
    private final Map<String, Lists> kept = new LinkedHashMap<>();

    BackupLists(Inventory inventory, VeleroFiles files) {
        this.inventory = inventory;
        this.files = files;
    }

    /** What was read of one backup. */
    private record Lists(BackupContents contents, Optional<List<VolumeInfo>> volumes) {}

    /**
     * The contents of a backup.
     *
     * @throws EvidenceUnavailableException if Velero's list of them can't be read
     */
    BackupContents contents(Backup backup) {
        return lists(backup).contents();
    }

    /**
     * Velero's account of each volume; and entries for the claims and volumes of the backup that Velero gives no account of.
     *
     * @return empty if there is none, or it can't be read
     * @throws EvidenceUnavailableException if Velero's list of the contents can't be read
     */
    Optional<List<VolumeInfo>> volumes(Backup backup) {
        return lists(backup).volumes();
    }

    private Lists lists(Backup backup) {
        try {
            reading.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            Lists known = kept.get(backup.uid());
            return known == null ? read(backup) : known;
        } finally {
            reading.unlock();
        }
    }

    private Lists read(Backup backup) {
        StorageLocation location = inventory.storageLocation(backup.toolNamespace(), backup.name());
        ResourceList list = resources(backup, location);
        var contents = BackupContents.builder().objects(list.objects());
        try {
            Optional<List<VolumeInfo>> infos = readVolumes(backup, location);
            infos.ifPresent(known ->
                    contents.volumes(backupVolumes(known, list)).claimsWithoutVolume(claimsWithoutVolume(known, list)));
            contents.volumesUnknown(whyUnknown(infos));
            Lists read = new Lists(contents.build(), infos.map(known -> withUntold(known, list)));
            if (infos.isPresent()) {
                keep(backup.uid(), read);
            }
            return read;
        } catch (EvidenceUnavailableException e) {
            // The next one to ask may have more luck.
            return new Lists(
                    contents.volumesUnknown(String.valueOf(e.getMessage())).build(), Optional.empty());
        }
    }

    private void keep(String uid, Lists read) {
        if (kept.size() == KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(uid, read);
    }

    /** Which claim a volume without account belongs to is not known: it may be any of those without account. */
    private static List<VolumeInfo> withUntold(List<VolumeInfo> infos, ResourceList list) {
        List<VolumeInfo> all = new ArrayList<>(infos);
        List<ObjectName> claims = untoldClaims(infos, list);
        claims.forEach(claim -> all.add(VolumeInfo.untold(claim, null)));
        Map<String, ObjectName> oneOfEachNamespace = new TreeMap<>();
        claims.forEach(claim -> oneOfEachNamespace.put(claim.namespace(), claim));
        for (String volume : untoldVolumes(infos, list)) {
            oneOfEachNamespace.values().forEach(claim -> all.add(VolumeInfo.untold(claim, volume)));
        }
        return all;
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

    private static Optional<String> whyUnknown(Optional<List<VolumeInfo>> infos) {
        return infos.isPresent()
                ? Optional.empty()
                : Optional.of("The backup has no volume information; Velero writes it since version 1.13.");
    }

    /**
     * Velero tells nothing of a claim's data when the claim's PersistentVolume was kept out of the backup, nor of a claim
     * that was not bound; which of the two it was, it does not tell.
     */
    private static List<ObjectName> claimsWithoutVolume(List<VolumeInfo> infos, ResourceList list) {
        return untoldVolumes(infos, list).isEmpty() ? untoldClaims(infos, list) : List.of();
    }

    private static List<ObjectName> untoldClaims(List<VolumeInfo> infos, ResourceList list) {
        Set<ObjectName> told =
                infos.stream().flatMap(info -> info.claim().stream()).collect(Collectors.toSet());
        return list.claims().stream().filter(claim -> !told.contains(claim)).toList();
    }

    /** PersistentVolumes in the backup of whose data Velero says nothing. */
    private static Set<String> untoldVolumes(List<VolumeInfo> infos, ResourceList list) {
        Set<String> untold = new TreeSet<>(list.volumes());
        infos.forEach(info -> Optional.ofNullable(info.pvName()).ifPresent(untold::remove));
        return untold;
    }

    private <T> Optional<T> read(Backup backup, VeleroFile.Kind kind, StorageLocation location, FileParser<T> parser) {
        try {
            return files.read(new VeleroFile(backup.toolNamespace(), kind, backup.name()), () -> location, parser);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EvidenceUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EvidenceUnavailableException("Interrupted", "The run was asked to stop.", e);
    }

    /**
     * One entry per claim; a claim that several pods use is listed by Velero more than once. Where the backup holds a
     * PersistentVolume and nothing was done for its data, the claims that are not accounted for have none.
     */
    private static List<BackupVolume> backupVolumes(List<VolumeInfo> infos, ResourceList list) {
        Map<ObjectName, BackupVolume> byClaim = new LinkedHashMap<>();
        for (VolumeInfo info : infos) {
            Optional<String> why = info.whyNoData();
            info.claim()
                    .ifPresent(claim -> byClaim.merge(
                            claim,
                            new BackupVolume(claim, why.isEmpty(), why.orElse("")),
                            (one, other) -> one.hasData() ? one : other));
        }
        if (!untoldVolumes(infos, list).isEmpty()) {
            String why = "the backup does not say that anything was done for it";
            untoldClaims(infos, list).forEach(claim -> byClaim.put(claim, new BackupVolume(claim, false, why)));
        }
        return List.copyOf(byClaim.values());
    }
}
