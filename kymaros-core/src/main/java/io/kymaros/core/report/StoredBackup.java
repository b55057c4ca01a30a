package io.kymaros.core.report;

import io.kymaros.core.evidence.RunEvidence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;

/** The backup under test as a report states it. */
@Value.Immutable
public interface StoredBackup {
    /** The stated name. */
    Optional<String> name();

    /** The stated identity of the backup object. */
    Optional<String> uid();

    /** The stated point in time of the data. */
    Optional<Instant> startedAt();

    /** The stated age of the data when the run started, in seconds. */
    OptionalLong ageSeconds();

    /** When the backup is said to have been complete. */
    Optional<Instant> completedAt();

    /** The stated source namespaces. */
    List<String> namespaces();

    /** Starts an empty value. */
    static ImmutableStoredBackup.Builder builder() {
        return ImmutableStoredBackup.builder();
    }

    /** The backup of a run, as it is to be stored; empty if none was found. */
    static Optional<StoredBackup> of(RunEvidence evidence) {
        return evidence.backup().map(backup -> builder()
                .name(backup.name())
                .uid(backup.uid())
                .startedAt(backup.startedAt().map(at -> at.truncatedTo(ChronoUnit.SECONDS)))
                .ageSeconds(evidence.dataAgeSeconds())
                .completedAt(backup.completedAt().map(at -> at.truncatedTo(ChronoUnit.SECONDS)))
                .namespaces(backup.namespaces())
                .build());
    }
}
