package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.level.Reason;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ImmutableScoringPolicy;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
        ConfidenceScore strict = ConfidenceScorer.with(base.withUnconfigured(each(Unconfigured.EARNS_NOTHING)))
                .score(run);
        ConfidenceScore awarding = ConfidenceScorer.with(base.withUnconfigured(each(Unconfigured.EARNS_ALL)))
                .score(run);

        for (Level level : Level.values()) {
            LevelResult nothing = strict.levels().get(level.ordinal());
            LevelResult all = awarding.levels().get(level.ordinal());
            if (nothing.reason().equals(Reason.PODS_NONE_EXPECTED.toString())) {
                assertThat(nothing.pointsEarned()).isZero();
                assertThat(all.pointsEarned()).isEqualTo(all.maxPoints());
                continue;
            }
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
    void stricterCreditNeverEarnsMore(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        assertThat(List.of(Credit.ALL_OR_NOTHING, Credit.EXACT_TYPES, Credit.HALF_TYPES))
                .extracting(credit -> earned(run, crediting(policy, Level.COMPLETENESS, credit), Level.COMPLETENESS))
                .isSorted();
        for (Level level : ScoringPolicy.HAVE_PARTS) {
            assertThat(earned(run, crediting(policy, level, Credit.ALL_OR_NOTHING), level))
                    .isLessThanOrEqualTo(earned(run, crediting(policy, level, Credit.PROPORTIONAL), level));
        }
    }

    @Property
    void lostDataAsAnObjectNeverCostsMore(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ImmutableScoringPolicy base = ImmutableScoringPolicy.copyOf(policy);
        ConfidenceScore failing = ConfidenceScorer.with(base.withLostData(LostData.FAILS_THE_RESTORE))
                .score(run);
        ConfidenceScore counting = ConfidenceScorer.with(base.withLostData(LostData.COUNTS_AS_AN_OBJECT))
                .score(run);

        assertThat(failing.score().getAsInt())
                .isLessThanOrEqualTo(counting.score().getAsInt());
        assertThat(failing.scoreUpperBound().getAsInt())
                .isLessThanOrEqualTo(counting.scoreUpperBound().getAsInt());
    }

    /** Computed anew, as the existing operator does it with ratios: the sum of what each level's share is worth, cut off. */
    @Property
    void existingOperatorsPolicyScoresAsThatOneDoes(@ForAll("wholeRuns") RunEvidence run) {
        List<String> scored = ScoringPolicy.existingOperator().scoredResourceTypes();
        long expected = 0;
        long found = 0;
        for (ResourceTypeEvidence type : run.completeness().get().resourceTypes()) {
            expected += scored.contains(type.resourceType()) ? type.expected() : 0;
            found += scored.contains(type.resourceType()) ? type.found() : 0;
        }
        List<PodEvidence> pods = run.podStartup().get().pods().stream()
                .filter(pod -> !pod.ignoredLoss())
                .toList();
        List<CheckEvidence> checks = run.healthChecks().get().checks();
        List<DependencyEvidence> needed = run.dependencies().get().dependencies();
        RtoEvidence rto = run.rto().get();
        RestoreEvidence restore = run.restore().get();

        long points = 0;
        points += restore.phase() == RestorePhase.COMPLETED
                        && restore.errors() == 0
                        && restore.errorMessages().isEmpty()
                ? 25
                : 0;
        points += expected == 0 ? 0 : 20 * found / expected;
        points += pods.isEmpty() ? 0 : 20 * count(pods, PodEvidence::ready) / pods.size();
        points +=
                checks.isEmpty() ? 0 : 20 * count(checks, check -> check.result() == CheckResult.PASS) / checks.size();
        points += needed.isEmpty()
                ? 10
                : 10 * count(needed, one -> one.reachability() == Reachability.REACHABLE) / needed.size();
        points += rto.slaMaxSeconds().isEmpty()
                        || rto.measuredSeconds() <= rto.slaMaxSeconds().getAsLong()
                ? 5
                : 0;

        assertThat(ConfidenceScorer.with(ScoringPolicy.existingOperator())
                        .score(run)
                        .score())
                .hasValue((int) points);
    }

    private static <T> long count(List<? extends T> all, Predicate<T> good) {
        return all.stream().filter(good).count();
    }

    private static Map<Level, Unconfigured> each(Unconfigured value) {
        return ScoringPolicy.MAY_BE_UNCONFIGURED.stream()
                .collect(Collectors.toMap(Function.identity(), level -> value));
    }

    private static ScoringPolicy crediting(ScoringPolicy policy, Level level, Credit credit) {
        Map<Level, Credit> credits = new EnumMap<>(policy.credits());
        credits.put(level, credit);
        return ImmutableScoringPolicy.copyOf(policy).withCredits(credits);
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
