package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.Hiding;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is concluded without some evidence still holds when that evidence is known. */
class IntervalLaws extends Arbitrarily {
    @Property
    void intervalContainsTheTruth(
            @ForAll("wholeRuns") RunEvidence run,
            @ForAll("hidings") Map<Level, Hiding> hidings,
            @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        int truth = scorer.score(run).score().getAsInt();
        ConfidenceScore partlyKnown = scorer.score(Hiding.hide(run, hidings));

        assertThat(truth)
                .isBetween(
                        partlyKnown.score().getAsInt(),
                        partlyKnown.scoreUpperBound().getAsInt());
    }

    @Property
    void conclusionWithoutSomeEvidenceIsTheTrueOne(
            @ForAll("wholeRuns") RunEvidence run,
            @ForAll("hidings") Map<Level, Hiding> hidings,
            @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        Result truth = scorer.score(run).result();
        Result concluded = scorer.score(Hiding.hide(run, hidings)).result();

        assertThat(truth).isNotEqualTo(Result.INCONCLUSIVE);
        assertThat(concluded).isIn(truth, Result.INCONCLUSIVE);
    }

    @Property
    void knowledgeNeverWidensTheInterval(
            @ForAll("performedRuns") RunEvidence run,
            @ForAll("hidings") Map<Level, Hiding> hidings,
            @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        ConfidenceScore score = scorer.score(run);
        ConfidenceScore wider = scorer.score(Hiding.hide(run, hidings));

        assertThat(wider.score().getAsInt()).isLessThanOrEqualTo(score.score().getAsInt());
        assertThat(wider.scoreUpperBound().getAsInt())
                .isGreaterThanOrEqualTo(score.scoreUpperBound().getAsInt());
    }
}
