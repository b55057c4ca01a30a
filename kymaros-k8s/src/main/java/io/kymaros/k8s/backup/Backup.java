package io.kymaros.k8s.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** A backup that can be restored. */
@Value.Immutable
public interface Backup {
    /** Namespace in which the backup tool keeps its objects. */
    String toolNamespace();

    /** Name of the backup. */
    String name();

    /** Uid of the backup object. */
    String uid();

    /** When the tool began to read the cluster: the point in time of the data. */
    Optional<Instant> startedAt();

    /** When the backup was complete. */
    Optional<Instant> completedAt();

    /** How the backup itself fell short, in the tool's words; empty if it ended as it should. */
    Optional<String> shortcoming();

    /**
     * Where the latest backup was asked for: how many newer ones the tool has that can't be taken, which, and why, in words; empty if
     * there are none.
     */
    Optional<String> passedOver();

    /** Namespaces that the backup names as included, without globs; empty when it takes all or uses globs. */
    List<String> includedNamespaces();

    /** Resource types that the backup leaves out or takes, in the tool's words; to explain what is missing. */
    List<String> filters();

    /** Starts an empty value. */
    static ImmutableBackup.Builder builder() {
        return ImmutableBackup.builder();
    }
}
