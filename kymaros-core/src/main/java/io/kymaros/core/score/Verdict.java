package io.kymaros.core.score;

import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.List;
import java.util.function.Predicate;

/** The result that levels have under a policy. */
public final class Verdict {
    private Verdict() {}

    /**
     * The result for the worst and for the best that missing evidence could show, if it is the same; otherwise inconclusive.
     * A required level that isn't passed keeps the result from being a Pass.
     */
    public static Result of(ScoringPolicy policy, List<LevelResult> levels) {
        int score = levels.stream().mapToInt(LevelResult::pointsEarned).sum();
        int upperBound = levels.stream().mapToInt(LevelResult::pointsUpperBound).sum();
        Result worst = bounded(policy, levels, score, LevelResult::passed);
        Result best = bounded(policy, levels, upperBound, level -> level.passed() || couldPass(policy, level));
        return worst == best ? worst : Result.INCONCLUSIVE;
    }

    /** Of a level that is worth nothing, the outcome alone says that it is not decided. */
    private static boolean couldPass(ScoringPolicy policy, LevelResult level) {
        return level.outcome() == LevelOutcome.INCONCLUSIVE
                && (level.maxPoints() == 0 || policy.isPassed(level.pointsUpperBound(), level.maxPoints()));
    }

    private static Result bounded(
            ScoringPolicy policy, List<LevelResult> levels, int score, Predicate<LevelResult> passed) {
        boolean capped = levels.stream()
                .filter(level -> policy.requiredLevels().contains(level.level()))
                .anyMatch(passed.negate());
        Result result = Result.of(score, policy);
        return result == Result.PASS && capped ? Result.PARTIAL : result;
    }
}
