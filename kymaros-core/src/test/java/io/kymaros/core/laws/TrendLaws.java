package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Trend;
import io.kymaros.core.report.TrendPoint;
import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How runs add up to a trend. */
class TrendLaws {
    @Provide
    Arbitrary<List<TrendPoint>> points() {
        Arbitrary<TrendPoint> point = Combinators.combine(
                        Arbitraries.longs().between(0, 2_000_000_000L),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of(0, 1, 2))
                .as((seconds, score, kind) -> TrendPoint.of(
                        Instant.ofEpochSecond(seconds),
                        kind == 0 ? OptionalInt.empty() : OptionalInt.of(score),
                        kind == 2 ? Result.of(score, ScoringPolicy.standard()) : Result.INCONCLUSIVE));
        return point.list().uniqueElements(TrendPoint::time).ofMaxSize(8);
    }

    @Property
    void orderInWhichRunsAreGivenDoesNotMatter(@ForAll("points") List<TrendPoint> points, @ForAll Random random) {
        List<TrendPoint> shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, random);

        assertThat(Trend.of(shuffled)).isEqualTo(Trend.of(points));
    }

    @Property
    void inconclusiveRunsChangeNothingButTheirCount(@ForAll("points") List<TrendPoint> points) {
        Trend all = Trend.of(points);
        Trend conclusive = Trend.of(points.stream()
                .filter(point -> point.result() != Result.INCONCLUSIVE)
                .toList());

        assertThat(all.latest()).isEqualTo(conclusive.latest());
        assertThat(all.change()).isEqualTo(conclusive.change());
        assertThat(all.regression()).isEqualTo(conclusive.regression());
        assertThat(all.best()).isEqualTo(conclusive.best());
        assertThat(all.worst()).isEqualTo(conclusive.worst());
        assertThat(all.consecutivePasses()).isEqualTo(conclusive.consecutivePasses());
        assertThat(conclusive.inconclusiveSince()).isZero();
    }

    @Property
    void latestLiesBetweenWorstAndBest(@ForAll("points") List<TrendPoint> points) {
        Trend trend = Trend.of(points);

        assertThat(trend.best().isPresent()).isEqualTo(trend.latest().isPresent());
        trend.latest().ifPresent(latest -> assertThat(latest.score().getAsInt())
                .isBetween(trend.worst().getAsInt(), trend.best().getAsInt()));
    }

    @Property
    void regressionIsNoPass(@ForAll("points") List<TrendPoint> points) {
        Trend trend = Trend.of(points);

        if (trend.regression()) {
            assertThat(trend.consecutivePasses()).isZero();
            assertThat(trend.change().getAsInt()).isNegative();
        }
    }
}
