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

    /** Points earned whatever the missing evidence would show, from 0 to {@link #maxPoints()}. */
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
        return Earned.share(level, policy, good, all).result();
    }

    /**
     * Starts the result of a level of whose share only the bounds are known. It is inconclusive unless both are worth the same.
     *
     * @param worst how much is as it should be if all that is not known is bad, from 0 to {@code best}
     * @param best how much is if all of that is good, up to {@code all}
     * @param all how much there is to look at; positive, and at most {@code Long.MAX_VALUE / 100}
     * @throws IllegalArgumentException if these are not in that order
     */
    static ImmutableLevelResult.Builder between(Level level, ScoringPolicy policy, long worst, long best, long all) {
        return Earned.between(level, policy, worst, best, all).result();
    }

    /**
     * Starts the result of a level that the user has not configured: it earns what the policy gives for that. Reason and
     * message are left to the rule.
     */
    static ImmutableLevelResult.Builder notConfigured(Level level, ScoringPolicy policy) {
        boolean awarded = policy.unconfigured(level) == Unconfigured.EARNS_ALL;
        return Earned.share(level, policy, awarded ? 1 : 0, 1)
                .result()
                .passed(awarded)
                .outcome(LevelOutcome.NOT_CONFIGURED);
    }

    /**
     * Starts the result of a level whose evidence could not be gathered: it earns nothing and could earn everything. Reason,
     * message and findings are left to the rule.
     */
    static ImmutableLevelResult.Builder inconclusive(Level level, ScoringPolicy policy) {
        return Earned.unknown(level, policy).result();
    }
}
