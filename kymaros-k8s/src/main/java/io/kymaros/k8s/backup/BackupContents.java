package io.kymaros.k8s.backup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** What a backup says it holds, by name; never the objects' contents. */
@Value.Immutable
public interface BackupContents {
    /** Names of the namespaced objects, by their kind. */
    Map<ObjectKind, List<ObjectName>> objects();

    /** The backed-up volumes; empty with {@link #volumesUnknown()} when that can't be read. */
    List<BackupVolume> volumes();

    /**
     * Claims in the backup of whose volumes it holds nothing, neither data nor a word: they were not bound, or a filter of the
     * backup left the volumes out.
     */
    List<ObjectName> claimsWithoutVolume();

    /** Why nothing is known of the volumes. */
    Optional<String> volumesUnknown();

    /** Starts an empty value. */
    static ImmutableBackupContents.Builder builder() {
        return ImmutableBackupContents.builder();
    }

    /** API version and kind, for example {@code apps/v1} and {@code Deployment}. */
    record ObjectKind(String apiVersion, String kind) {
        /** The API group; empty for the core group. */
        public String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }

        @Override
        public String toString() {
            return apiVersion + "/" + kind;
        }
    }

    /** Namespace and name of an object. */
    record ObjectName(String namespace, String name) {
        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /**
     * A volume in the backup.
     *
     * @param claim the PersistentVolumeClaim
     * @param hasData whether the backup holds the volume's data
     * @param reason why it does not, in the tool's words; empty when it does
     */
    record BackupVolume(ObjectName claim, boolean hasData, String reason) {}
}
