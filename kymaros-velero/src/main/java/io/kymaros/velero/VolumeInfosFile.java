package io.kymaros.velero;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Velero's account of each volume in a backup: how its data was saved, or why it was not. */
final class VolumeInfosFile {
    private static final ObjectReader ENTRY = new ObjectMapper().readerFor(VolumeInfo.class);

    private VolumeInfosFile() {}

    static List<VolumeInfo> parse(JsonParser json) throws IOException {
        List<VolumeInfo> volumes = new ArrayList<>();
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return volumes;
        }
        JsonShape.expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonShape.expect(json, json.currentToken(), JsonToken.START_OBJECT);
            volumes.add(ENTRY.readValue(json));
        }
        return volumes;
    }

    /**
     * One volume.
     *
     * @param backupMethod how the data was saved; absent if it was not
     * @param result {@code succeeded} or {@code failed}; absent while unknown, and in files of older versions
     * @param csiSnapshotInfo the snapshot, with the method CSISnapshot
     * @param snapshotDataMovementInfo the copy of the snapshot's data, if one was made
     * @param nativeSnapshotInfo the snapshot, with the method NativeSnapshot
     * @param pvbInfo the copy of the files, with the method PodVolumeBackup
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record VolumeInfo(
            @Nullable String pvcName,
            @Nullable String pvcNamespace,
            @Nullable String pvName,
            @Nullable String backupMethod,
            boolean skipped,
            @Nullable String skippedReason,
            @Nullable String result,
            boolean snapshotDataMoved,
            @Nullable CsiSnapshot csiSnapshotInfo,
            @Nullable Transfer snapshotDataMovementInfo,
            @Nullable Transfer nativeSnapshotInfo,
            @Nullable PodVolume pvbInfo,
            @Nullable PvInfo pvInfo) {

        /** A claim, and perhaps a volume of its, that Velero gives no account of. */
        static VolumeInfo untold(ObjectName claim, @Nullable String pvName) {
            return new VolumeInfo(
                    claim.name(),
                    claim.namespace(),
                    pvName,
                    null,
                    false,
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    null,
                    new PvInfo(null));
        }

        /** The claim of the volume; empty for a volume that belongs to a pod itself. */
        Optional<ObjectName> claim() {
            return present(pvcNamespace).flatMap(ns -> present(pvcName).map(name -> new ObjectName(ns, name)));
        }

        /** Why the backup holds no data of the volume; empty if it does. */
        Optional<String> whyNoData() {
            if (skipped) {
                return Optional.of("the backup skipped it"
                        + present(skippedReason)
                                .map(said -> " (" + Messages.clean(said) + ")")
                                .orElse(""));
            }
            if (present(backupMethod).isEmpty()) {
                return Optional.of("no snapshot was taken and no files were copied");
            }
            // Nothing but success is success; an older Velero writes no result, but how far each part came.
            boolean saved = present(result).isEmpty() ? endedWell() : "succeeded".equals(result);
            return saved
                    ? Optional.empty()
                    : Optional.of("saving its data by " + backupMethod + (snapshotDataMoved ? " and moving it" : "")
                            + " failed");
        }

        private boolean endedWell() {
            boolean completed = Stream.of(
                            Optional.ofNullable(snapshotDataMovementInfo).map(Transfer::phase),
                            Optional.ofNullable(nativeSnapshotInfo).map(Transfer::phase),
                            Optional.ofNullable(pvbInfo).map(PodVolume::phase))
                    .flatMap(phase -> phase.flatMap(VolumeInfo::present).stream())
                    .allMatch("Completed"::equals);
            boolean unready =
                    !snapshotDataMoved && csiSnapshotInfo != null && Boolean.FALSE.equals(csiSnapshotInfo.readyToUse());
            return completed && !unready;
        }

        /** Whether the volume comes back as a PersistentVolume made from a snapshot of the storage provider. */
        boolean nativeSnapshot() {
            return "NativeSnapshot".equals(backupMethod) && whyNoData().isEmpty();
        }

        /** Whether the volume comes back as a copy of its files. */
        boolean fileCopy() {
            return "PodVolumeBackup".equals(backupMethod);
        }

        /** Whether the volume comes back from a CSI snapshot. */
        boolean csiSnapshot() {
            return "CSISnapshot".equals(backupMethod);
        }

        /** Whether Velero restores the PersistentVolume as it was, so that it leads to the original storage. */
        boolean restoredAsItWas() {
            // Also a copy or a CSI snapshot that failed makes it a new volume.
            boolean newVolume = fileCopy() || csiSnapshot();
            return !newVolume && whyNoData().isPresent() && pvInfo != null && !"Delete".equals(pvInfo.reclaimPolicy());
        }

        private static Optional<String> present(@Nullable String text) {
            return Optional.ofNullable(text).filter(t -> !t.isEmpty());
        }
    }

    /** A snapshot that a CSI driver made. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CsiSnapshot(@JsonProperty("ReadyToUse") @Nullable Boolean readyToUse) {}

    /** How far a snapshot or a copy came; {@code Completed} at its end. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Transfer(@JsonProperty("Phase") @Nullable String phase) {}

    /**
     * A copy of the files of a pod's volume.
     *
     * @param phase how far it came; {@code Completed} at its end
     * @param volumeName the volume's name in the pod
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PodVolume(
            @JsonProperty("Phase") @Nullable String phase,
            @Nullable String podName,
            @Nullable String podNamespace,
            @Nullable String volumeName) {

        /** The pod. */
        Optional<ObjectName> pod() {
            return Optional.ofNullable(podNamespace)
                    .flatMap(namespace -> Optional.ofNullable(podName).map(name -> new ObjectName(namespace, name)));
        }
    }

    /** What is known of the PersistentVolume. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PvInfo(@Nullable String reclaimPolicy) {}
}
