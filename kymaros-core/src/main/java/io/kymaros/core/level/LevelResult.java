package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
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

    /** Refuses points that the level can't have. */
    @Value.Check
    default void check() {
        boolean ordered =
                0 <= pointsEarned() && pointsEarned() <= pointsUpperBound() && pointsUpperBound() <= maxPoints();
        if (!ordered) {
            throw new IllegalArgumentException(level() + " can't earn " + pointsEarned() + " to " + pointsUpperBound()
                    + " of " + maxPoints() + " points");
        }
    }

    /** Starts an empty result. */
    static ImmutableLevelResult.Builder builder() {
        return ImmutableLevelResult.builder();
    }

    /**
     * Starts the result of a level that earns a share of its points, rounded down: {@code floor(weight * good / all)}. It is
     * passed if that reaches the Pass threshold's share of the weight; a level of weight 0 is passed if the share is whole.
     * Reason, message and findings are left to the rule.
     *
     * @param good how much was as it should be, from 0 to {@code all}
     * @param all how much was looked at; positive, and at most {@code Long.MAX_VALUE / 100}
     * @throws IllegalArgumentException if the share is not within 0 and 1, or {@code all} is larger than that
     */
    static ImmutableLevelResult.Builder share(Level level, ScoringPolicy policy, long good, long all) {
        if (all <= 0 || all > Long.MAX_VALUE / 100 || good < 0 || good > all) {
            throw new IllegalArgumentException(level + " can't earn the share " + good + "/" + all);
        }
        int max = policy.weight(level);
        int earned = (int) (max * good / all);
        boolean passed = max == 0 ? good == all : policy.isPassed(earned, max);
        LevelOutcome outcome = passed ? LevelOutcome.PASSED : earned > 0 ? LevelOutcome.PARTIAL : LevelOutcome.FAILED;
        return points(level, max, earned, earned).passed(passed).outcome(outcome);
    }

    /**
     * Starts the result of a level that the user has not configured: it earns what the policy gives for that. Reason and
     * message are left to the rule.
     */
    static ImmutableLevelResult.Builder notConfigured(Level level, ScoringPolicy policy) {
        boolean awarded = policy.unconfigured() == Unconfigured.EARNS_ALL;
        int max = policy.weight(level);
        int earned = awarded ? max : 0;
        return points(level, max, earned, earned).passed(awarded).outcome(LevelOutcome.NOT_CONFIGURED);
    }

    /**
     * Starts the result of a level whose evidence could not be gathered: it earns nothing and could earn everything. Reason,
     * message and findings are left to the rule.
     */
    static ImmutableLevelResult.Builder inconclusive(Level level, ScoringPolicy policy) {
        int max = policy.weight(level);
        return points(level, max, 0, max).passed(false).outcome(LevelOutcome.INCONCLUSIVE);
    }

    private static ImmutableLevelResult.Builder points(Level level, int max, int earned, int upperBound) {
        return builder().level(level).maxPoints(max).pointsEarned(earned).pointsUpperBound(upperBound);
    }
}
