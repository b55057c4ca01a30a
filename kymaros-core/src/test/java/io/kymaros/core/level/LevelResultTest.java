package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelResultTest {
    private static final ScoringPolicy POLICY = ScoringPolicy.standard();

    @ParameterizedTest
    @CsvSource({
        "9, 10, 18, true, Passed",
        "89, 100, 17, false, Partial",
        "1, 20, 1, false, Partial",
        "1, 21, 0, false, Failed",
        "0, 1, 0, false, Failed",
        "1, 1, 20, true, Passed"
    })
    void shareIsRoundedDownAndPassedFromThePassThresholdOn(
            long good, long all, int points, boolean passed, String outcome) {
        LevelResult result = complete(LevelResult.share(Level.POD_STARTUP, POLICY, good, all));

        assertThat(result.pointsEarned()).isEqualTo(points);
        assertThat(result.pointsUpperBound()).isEqualTo(points);
        assertThat(result.maxPoints()).isEqualTo(20);
        assertThat(result.passed()).isEqualTo(passed);
        assertThat(result.outcome()).hasToString(outcome);
    }

    @Test
    void shareOfHugeCountsIsExact() {
        long most = Long.MAX_VALUE / 100;

        assertThat(complete(LevelResult.share(Level.POD_STARTUP, POLICY, most - 1, most))
                        .pointsEarned())
                .isEqualTo(19);
    }

    @Test
    void levelOfNoWeightIsPassedOnlyWhenNothingIsWrong() {
        ScoringPolicy policy = ScoringPolicy.builder()
                .weights(Map.of(Level.RESTORE_INTEGRITY, 100))
                .build();

        LevelResult whole = complete(LevelResult.share(Level.POD_STARTUP, policy, 7, 7));
        LevelResult lossy = complete(LevelResult.share(Level.POD_STARTUP, policy, 6, 7));

        assertThat(whole.outcome()).isEqualTo(LevelOutcome.PASSED);
        assertThat(whole.passed()).isTrue();
        assertThat(lossy.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(lossy.passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "2, 1", "0, 0", "0, -1", "1, 92233720368547759"})
    void impossibleShareIsRefused(long good, long all) {
        assertThatThrownBy(() -> LevelResult.share(Level.POD_STARTUP, POLICY, good, all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PodStartup can't earn the share " + good + "/" + all);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 5", "3, 2, 5", "0, 6, 5"})
    void impossiblePointsAreRefused(int earned, int bound, int max) {
        assertThatThrownBy(() -> complete(LevelResult.builder()
                        .level(Level.RTO_COMPLIANCE)
                        .maxPoints(max)
                        .pointsEarned(earned)
                        .pointsUpperBound(bound)
                        .passed(false)
                        .outcome(LevelOutcome.FAILED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RTOCompliance can't earn " + earned + " to " + bound + " of " + max + " points");
    }

    private static LevelResult complete(ImmutableLevelResult.Builder result) {
        return result.reason("Because").message("because").build();
    }
}
