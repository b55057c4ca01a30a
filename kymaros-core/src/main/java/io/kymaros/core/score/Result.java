package io.kymaros.core.score;

import io.kymaros.core.policy.ScoringPolicy;
import java.util.Arrays;
import java.util.Optional;

/** What a score means. */
public enum Result {
    /** The backup restored with full or nearly full confidence. */
    PASS("Pass"),
    /** It restored with gaps that should be looked into. */
    PARTIAL("Partial"),
    /** It did not restore, or not well enough to be trusted. */
    FAIL("Fail"),
    /** The evidence does not decide it, or the run could not be performed. */
    INCONCLUSIVE("Inconclusive");

    private final String text;

    Result(String text) {
        this.text = text;
    }

    /** The result of a score by the policy's thresholds alone; never inconclusive. */
    public static Result of(int score, ScoringPolicy policy) {
        if (score >= policy.passThreshold()) {
            return PASS;
        }
        return score >= policy.partialThreshold() ? PARTIAL : FAIL;
    }

    /** Finds a result by its name in reports; empty if there is none of this name. */
    public static Optional<Result> named(String text) {
        return Arrays.stream(values())
                .filter(result -> result.text.equals(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
