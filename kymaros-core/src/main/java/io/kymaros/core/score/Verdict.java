package io.kymaros.core.score;

import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.List;
import java.util.function.Predicate;

/** The result that a score has under a policy. */
final class Verdict {
    private Verdict() {}

    /** The result of both bounds if it is the same, otherwise inconclusive. */
    static Result of(ScoringPolicy policy, List<LevelResult> levels, int score, int upperBound) {
        Result worst = bounded(policy, levels, score, LevelResult::passed);
        Result best = bounded(
                policy,
                levels,
                upperBound,
                level -> level.passed() || level.outcome() == LevelOutcome.INCONCLUSIVE);
        return worst == best ? worst : Result.INCONCLUSIVE;
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
