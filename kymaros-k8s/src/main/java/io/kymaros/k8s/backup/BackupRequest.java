package io.kymaros.k8s.backup;

import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** Which backup is asked for. */
@Value.Immutable
public interface BackupRequest {
    /** The name that asks for the newest usable backup. */
    String LATEST = "latest";

    /** Namespace in which the backup tool keeps its objects. */
    String toolNamespace();

    /** Name of the backup, or {@link #LATEST}. */
    String backupName();

    /** Labels that a backup must have to be picked as the latest. */
    Map<String, String> labelSelector();

    /** Source namespaces that the backup must hold; empty when it may be any. */
    List<String> namespaces();

    /** Whether the newest usable backup is asked for. */
    @Value.Derived
    default boolean latest() {
        return LATEST.equals(backupName());
    }

    /** Starts an empty request. */
    static ImmutableBackupRequest.Builder builder() {
        return ImmutableBackupRequest.builder();
    }
}
