package io.kymaros.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.level.LevelRule;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceScorerTest {
    @ParameterizedTest
    @CsvSource({"0, FAIL", "69, FAIL", "70, PARTIAL", "89, PARTIAL", "90, PASS", "100, PASS"})
    void thresholdsAreExact(int score, Result result) {
        ScoringPolicy onlyCompleteness = ScoringPolicy.builder()
                .weights(Map.of(Level.COMPLETENESS, 100))
                .putCredits(Level.COMPLETENESS, Credit.PROPORTIONAL)
                .build();

        ConfidenceScore scored = ConfidenceScorer.with(onlyCompleteness).score(restored(score));

        assertThat(scored.score()).hasValue(score);
        assertThat(scored.result()).isEqualTo(result);
    }

    @Test
    void levelIsFoundInTheScoreUnlessTheRunWasNotPerformed() {
        ConfidenceScore score = ConfidenceScorer.standard().score(restored(50));
        ConfidenceScore none =
                ConfidenceScore.builder().result(Result.INCONCLUSIVE).build();

        for (Level level : Level.values()) {
            assertThat(score.level(level).orElseThrow().level()).isEqualTo(level);
            assertThat(none.level(level)).isEmpty();
        }
    }

    @Test
    void missingEvidenceThatCanNotChangeTheResultLeavesItConclusive() {
        ConfidenceScore score = ConfidenceScorer.standard().score(withGap(Level.RTO_COMPLIANCE));

        assertThat(score.score()).hasValue(93);
        assertThat(score.scoreUpperBound()).hasValue(98);
        assertThat(score.result()).isEqualTo(Result.PASS);
    }

    @Test
    void missingEvidenceThatCouldChangeTheResultMakesItInconclusive() {
        ConfidenceScore score = ConfidenceScorer.standard().score(withGap(Level.CROSS_NS_DEPENDENCIES));

        assertThat(score.score()).hasValue(88);
        assertThat(score.scoreUpperBound()).hasValue(98);
        assertThat(score.result()).isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void requiredLevelThatIsNotPassedCapsTheResultAtPartial() {
        RunEvidence slow = Seed.run()
                .rto(RtoEvidence.builder()
                        .measuredSeconds(901)
                        .slaMaxSeconds(900)
                        .build())
                .build();

        assertThat(ConfidenceScorer.standard().score(slow).result()).isEqualTo(Result.PASS);
        assertThat(requiring(Level.RTO_COMPLIANCE).score(slow).result()).isEqualTo(Result.PARTIAL);
        assertThat(requiring(Level.POD_STARTUP).score(slow).result()).isEqualTo(Result.PASS);
    }

    @Test
    void requiredLevelThatIsInconclusiveMakesAPassInconclusive() {
        RunEvidence run = withGap(Level.RTO_COMPLIANCE);

        assertThat(requiring(Level.RTO_COMPLIANCE).score(run).result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(requiring(Level.POD_STARTUP).score(run).result()).isEqualTo(Result.PASS);
    }

    @Test
    void requiredLevelDoesNotRaiseAFailToPartial() {
        ScoringPolicy policy = ScoringPolicy.builder()
                .weights(Map.of(Level.COMPLETENESS, 100))
                .addRequiredLevels(Level.COMPLETENESS)
                .build();

        assertThat(ConfidenceScorer.with(policy).score(restored(0)).result()).isEqualTo(Result.FAIL);
    }

    @Test
    void obstacleLeavesNoScore() {
        Obstacle obstacle = Obstacle.of("StorageLocationUnavailable", "BackupStorageLocation default is unavailable");

        ConfidenceScore score =
                ConfidenceScorer.standard().score(Seed.run().obstacle(obstacle).build());

        assertThat(score)
                .isEqualTo(ConfidenceScore.builder()
                        .result(Result.INCONCLUSIVE)
                        .obstacle(obstacle)
                        .build());
    }

    @Test
    void ruleOfOnesOwnReplacesThatOfItsLevel() {
        LevelRule lenient = rule(LevelResult.share(Level.COMPLETENESS, ScoringPolicy.standard(), 1, 1)
                .reason("Lenient")
                .message("good enough")
                .build());

        ConfidenceScorer scorer = ConfidenceScorer.standard().withRule(lenient);

        assertThat(scorer.score(Seed.evidence()).score()).hasValue(100);
        assertThat(scorer.policy()).isEqualTo(ScoringPolicy.standard());
        assertThat(ConfidenceScorer.standard().score(Seed.evidence()).score()).hasValue(98);
    }

    @Test
    void ruleThatJudgesAnotherLevelOrWeightIsRefused() {
        LevelResult pods = LevelResult.share(Level.POD_STARTUP, ScoringPolicy.standard(), 1, 1)
                .reason("Wrong")
                .message("wrong")
                .build();
        LevelResult heavy = LevelResult.builder()
                .level(Level.COMPLETENESS)
                .maxPoints(21)
                .pointsEarned(21)
                .pointsUpperBound(21)
                .passed(true)
                .outcome(LevelOutcome.PASSED)
                .reason("Wrong")
                .message("wrong")
                .build();

        assertThatThrownBy(
                        () -> ConfidenceScorer.standard().withRule(rule(pods)).score(Seed.evidence()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is to judge Completeness for 20 points, but judged PodStartup for 20");
        assertThatThrownBy(
                        () -> ConfidenceScorer.standard().withRule(rule(heavy)).score(Seed.evidence()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is to judge Completeness for 20 points, but judged Completeness for 21");
    }

    @Test
    void resultsAreFoundByTheirName() {
        assertThat(Result.named("Partial")).contains(Result.PARTIAL);
        assertThat(Result.named("partial")).isEmpty();
    }

    private static LevelRule rule(LevelResult result) {
        return new LevelRule() {
            @Override
            public Level level() {
                return Level.COMPLETENESS;
            }

            @Override
            public LevelResult judge(RunEvidence evidence, ScoringPolicy policy) {
                return result;
            }
        };
    }

    private static ConfidenceScorer requiring(Level level) {
        return ConfidenceScorer.with(
                ScoringPolicy.builder().addRequiredLevels(level).build());
    }

    private static RunEvidence withGap(Level level) {
        return Seed.run()
                .addGaps(EvidenceGap.of(level, "Forbidden", "not allowed"))
                .build();
    }

    /** A hundred Secrets, some of which came back. */
    private static RunEvidence restored(int count) {
        ResourceTypeEvidence secrets = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .objects(IntStream.range(0, 100)
                        .mapToObj(i -> ObjectEvidence.builder()
                                .name("secret-" + i)
                                .restored(i < count)
                                .build())
                        .toList())
                .build();
        return Seed.run()
                .completeness(
                        CompletenessEvidence.builder().addResourceTypes(secrets).build())
                .build();
    }
}
