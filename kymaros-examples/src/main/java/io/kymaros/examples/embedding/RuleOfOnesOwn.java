package io.kymaros.examples.embedding;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.level.LevelRule;
import io.kymaros.core.level.Reason;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.List;

/**
 * Judges one level by a rule of one's own: a restore that ended well but with warnings earns half of its points. The other
 * levels, the sum, the interval and the result stay as they are.
 */
public final class RuleOfOnesOwn implements LevelRule {
    /** The standard scorer with this rule in the place of the standard one. */
    static final ConfidenceScorer SCORER = ConfidenceScorer.standard().withRule(new RuleOfOnesOwn());

    /** Prints what the rule makes of a restore with a warning. */
    public static void main(String... args) {
        RunEvidence observed = RunEvidence.builder()
                .from(EmbeddedScoring.observed())
                .restore(RestoreEvidence.builder()
                        .tool("OwnTool")
                        .phase(RestorePhase.COMPLETED)
                        .warnings(1)
                        .build())
                .build();
        LevelResult level =
                SCORER.score(observed).level(Level.RESTORE_INTEGRITY).orElseThrow();
        System.out.println(level.pointsEarned() + "/" + level.maxPoints() + ": " + level.message());
    }

    @Override
    public Level level() {
        return Level.RESTORE_INTEGRITY;
    }

    @Override
    public LevelResult judge(RunEvidence evidence, ScoringPolicy policy) {
        boolean whole = evidence.gaps().stream().noneMatch(gap -> gap.level() == level());
        return evidence.restore()
                .filter(restore -> whole)
                .map(restore -> judge(restore, policy))
                .orElseGet(() -> LevelResult.inconclusive(level(), policy)
                        .reason(Reason.EVIDENCE_NOT_GATHERED.toString())
                        .message("How the restore ended is not known")
                        .findings(finding(Severity.UNKNOWN, Reason.EVIDENCE_NOT_GATHERED, "nothing was observed"))
                        .build());
    }

    private LevelResult judge(RestoreEvidence restore, ScoringPolicy policy) {
        boolean ended = restore.phase() == RestorePhase.COMPLETED && restore.errors() == 0;
        boolean silent = restore.warnings() == 0;
        String message = restore.phase() + ", errors: " + restore.errors() + ", warnings: " + restore.warnings();
        Reason reason = ended && silent ? Reason.RESTORE_COMPLETED : Reason.RESTORE_FAILED;
        return LevelResult.share(level(), policy, ended ? silent ? 2 : 1 : 0, 2)
                .reason(reason.toString())
                .message(message)
                .findings(ended && silent ? List.of() : finding(Severity.LOSS, reason, message))
                .build();
    }

    private List<Finding> finding(Severity severity, Reason reason, String observed) {
        return List.of(Finding.of(level(), severity, reason, "Restore", observed));
    }
}
