package io.kymaros.core.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.Seed;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.report.Summary;
import org.junit.jupiter.api.Test;

/** The example report of the specification, byte for byte; its score is what its levels add up to. */
class SeedReproductionTest {
    private final ConfidenceScore score = ConfidenceScorer.standard().score(Seed.evidence());

    @Test
    void levelsEarnWhatTheExampleSays() {
        assertThat(score.levels()).extracting(LevelResult::pointsEarned).containsExactly(25, 18, 20, 20, 10, 5);
        assertThat(score.levels()).extracting(LevelResult::maxPoints).containsExactly(25, 20, 20, 20, 10, 5);
        assertThat(score.levels()).extracting(LevelResult::passed).containsOnly(true);
        assertThat(score.levels()).extracting(LevelResult::outcome).containsOnly(LevelOutcome.PASSED);
    }

    @Test
    void scoreIsTheSumOfTheLevels() {
        assertThat(score.score()).hasValue(98);
        assertThat(score.scoreUpperBound()).hasValue(98);
        assertThat(score.result()).isEqualTo(Result.PASS);
        assertThat(score.obstacle()).isEmpty();
    }

    @Test
    void messagesAreThoseOfTheExample() {
        assertThat(score.levels())
                .extracting(LevelResult::message)
                .containsExactly(
                        "Velero restore completed without errors",
                        "4/5 resource types matched exactly; Secrets: 7/8",
                        "All 6 pods reached Running/Ready state",
                        "3/3 health checks passed",
                        "1/1 external dependency reachable",
                        "RTO 7m42s is within SLA of 15m");
    }

    @Test
    void summaryIsThatOfTheExample() {
        assertThat(Summary.of(Seed.evidence(), score))
                .isEqualTo("Score 98/100 (Pass). Restore completed in 7m42s. Minor completeness gap: 1 Secret missing"
                        + " from restore (check Velero backup filters). All pods healthy, all health checks passed,"
                        + " RTO compliant.");
    }
}
