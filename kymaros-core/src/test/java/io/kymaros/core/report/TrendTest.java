package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void noRunsHaveNoTrend() {
        Trend trend = Trend.of(List.of());

        assertThat(trend.latest()).isEmpty();
        assertThat(trend.previous()).isEmpty();
        assertThat(trend.change()).isEmpty();
        assertThat(trend.best()).isEmpty();
        assertThat(trend.worst()).isEmpty();
        assertThat(trend.regression()).isFalse();
        assertThat(trend.consecutivePasses()).isZero();
        assertThat(trend.inconclusiveSince()).isZero();
    }

    @Test
    void oneRunHasNoChange() {
        Trend trend = Trend.of(List.of(scored(1, 98)));

        assertThat(trend.latest()).contains(scored(1, 98));
        assertThat(trend.change()).isEmpty();
        assertThat(trend.regression()).isFalse();
        assertThat(trend.consecutivePasses()).isEqualTo(1);
    }

    @Test
    void changeIsThatSinceTheConclusiveRunBefore() {
        Trend trend = Trend.of(List.of(scored(4, 85), notPerformed(3), scored(2, 98), scored(1, 91)));

        assertThat(trend.points()).extracting(TrendPoint::time).isSorted();
        assertThat(trend.latest()).contains(scored(4, 85));
        assertThat(trend.previous()).contains(scored(2, 98));
        assertThat(trend.change()).hasValue(-13);
        assertThat(trend.regression()).isTrue();
        assertThat(trend.best()).hasValue(98);
        assertThat(trend.worst()).hasValue(85);
        assertThat(trend.consecutivePasses()).isZero();
    }

    @Test
    void lowerScoreOfTheSameResultIsNoRegression() {
        assertThat(Trend.of(List.of(scored(1, 100), scored(2, 90))).regression())
                .isFalse();
        assertThat(Trend.of(List.of(scored(1, 80), scored(2, 90))).regression()).isFalse();
    }

    @Test
    void inconclusiveRunsDoNotBreakARowOfPasses() {
        Trend trend = Trend.of(List.of(
                scored(1, 50), scored(2, 95), notPerformed(3), scored(4, 96), undecided(5, 85), notPerformed(6)));

        assertThat(trend.consecutivePasses()).isEqualTo(2);
        assertThat(trend.inconclusiveSince()).isEqualTo(2);
        assertThat(trend.latest()).contains(scored(4, 96));
        assertThat(trend.worst()).hasValue(50);
    }

    @Test
    void runsOfTheSameTimeKeepTheirOrder() {
        assertThat(Trend.of(List.of(scored(1, 90), scored(1, 91))).latest()).contains(scored(1, 91));
    }

    private static TrendPoint scored(int hour, int score) {
        return TrendPoint.of(time(hour), OptionalInt.of(score), Result.of(score, ScoringPolicy.standard()));
    }

    private static TrendPoint undecided(int hour, int score) {
        return TrendPoint.of(time(hour), OptionalInt.of(score), Result.INCONCLUSIVE);
    }

    private static TrendPoint notPerformed(int hour) {
        return TrendPoint.of(time(hour), OptionalInt.empty(), Result.INCONCLUSIVE);
    }

    private static Instant time(int hour) {
        return Instant.EPOCH.plusSeconds(hour * 3600L);
    }
}
