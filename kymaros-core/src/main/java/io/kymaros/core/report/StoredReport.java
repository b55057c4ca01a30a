package io.kymaros.core.report;

import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * A report as it was stored: what it states, true or not. Whatever a report leaves out is empty here. The field names are
 * those of the RestoreReport resource.
 */
@Value.Immutable
public interface StoredReport {
    /** When the report object was created. */
    Optional<Instant> creationTimestamp();

    /** The stated score. */
    OptionalInt score();

    /** The stated upper bound of the score. */
    OptionalInt scoreUpperBound();

    /** The stated result, as text. */
    Optional<String> result();

    /** Reason code for a run that could not be performed. */
    Optional<String> reason();

    /** When the run is said to have started. */
    Optional<Instant> runStartedAt();

    /** When the validation is said to have ended. */
    Optional<Instant> runCompletedAt();

    /** The stated recovery time. */
    Optional<StoredRto> rto();

    /** The stated levels, in the order of the report. */
    List<StoredLevel> validationLevels();

    /** The stated summary. */
    Optional<String> summary();

    /** The policy by which the report was scored, where it is known; the standard one is assumed otherwise. */
    Optional<ScoringPolicy> policy();

    /** Starts an empty report. */
    static ImmutableStoredReport.Builder builder() {
        return ImmutableStoredReport.builder();
    }

    /** The report of a run, as it is to be stored. Times are cut to whole seconds, as in Kubernetes. */
    static StoredReport of(RunEvidence evidence, ConfidenceScore score, ScoringPolicy policy) {
        return builder()
                .score(score.score())
                .scoreUpperBound(score.scoreUpperBound())
                .result(score.result().toString())
                .reason(score.obstacle().map(obstacle -> obstacle.reason()))
                .runStartedAt(evidence.startedAt().truncatedTo(ChronoUnit.SECONDS))
                .runCompletedAt(evidence.completedAt().truncatedTo(ChronoUnit.SECONDS))
                .rto(evidence.rto().map(StoredRto::of))
                .validationLevels(score.levels().stream()
                        .map(level -> StoredLevel.of(evidence, level))
                        .toList())
                .summary(Summary.of(evidence, score))
                .policy(policy)
                .build();
    }
}
