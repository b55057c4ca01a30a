package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import java.util.List;
import org.immutables.value.Value;

/** What one level earned, and why. */
@Value.Immutable
public interface LevelResult {
    /** The level. */
    Level level();

    /** Points that the level could earn under the policy. */
    int maxPoints();

    /** Points earned, from 0 to {@link #maxPoints()}; 0 while inconclusive. */
    int pointsEarned();

    /** Points that could be earned if all evidence that is missing were good; equal to the points earned when none is. */
    int pointsUpperBound();

    /** Whether the points earned reach the Pass threshold's share of the level's points. */
    boolean passed();

    /** How the level ended. */
    LevelOutcome outcome();

    /** Stable reason code in CamelCase for the outcome, for example {@code RestoreCompleted}. */
    String reason();

    /** The outcome in one sentence, in the manner of the specification. */
    String message();

    /** One finding for each lost point's cause, and notes. */
    List<Finding> findings();

    /** Starts an empty result. */
    static ImmutableLevelResult.Builder builder() {
        return ImmutableLevelResult.builder();
    }
}
