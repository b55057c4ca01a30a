package io.kymaros.velero;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import io.kymaros.velero.api.StorageLocation;
import io.kymaros.velero.api.VeleroBackup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Velero's own lists say about the contents of a backup. */
final class BackupLists {
    private final KubernetesClient client;
    private final VeleroFiles files;

    BackupLists(KubernetesClient client, VeleroFiles files) {
        this.client = client;
        this.files = files;
    }

    BackupContents contents(Backup backup) {
        StorageLocation location = locationOf(client, backup.toolNamespace(), backup.name());
        Map<ObjectKind, List<ObjectName>> objects = read(backup, VeleroFile.Kind.RESOURCE_LIST, location, ResourceListFile::parse)
                .orElseThrow(() -> new EvidenceUnavailableException(
                        "BackupListMissing",
                        "The storage holds no resource list of backup " + backup.name()
                                + ": it was made by a Velero older than 1.3, or the file was removed.",
                        null));
        var contents = BackupContents.builder().objects(objects);
        try {
            volumes(backup, location).ifPresentOrElse(
                    infos -> contents.volumes(backupVolumes(infos)),
                    () -> contents.volumesUnknown("the backup has no volume information; Velero writes it since 1.13"));
        } catch (EvidenceUnavailableException e) {
            contents.volumesUnknown(String.valueOf(e.getMessage()));
        }
        return contents.build();
    }

    /**
     * Velero's account of each volume.
     *
     * @return empty if the backup has none
     */
    Optional<List<VolumeInfo>> volumes(Backup backup) {
        return volumes(backup, locationOf(client, backup.toolNamespace(), backup.name()));
    }

    private Optional<List<VolumeInfo>> volumes(Backup backup, StorageLocation location) {
        return read(backup, VeleroFile.Kind.VOLUME_INFOS, location, VolumeInfosFile::parse);
    }

    private <T> Optional<T> read(Backup backup, VeleroFile.Kind kind, StorageLocation location, FileParser<T> parser) {
        try {
            return files.read(new VeleroFile(backup.toolNamespace(), kind, backup.name()), location, parser);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvidenceUnavailableException("Interrupted", "The run was asked to stop.", e);
        }
    }

    /** The storage location of a backup. */
    static StorageLocation locationOf(KubernetesClient client, String namespace, String backupName) {
        try {
            VeleroBackup backup =
                    client.resources(VeleroBackup.class).inNamespace(namespace).withName(backupName).get();
            String name = backup == null ? "default" : backup.storageLocation().orElse("default");
            StorageLocation location =
                    client.resources(StorageLocation.class).inNamespace(namespace).withName(name).get();
            if (backup == null || location == null) {
                throw new EvidenceUnavailableException(
                        "BackupGone",
                        "Backup %s/%s or its storage location %s no longer exists.".formatted(namespace, backupName, name),
                        null);
            }
            return location;
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("read Velero backup " + namespace + "/" + backupName + " and its storage location", e);
        }
    }

    /** One entry per claim; a claim that several pods use is listed by Velero more than once. */
    private static List<BackupVolume> backupVolumes(List<VolumeInfo> infos) {
        Map<ObjectName, BackupVolume> byClaim = new LinkedHashMap<>();
        for (VolumeInfo info : infos) {
            Optional<String> why = info.whyNoData();
            info.claim().ifPresent(claim -> byClaim.merge(
                    claim,
                    new BackupVolume(claim, why.isEmpty(), why.orElse("")),
                    (one, other) -> one.hasData() ? one : other));
        }
        return List.copyOf(byClaim.values());
    }
}
