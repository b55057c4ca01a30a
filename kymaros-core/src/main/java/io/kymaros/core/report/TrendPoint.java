package io.kymaros.core.report;

import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** One run in a row of runs. */
@Value.Immutable
public interface TrendPoint {
    /** When the run started. */
    @Value.Parameter
    Instant time();

    /** Its score; empty when it could not be performed. */
    @Value.Parameter
    OptionalInt score();

    /** Its result. */
    @Value.Parameter
    Result result();

    /** A run with its time, score and result. */
    static TrendPoint of(Instant time, OptionalInt score, Result result) {
        return ImmutableTrendPoint.of(time, score, result);
    }
}
