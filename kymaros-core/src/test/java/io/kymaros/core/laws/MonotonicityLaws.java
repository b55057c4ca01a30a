package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.OneStepWorse;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Worse evidence never scores better. */
class MonotonicityLaws extends Arbitrarily {
    @Property(tries = 300)
    void nothingThatGoesWorseRaisesTheScore(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        ConfidenceScore score = scorer.score(run);

        for (RunEvidence worse : OneStepWorse.of(run)) {
            ConfidenceScore lower = scorer.score(worse);
            assertThat(lower.score().getAsInt())
                    .isLessThanOrEqualTo(score.score().getAsInt());
            assertThat(lower.scoreUpperBound().getAsInt())
                    .isLessThanOrEqualTo(score.scoreUpperBound().getAsInt());
        }
    }

    @Property(tries = 300)
    void nothingThatGoesWorseImprovesTheResult(
            @ForAll("wholeRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        Result result = scorer.score(run).result();

        for (RunEvidence worse : OneStepWorse.of(run)) {
            assertThat(scorer.score(worse).result()).isGreaterThanOrEqualTo(result);
        }
    }

    @Property
    void surplusNeverPaysForALoss(
            @ForAll("performedRuns") RunEvidence run,
            @ForAll("policies") ScoringPolicy policy,
            @ForAll @Size(max = 20) List<String> surplus) {
        RunEvidence more = ImmutableRunEvidence.copyOf(run)
                .withCompleteness(
                        run.completeness().map(completeness -> ImmutableCompletenessEvidence.copyOf(completeness)
                                .withResourceTypes(completeness.resourceTypes().stream()
                                        .map(type -> ImmutableResourceTypeEvidence.copyOf(type)
                                                .withUnexpected(surplus))
                                        .toList())));

        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        assertThat(scorer.score(more).levels())
                .extracting(LevelResult::pointsEarned)
                .isEqualTo(scorer.score(run).levels().stream()
                        .map(LevelResult::pointsEarned)
                        .toList());
    }
}
