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
    /** The name of the report object. */
    Optional<String> name();

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

    /** The stated namespace into which the backup was restored. */
    Optional<String> sandboxNamespace();

    /** The stated name of the backup tool's restore object. */
    Optional<String> veleroRestoreName();

    /** The stated backup. */
    Optional<StoredBackup> backup();

    /** The stated levels, in the order of the report. */
    List<StoredLevel> validationLevels();

    /** The stated findings, in the order of the report. */
    List<StoredFinding> findings();

    /** How many findings the report says it leaves out; only where it does. */
    OptionalInt findingsLeftOut();

    /** What the contents are said to have been compared with. */
    Optional<StoredBaseline> baseline();

    /** The stated summary. */
    Optional<String> summary();

    /** The policy by which the report says it was scored; empty where it says nothing, which is the standard policy. */
    Optional<ScoringPolicy> policy();

    /** The stated digest of the evidence document. */
    Optional<String> evidenceDigest();

    /** The stated conditions. */
    List<StoredCondition> conditions();

    /** Starts an empty report. */
    static ImmutableStoredReport.Builder builder() {
        return ImmutableStoredReport.builder();
    }

    /**
     * The report of a run, as it is to be stored, without what only the cluster and the evidence document know: name, time of
     * creation, conditions and digest. Times are cut to whole seconds, as in Kubernetes, lists and texts to {@link ReportSize}.
     */
    static StoredReport of(RunEvidence evidence, ConfidenceScore score, ScoringPolicy policy) {
        List<StoredFinding> findings =
                ReportSize.findings(score).stream().map(StoredFinding::of).toList();
        int leftOut = findings.size() - ReportSize.limited(findings).size();
        return builder()
                .score(score.score())
                .scoreUpperBound(score.scoreUpperBound())
                .result(score.result().toString())
                .reason(score.obstacle().map(obstacle -> obstacle.reason()))
                .runStartedAt(evidence.startedAt().truncatedTo(ChronoUnit.SECONDS))
                .runCompletedAt(evidence.completedAt().truncatedTo(ChronoUnit.SECONDS))
                .rto(evidence.rto().map(StoredRto::of))
                .sandboxNamespace(evidence.sandboxNamespace())
                .veleroRestoreName(evidence.restoreName())
                .backup(StoredBackup.of(evidence))
                .validationLevels(score.levels().stream()
                        .map(level -> StoredLevel.of(evidence, level))
                        .toList())
                .findings(ReportSize.limited(findings))
                .findingsLeftOut(leftOut == 0 ? OptionalInt.empty() : OptionalInt.of(leftOut))
                .baseline(evidence.completeness().map(StoredBaseline::of))
                .summary(ReportSize.cut(Summary.of(evidence, score)))
                .policy(Optional.of(policy).filter(used -> !used.equals(ScoringPolicy.standard())))
                .build();
    }
}
