package io.kymaros.core.level;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.EvidenceNote;
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

    /**
     * Judges the level's evidence.
     *
     * @param whole whether all of it was gathered; what is missing of evidence that broke off can be good or bad, and whether
     *     anything is configured, or expected, is not known then
     */
    abstract LevelResult judge(RunEvidence run, E evidence, boolean whole, ScoringPolicy policy);

    @Override
    public final Level level() {
        return level;
    }

    @Override
    public LevelResult judge(RunEvidence run, ScoringPolicy policy) {
        List<EvidenceGap> gaps =
                run.gaps().stream().filter(gap -> gap.level() == level).toList();
        Optional<LevelResult> seen = evidence(run).map(evidence -> judge(run, evidence, gaps.isEmpty(), policy));
        if (gaps.isEmpty()) {
            return seen.orElseGet(() -> notGathered(List.of(nothingGathered()), policy));
        }
        return seen.map(result -> brokenOff(result, gaps)).orElseGet(() -> notGathered(gaps, policy));
    }

    /**
     * Starts the result of a level with parts, by the policy's credit.
     *
     * @param good the reason when no part is bad or unknown
     * @param bad the reason when one is bad
     * @param unknown the reason when what is not known decides
     */
    final ImmutableLevelResult.Builder earned(
            Parts parts, boolean whole, ScoringPolicy policy, Reason good, Reason bad, Reason unknown) {
        Earned seen = Earned.parts(level, policy, parts);
        Earned earned = whole ? seen : seen.andPerhapsMore(policy);
        Reason decided = parts.bad() == 0 ? good : bad;
        return earned.result().reason((earned.decided() ? decided : unknown).toString());
    }

    /**
     * What is worth knowing and costs nothing.
     *
     * @param otherwise whose remedy to give for a reason of which Kymaros knows none
     */
    final List<Finding> notes(List<EvidenceNote> notes, Reason otherwise) {
        return notes.stream()
                .<Finding>map(note -> Finding.builder()
                        .level(level)
                        .severity(Severity.NOTE)
                        .reason(note.reason())
                        .object(note.object())
                        .observed(note.message())
                        .remedy(Reason.of(note.reason()).orElse(otherwise).remedy())
                        .build())
                .toList();
    }

    private EvidenceGap nothingGathered() {
        return EvidenceGap.of(
                level, Reason.EVIDENCE_NOT_GATHERED.toString(), "The evidence for " + level + " was not gathered");
    }

    private LevelResult notGathered(List<EvidenceGap> gaps, ScoringPolicy policy) {
        return LevelResult.inconclusive(level, policy)
                .reason(gaps.get(0).reason())
                .message(gaps.get(0).message())
                .findings(findings(gaps))
                .build();
    }

    /** What was seen may decide the level all the same; else it is the gap that keeps it from being judged. */
    private LevelResult brokenOff(LevelResult seen, List<EvidenceGap> gaps) {
        ImmutableLevelResult.Builder result =
                LevelResult.builder().from(seen).findings(findings(gaps)).addAllFindings(seen.findings());
        if (seen.outcome() == LevelOutcome.INCONCLUSIVE) {
            result.reason(gaps.get(0).reason()).message(gaps.get(0).message());
        }
        return result.build();
    }

    private List<Finding> findings(List<EvidenceGap> gaps) {
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
        return findings;
    }
}
