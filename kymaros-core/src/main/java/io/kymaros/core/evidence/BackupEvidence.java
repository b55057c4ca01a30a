package io.kymaros.core.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** The backup under test. */
@Value.Immutable
public interface BackupEvidence {
    /** Name of the backup in its tool. */
    String name();

    /** Identity of the backup object in the cluster; a name can be used again, this can't. */
    Optional<String> uid();

    /** When the backup tool began to read the cluster: the point in time of the data. */
    Optional<Instant> startedAt();

    /** When the backup was complete. */
    Optional<Instant> completedAt();

    /** How the backup itself fell short, in the words of its tool, for example that it ended PartiallyFailed. */
    Optional<String> shortcoming();

    /** Which newer backups were passed over when the latest was asked for, and why, in words; empty if there were none. */
    Optional<String> passedOver();

    /** Source namespaces under test. */
    List<String> namespaces();

    /** Starts an empty value. */
    static ImmutableBackupEvidence.Builder builder() {
        return ImmutableBackupEvidence.builder();
    }
}
