package io.kymaros.velero;

import io.kymaros.velero.api.Velero;

/**
 * One file beside a backup or restore.
 *
 * @param namespace Velero's namespace
 * @param kind which file
 * @param owner name of the backup or restore
 */
record VeleroFile(String namespace, Kind kind, String owner) {

    /** The files that are read, with the largest size that is accepted after decompression. */
    enum Kind {
        RESOURCE_LIST("BackupResourceList", Velero.BACKUP_NAME_LABEL, 128L << 20),
        VOLUME_INFOS("BackupVolumeInfos", Velero.BACKUP_NAME_LABEL, 64L << 20),
        RESTORE_RESULTS("RestoreResults", Velero.RESTORE_NAME_LABEL, 64L << 20),
        RESTORED_OBJECTS("RestoreResourceList", Velero.RESTORE_NAME_LABEL, 128L << 20);

        private final String kind;
        private final String ownerLabel;
        private final long largest;

        Kind(String kind, String ownerLabel, long largest) {
            this.kind = kind;
            this.ownerLabel = ownerLabel;
            this.largest = largest;
        }

        /** The kind as a DownloadRequest names it. */
        String kind() {
            return kind;
        }

        /** Velero's label for what the file belongs to. */
        String ownerLabel() {
            return ownerLabel;
        }

        /** Largest size in bytes, decompressed. */
        long largest() {
            return largest;
        }
    }

    @Override
    public String toString() {
        return kind.kind() + " of " + namespace + "/" + owner;
    }
}
