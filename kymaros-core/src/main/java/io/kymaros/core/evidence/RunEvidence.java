package io.kymaros.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;

/**
 * Everything that one run of a restore test observed. The score is a pure function of this value and a policy, so a run
 * can be judged again later, without a cluster.
 *
 * <p>A level whose evidence could not be gathered has an {@link EvidenceGap}; a level with neither evidence nor gap counts
 * as not gathered. Where both are present, the evidence is what was seen before the gathering broke off.
 */
@Value.Immutable
public interface RunEvidence {
    /** Name of the RestoreTest that was run. */
    String testName();

    /** Namespace of the RestoreTest that was run. */
    String testNamespace();

    /** When the run started, in server time. */
    Instant startedAt();

    /** When the validation ended, in server time; clean-up comes later. Not before {@link #startedAt()}. */
    Instant completedAt();

    /** The backup that was restored; empty if none was found. */
    Optional<BackupEvidence> backup();

    /** Namespace into which the backup was restored; empty if none was created. */
    Optional<String> sandboxNamespace();

    /** Name of the backup tool's restore object; empty if none was created. */
    Optional<String> restoreName();

    /** Why the run could not be performed at all; empty for a run that was. Such a run has no score. */
    Optional<Obstacle> obstacle();

    /** How the restore operation ended. */
    Optional<RestoreEvidence> restore();

    /** What was expected to come back, and what did. */
    Optional<CompletenessEvidence> completeness();

    /** The pods that the restored workloads ask for, and what became of them. */
    Optional<PodStartupEvidence> podStartup();

    /** The health checks that were defined, and their answers. */
    Optional<HealthChecksEvidence> healthChecks();

    /** The services of other namespaces that the application needs, and whether they answered. */
    Optional<DependenciesEvidence> dependencies();

    /** How long the restore took, and how long it may take. */
    Optional<RtoEvidence> rto();

    /** The levels whose evidence could not be gathered, or not whole. */
    List<EvidenceGap> gaps();

    /**
     * Age of the backup's data when the run started, in seconds: what a disaster at that moment would have cost. Not negative,
     * for the backup tool's clock may run ahead of the server's; empty where the point in time of the data is not known.
     */
    @Value.Derived
    default OptionalLong dataAgeSeconds() {
        return backup().flatMap(BackupEvidence::startedAt)
                .map(data -> OptionalLong.of(
                        Math.max(0, Duration.between(data, startedAt()).toSeconds())))
                .orElse(OptionalLong.empty());
    }

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        if (completedAt().isBefore(startedAt())) {
            throw new IllegalArgumentException("completedAt " + completedAt() + " is before startedAt " + startedAt());
        }
    }

    /** Starts an empty evidence value. */
    static ImmutableRunEvidence.Builder builder() {
        return ImmutableRunEvidence.builder();
    }
}
