package io.kymaros.core.report;

import io.kymaros.core.score.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.immutables.value.Value;

/**
 * How the runs of one test developed. Inconclusive runs say nothing about the backup: they are counted, and otherwise
 * passed over.
 */
@Value.Immutable
public interface Trend {
    /** The runs, oldest first; runs of the same time stay in the order in which they were given. */
    List<TrendPoint> points();

    /** The newest conclusive run. */
    @Value.Derived
    default Optional<TrendPoint> latest() {
        return conclusive(0);
    }

    /** The conclusive run before that. */
    @Value.Derived
    default Optional<TrendPoint> previous() {
        return conclusive(1);
    }

    /** Score of the latest conclusive run less that of the one before; empty with fewer than two. */
    @Value.Derived
    default OptionalInt change() {
        return latest().isPresent() && previous().isPresent()
                ? OptionalInt.of(score(latest().get()) - score(previous().get()))
                : OptionalInt.empty();
    }

    /** Whether the latest conclusive result is worse than the one before. */
    @Value.Derived
    default boolean regression() {
        return latest().isPresent()
                && previous().isPresent()
                && latest().get().result().compareTo(previous().get().result()) > 0;
    }

    /** Highest score of a conclusive run. */
    @Value.Derived
    default OptionalInt best() {
        return scores().max();
    }

    /** Lowest score of a conclusive run. */
    @Value.Derived
    default OptionalInt worst() {
        return scores().min();
    }

    /** How many conclusive runs up to the latest one were a Pass without one between that was not. */
    @Value.Derived
    default int consecutivePasses() {
        int passes = 0;
        for (TrendPoint point : points()) {
            if (isConclusive(point)) {
                passes = point.result() == Result.PASS ? passes + 1 : 0;
            }
        }
        return passes;
    }

    /** How many runs since the latest conclusive one were not. */
    @Value.Derived
    default int inconclusiveSince() {
        int runs = 0;
        for (TrendPoint point : points()) {
            runs = isConclusive(point) ? 0 : runs + 1;
        }
        return runs;
    }

    /** The trend of runs in any order. */
    static Trend of(List<TrendPoint> points) {
        return ImmutableTrend.builder()
                .points(points.stream()
                        .sorted(Comparator.comparing(TrendPoint::time))
                        .toList())
                .build();
    }

    private Optional<TrendPoint> conclusive(int back) {
        List<TrendPoint> conclusive =
                points().stream().filter(Trend::isConclusive).toList();
        int index = conclusive.size() - 1 - back;
        return index < 0 ? Optional.empty() : Optional.of(conclusive.get(index));
    }

    private IntStream scores() {
        return points().stream().filter(Trend::isConclusive).mapToInt(Trend::score);
    }

    private static boolean isConclusive(TrendPoint point) {
        return point.result() != Result.INCONCLUSIVE && point.score().isPresent();
    }

    private static int score(TrendPoint point) {
        return point.score().orElseThrow();
    }
}
