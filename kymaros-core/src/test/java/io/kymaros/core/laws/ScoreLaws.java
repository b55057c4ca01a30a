package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.Shuffled;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for the score of any run under any policy. */
class ScoreLaws extends Arbitrarily {
    @Property
    void scoreAndBoundAreWithinZeroAndHundred(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScore score = ConfidenceScorer.with(policy).score(run);

        assertThat(score.score().getAsInt()).isBetween(0, 100);
        assertThat(score.scoreUpperBound().getAsInt()).isBetween(score.score().getAsInt(), 100);
    }

    @Property
    void scoreAndBoundAreTheSumsOverTheSixLevels(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScore score = ConfidenceScorer.with(policy).score(run);

        assertThat(score.levels()).extracting(LevelResult::level).containsExactly(Level.values());
        assertThat(score.score())
                .hasValue(score.levels().stream()
                        .mapToInt(LevelResult::pointsEarned)
                        .sum());
        assertThat(score.scoreUpperBound())
                .hasValue(score.levels().stream()
                        .mapToInt(LevelResult::pointsUpperBound)
                        .sum());
        assertThat(score.levels())
                .allSatisfy(level -> assertThat(level.maxPoints()).isEqualTo(policy.weight(level.level())));
    }

    @Property
    void onlyPerfectEvidenceEarnsTheMaximum(
            @ForAll("wholeRuns") RunEvidence run, @ForAll("policiesInWhichEveryLevelCounts") ScoringPolicy policy) {
        for (LevelResult level : ConfidenceScorer.with(policy).score(run).levels()) {
            assertThat(level.pointsEarned() == level.maxPoints())
                    .as("%s: %s", level.level(), level.message())
                    .isEqualTo(perfect(level.level(), run, policy));
        }
    }

    @Property
    void onlyMissingEvidenceRaisesTheUpperBound(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        for (LevelResult level : ConfidenceScorer.with(policy).score(run).levels()) {
            boolean open = level.pointsUpperBound() > level.pointsEarned();
            if (level.maxPoints() > 0) {
                assertThat(level.outcome() == LevelOutcome.INCONCLUSIVE).isEqualTo(open);
                assertThat(level.passed()).isEqualTo(policy.isPassed(level.pointsEarned(), level.maxPoints()));
            } else {
                assertThat(open).isFalse();
            }
        }
    }

    @Property
    void everyLostPointHasAFinding(@ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        for (LevelResult level : ConfidenceScorer.with(policy).score(run).levels()) {
            boolean explained = level.findings().stream().anyMatch(finding -> finding.severity() != Severity.NOTE);
            if (level.pointsEarned() < level.maxPoints()) {
                assertThat(explained).as(level.message()).isTrue();
            } else if (level.maxPoints() > 0) {
                assertThat(explained).as(level.message()).isFalse();
            }
        }
    }

    @Property
    void everyFindingSaysWhatWasSeenAndWhatToDo(
            @ForAll("performedRuns") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        for (LevelResult level : ConfidenceScorer.with(policy).score(run).levels()) {
            assertThat(level.message()).isNotNull();
            assertThat(level.findings()).allSatisfy(finding -> {
                assertThat(finding.level()).isEqualTo(level.level());
                assertThat(finding.reason()).matches("[A-Z][A-Za-z]+");
                assertThat(finding.object()).isNotEmpty();
                assertThat(finding.remedy()).isNotEmpty();
            });
        }
    }

    @Property
    void orderOfObservationsDoesNotMatter(
            @ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy, @ForAll Random random) {
        ConfidenceScorer scorer = ConfidenceScorer.with(policy);
        ConfidenceScore score = scorer.score(run);
        ConfidenceScore other = scorer.score(Shuffled.run(run, random));

        assertThat(other.result()).isEqualTo(score.result());
        assertThat(other.levels())
                .extracting(LevelResult::pointsEarned)
                .isEqualTo(
                        score.levels().stream().map(LevelResult::pointsEarned).toList());
        for (int i = 0; i < score.levels().size(); i++) {
            assertThat(other.levels().get(i).findings())
                    .containsExactlyInAnyOrderElementsOf(score.levels().get(i).findings());
        }
    }

    @Property
    void sameEvidenceGivesTheSameScoreAndSummary(
            @ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScore score = ConfidenceScorer.with(policy).score(run);
        ConfidenceScore again = ConfidenceScorer.with(policy).score(run);

        assertThat(again).isEqualTo(score);
        assertThat(Summary.of(run, again)).isEqualTo(Summary.of(run, score)).endsWith(".");
    }

    @Property
    void runThatCouldNotBePerformedHasNoScore(
            @ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScore score = ConfidenceScorer.with(policy).score(run);

        assertThat(score.obstacle()).isEqualTo(run.obstacle());
        assertThat(score.score().isEmpty()).isEqualTo(run.obstacle().isPresent());
        assertThat(score.scoreUpperBound().isEmpty()).isEqualTo(run.obstacle().isPresent());
        assertThat(score.levels().isEmpty()).isEqualTo(run.obstacle().isPresent());
        if (run.obstacle().isPresent()) {
            assertThat(score.result()).isEqualTo(Result.INCONCLUSIVE);
        }
    }

    /** Written anew, and not with the rules' own code. */
    private static boolean perfect(Level level, RunEvidence run, ScoringPolicy policy) {
        boolean awarded = policy.unconfigured(level) == Unconfigured.EARNS_ALL;
        boolean hasItsData = policy.lostData() == LostData.COUNTS_AS_AN_OBJECT || noClaimIsLost(run);
        return switch (level) {
            case RESTORE_INTEGRITY ->
                hasItsData
                        && run.restore().get().phase() == RestorePhase.COMPLETED
                        && run.restore().get().errors() == 0
                        && run.restore().get().errorMessages().isEmpty();
            case COMPLETENESS -> hasItsData && perfectCompleteness(run, policy.scoredResourceTypes());
            case POD_STARTUP -> {
                var expected = run.podStartup().get().pods().stream()
                        .filter(pod -> pod.ready() || pod.ignored().isEmpty())
                        .toList();
                yield expected.isEmpty() ? awarded : expected.stream().allMatch(PodEvidence::ready);
            }
            case HEALTH_CHECKS ->
                run.healthChecks().get().checks().isEmpty()
                        ? awarded
                        : run.healthChecks().get().checks().stream()
                                .allMatch(check -> check.result() == CheckResult.PASS);
            case CROSS_NS_DEPENDENCIES ->
                run.dependencies().get().dependencies().stream()
                        .allMatch(dependency -> dependency.reachability() == Reachability.REACHABLE);
            case RTO_COMPLIANCE ->
                run.rto().get().slaMaxSeconds().isEmpty()
                        ? awarded
                        : run.rto().get().measuredSeconds()
                                <= run.rto().get().slaMaxSeconds().getAsLong();
        };
    }

    private static boolean perfectCompleteness(RunEvidence run, List<String> scored) {
        long expected = 0;
        long found = 0;
        for (var type : run.completeness().get().resourceTypes()) {
            if (scored.contains(type.resourceType())) {
                expected += type.objects().stream()
                        .filter(object -> sound(object) || object.ignored().isEmpty())
                        .count();
                found += type.objects().stream().filter(ScoreLaws::sound).count();
            }
        }
        return expected > 0 && expected == found;
    }

    private static boolean noClaimIsLost(RunEvidence run) {
        return run.completeness().get().resourceTypes().stream()
                .filter(type -> type.resourceType().equals("PersistentVolumeClaim"))
                .flatMap(type -> type.objects().stream())
                .allMatch(claim -> sound(claim) || claim.ignored().isPresent());
    }

    private static boolean sound(ObjectEvidence object) {
        return object.restored() && object.defect().isEmpty();
    }
}
