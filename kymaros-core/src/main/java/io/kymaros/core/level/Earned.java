package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;

/**
 * What a level earns between the worst and the best that is still possible. Points are shares of the level's weight, rounded
 * down.
 *
 * @param max points that the level can earn
 * @param worst points if everything that is not known is bad
 * @param best points if it is all good
 * @param passed whether the worst points reach the Pass threshold's share
 * @param couldPass whether the best points do
 */
record Earned(Level level, int max, int worst, int best, boolean passed, boolean couldPass) {
    /** Larger than any count; what is added to evidence that broke off can make a loss as small as one of so many. */
    private static final long BEYOND_COUNTING = Long.MAX_VALUE / 100;

    /** The same share, whatever is not known. */
    static Earned share(Level level, ScoringPolicy policy, long good, long all) {
        return between(level, policy, good, good, all);
    }

    /**
     * A share between two.
     *
     * @throws IllegalArgumentException if a share is not within 0 and 1, the worst is better than the best, or {@code all} is
     *     not positive or larger than {@code Long.MAX_VALUE / 100}
     */
    static Earned between(Level level, ScoringPolicy policy, long worst, long best, long all) {
        if (all <= 0 || all > BEYOND_COUNTING || worst < 0 || worst > best || best > all) {
            throw new IllegalArgumentException(
                    level + " can't earn the share " + (worst == best ? "" : worst + " to ") + best + "/" + all);
        }
        int max = policy.weight(level);
        int least = (int) (max * worst / all);
        int most = (int) (max * best / all);
        return new Earned(
                level,
                max,
                least,
                most,
                max == 0 ? worst == all : policy.isPassed(least, max),
                max == 0 ? best == all : policy.isPassed(most, max));
    }

    /** Nothing, whatever is not known. */
    static Earned nothing(Level level, ScoringPolicy policy) {
        return share(level, policy, 0, 1);
    }

    /** Anything: nothing is known. */
    static Earned unknown(Level level, ScoringPolicy policy) {
        return between(level, policy, 0, 1, 1);
    }

    /** What parts earn that are good, bad or unknown, by the policy's credit for the level; anything where there is none. */
    static Earned parts(Level level, ScoringPolicy policy, Parts parts) {
        if (parts.all() == 0) {
            return unknown(level, policy);
        }
        if (policy.credit(level) == Credit.ALL_OR_NOTHING) {
            return between(level, policy, parts.good() == parts.all() ? 1 : 0, parts.bad() == 0 ? 1 : 0, 1);
        }
        return between(level, policy, parts.good(), parts.good() + parts.unknown(), parts.all());
    }

    /** The same, when there may be more parts than were seen: what is bad stays bad, and no share is certain. */
    Earned andPerhapsMore(ScoringPolicy policy) {
        boolean perfect = max == 0 ? couldPass : best == max;
        if (perfect) {
            return unknown(level, policy);
        }
        return policy.credit(level) == Credit.ALL_OR_NOTHING
                ? nothing(level, policy)
                : between(level, policy, 0, BEYOND_COUNTING - 1, BEYOND_COUNTING);
    }

    /** The same, when what is not known may also cost the level everything. */
    Earned orNothing() {
        return new Earned(level, max, 0, best, false, couldPass);
    }

    boolean decided() {
        return worst == best && passed == couldPass;
    }

    LevelOutcome outcome() {
        if (!decided()) {
            return LevelOutcome.INCONCLUSIVE;
        }
        return passed ? LevelOutcome.PASSED : worst > 0 ? LevelOutcome.PARTIAL : LevelOutcome.FAILED;
    }

    /** Starts the level's result; reason, message and findings are left to the rule. */
    ImmutableLevelResult.Builder result() {
        return LevelResult.builder()
                .level(level)
                .maxPoints(max)
                .pointsEarned(worst)
                .pointsUpperBound(best)
                .passed(passed)
                .outcome(outcome());
    }
}
