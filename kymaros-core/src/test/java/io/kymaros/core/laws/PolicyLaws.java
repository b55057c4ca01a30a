package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ImmutableScoringPolicy;
import io.kymaros.core.policy.PartialCredit;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How a policy changes what the same evidence is worth. */
class PolicyLaws extends Arbitrarily {
    @Property
    void pointsOfALevelScaleWithItsWeightRoundedDown(
            @ForAll("performedRuns") RunEvidence run,
            @ForAll("policies") ScoringPolicy policy,
            @ForAll Level level,
            @ForAll @IntRange(max = 100) int weight) {
        int ofHundred = earned(run, weighing(policy, level, 100), level);
        int ofWeight = earned(run, weighing(policy, level, weight), level);

        // The share is at least ofHundred percent and, unless it is whole, less than one percent more.
        int most = ofHundred == 100 ? weight : Math.max(0, weight * (ofHundred + 1) - 1) / 100;
        assertThat(ofWeight).isBetween(weight * ofHundred / 100, most);
    }

    @Property
    void otherLevelsDoNotChangeWhatALevelEarns(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy, @ForAll Level level) {
        int weight = policy.weight(level);

        assertThat(earned(run, weighing(policy, level, weight), level)).isEqualTo(earned(run, policy, level));
    }

    @Property
    void resultIsDecidedByTheThresholds(
            @ForAll @IntRange(max = 100) int score, @ForAll("policies") ScoringPolicy policy) {
        Result expected = score >= policy.passThreshold()
                ? Result.PASS
                : score >= policy.partialThreshold() ? Result.PARTIAL : Result.FAIL;

        assertThat(Result.of(score, policy)).isEqualTo(expected);
    }

    @Property
    void requiredLevelsOnlyTurnAPassIntoPartial(
            @ForAll("wholeRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ImmutableScoringPolicy lenient = ImmutableScoringPolicy.copyOf(policy).withRequiredLevels();
        Result without = ConfidenceScorer.with(lenient).score(run).result();
        ConfidenceScore with = ConfidenceScorer.with(policy).score(run);
        boolean allPassed = with.levels().stream()
                .filter(level -> policy.requiredLevels().contains(level.level()))
                .allMatch(LevelResult::passed);

        assertThat(with.result()).isEqualTo(without == Result.PASS && !allPassed ? Result.PARTIAL : without);
    }

    @Property
    void awardingTheUnconfiguredOnlyRaisesUnconfiguredLevels(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ImmutableScoringPolicy base = ImmutableScoringPolicy.copyOf(policy);
        ConfidenceScore strict = ConfidenceScorer.with(base.withUnconfigured(Unconfigured.EARNS_NOTHING))
                .score(run);
        ConfidenceScore awarding = ConfidenceScorer.with(base.withUnconfigured(Unconfigured.EARNS_ALL))
                .score(run);

        for (Level level : Level.values()) {
            LevelResult nothing = strict.levels().get(level.ordinal());
            LevelResult all = awarding.levels().get(level.ordinal());
            assertThat(all.outcome()).isEqualTo(nothing.outcome());
            if (nothing.outcome() == LevelOutcome.NOT_CONFIGURED) {
                assertThat(nothing.pointsEarned()).isZero();
                assertThat(all.pointsEarned()).isEqualTo(level == Level.COMPLETENESS ? 0 : all.maxPoints());
            } else {
                assertThat(all).isEqualTo(nothing);
            }
        }
    }

    @Property
    void exactTypesNeverEarnMoreThanHalfTypes(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ImmutableScoringPolicy base = ImmutableScoringPolicy.copyOf(policy);

        assertThat(earned(run, base.withPartialCredit(PartialCredit.EXACT_TYPES), Level.COMPLETENESS))
                .isLessThanOrEqualTo(earned(run, base.withPartialCredit(PartialCredit.HALF_TYPES), Level.COMPLETENESS));
    }

    private static int earned(RunEvidence run, ScoringPolicy policy, Level level) {
        return ConfidenceScorer.with(policy)
                .score(run)
                .levels()
                .get(level.ordinal())
                .pointsEarned();
    }

    /** The policy with one level's weight, the rest of the hundred on another. */
    private static ScoringPolicy weighing(ScoringPolicy policy, Level level, int weight) {
        Level other = Level.values()[(level.ordinal() + 1) % Level.values().length];
        Map<Level, Integer> weights = new EnumMap<>(Level.class);
        weights.put(level, weight);
        weights.put(other, 100 - weight);
        return ImmutableScoringPolicy.copyOf(policy).withWeights(weights);
    }
}
