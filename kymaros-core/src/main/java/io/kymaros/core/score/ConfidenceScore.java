package io.kymaros.core.score;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.level.LevelResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** The verdict on one run. */
@Value.Immutable
public interface ConfidenceScore {
    /** Sum of the points earned, 0 to 100; empty when the run could not be performed. */
    OptionalInt score();

    /** The score if all missing evidence were good; equal to the score when none is missing. */
    OptionalInt scoreUpperBound();

    /** What the score means under the policy. */
    Result result();

    /** The six levels in report order; empty when the run could not be performed. */
    List<LevelResult> levels();

    /** What one level earned, and why; empty when the run could not be performed. */
    default Optional<LevelResult> level(Level level) {
        return levels().stream().filter(result -> result.level() == level).findFirst();
    }

    /** Why the run could not be performed. */
    Optional<Obstacle> obstacle();

    /** Starts an empty value. */
    static ImmutableConfidenceScore.Builder builder() {
        return ImmutableConfidenceScore.builder();
    }
}
