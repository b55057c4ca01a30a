package io.kymaros.core.level;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A level that is judged by evidence of its own. Where that was not gathered, or not whole, the level is inconclusive, and
 * what was seen all the same stays in the findings.
 *
 * @param <E> the level's evidence
 */
abstract class GatheredLevel<E> implements LevelRule {
    private final Level level;

    GatheredLevel(Level level) {
        this.level = level;
    }

    /** The level's part of the evidence. */
    abstract Optional<E> evidence(RunEvidence run);

    /** Judges evidence that was gathered whole. */
    abstract LevelResult judge(RunEvidence run, E evidence, ScoringPolicy policy);

    @Override
    public final Level level() {
        return level;
    }

    @Override
    public final LevelResult judge(RunEvidence run, ScoringPolicy policy) {
        Optional<LevelResult> seen = evidence(run).map(evidence -> judge(run, evidence, policy));
        List<EvidenceGap> gaps =
                run.gaps().stream().filter(gap -> gap.level() == level).toList();
        if (gaps.isEmpty()) {
            return seen.orElseGet(() -> incomplete(List.of(nothingGathered()), List.of(), policy));
        }
        // Whether anything is configured, or expected, is not known of evidence that broke off.
        List<Finding> known = seen.filter(result -> result.outcome() != LevelOutcome.NOT_CONFIGURED)
                .map(LevelResult::findings)
                .orElse(List.of());
        return incomplete(gaps, known, policy);
    }

    private EvidenceGap nothingGathered() {
        return EvidenceGap.of(
                level, Reason.EVIDENCE_NOT_GATHERED.toString(), "The evidence for " + level + " was not gathered");
    }

    private LevelResult incomplete(List<EvidenceGap> gaps, List<Finding> seen, ScoringPolicy policy) {
        List<Finding> findings = new ArrayList<>();
        for (EvidenceGap gap : gaps) {
            findings.add(Finding.builder()
                    .level(level)
                    .reason(gap.reason())
                    .severity(Severity.UNKNOWN)
                    .object(level.toString())
                    .observed(gap.message())
                    .remedy(Reason.EVIDENCE_NOT_GATHERED.remedy())
                    .build());
        }
        findings.addAll(seen);
        EvidenceGap first = gaps.get(0);
        return LevelResult.inconclusive(level, policy)
                .reason(first.reason())
                .message(first.message())
                .findings(findings)
                .build();
    }
}
