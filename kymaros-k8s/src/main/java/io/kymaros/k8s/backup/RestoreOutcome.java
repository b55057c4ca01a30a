package io.kymaros.k8s.backup;

import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** How a restore ended, and when; times as the servers wrote them. */
@Value.Immutable
public interface RestoreOutcome {
    /** The judgement-free record for the score. */
    RestoreEvidence evidence();

    /** When the restore was asked for. */
    Optional<Instant> createdAt();

    /** When the tool took it up. */
    Optional<Instant> startedAt();

    /** When it ended. */
    Optional<Instant> completedAt();

    /** When the tool copied the data of volumes; empty if it copied none, or that is not known. */
    Optional<VolumeCopies> volumeCopies();

    /** The tool's own list of what it did with each object; empty for a tool that keeps none, and if it can't be read. */
    Optional<RestoredObjects> restoredObjects();

    /** Why the tool's list of what it did with each object can't be read. */
    Optional<String> restoredObjectsUnknown();

    /**
     * Claims, as the source names them, that came back without the data that the backup holds of their volumes; each with the
     * reason, in the tool's words.
     */
    Map<ObjectName, String> volumesNotFilled();

    /** Why it is not known of some volumes whether the restore has filled them. */
    Optional<String> volumesUnknown();

    /**
     * The time in which the data of volumes was copied, as the tool wrote it.
     *
     * @param startedAt when the first copy began
     * @param completedAt when the last copy ended
     */
    record VolumeCopies(Instant startedAt, Instant completedAt) {}

    /** Starts an empty value. */
    static ImmutableRestoreOutcome.Builder builder() {
        return ImmutableRestoreOutcome.builder();
    }
}
