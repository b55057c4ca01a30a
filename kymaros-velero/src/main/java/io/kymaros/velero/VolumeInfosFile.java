package io.kymaros.velero;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            @Nullable PvInfo pvInfo) {

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
            return "failed".equals(result)
                    ? Optional.of("saving its data by " + backupMethod + " failed")
                    : Optional.empty();
        }

        /** Whether the volume comes back as a PersistentVolume made from a snapshot of the storage provider. */
        boolean nativeSnapshot() {
            return "NativeSnapshot".equals(backupMethod) && whyNoData().isEmpty();
        }

        /** Whether the volume comes back from a CSI snapshot. */
        boolean csiSnapshot() {
            return "CSISnapshot".equals(backupMethod);
        }

        /** Whether Velero restores the PersistentVolume as it was, so that it leads to the original storage. */
        boolean restoredAsItWas() {
            return whyNoData().isPresent() && pvInfo != null && !"Delete".equals(pvInfo.reclaimPolicy());
        }

        private static Optional<String> present(@Nullable String text) {
            return Optional.ofNullable(text).filter(t -> !t.isEmpty());
        }
    }

    /** What is known of the PersistentVolume. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PvInfo(@Nullable String reclaimPolicy) {}
}
