package io.kymaros.core.level;

import java.util.Arrays;
import java.util.Optional;

/** How a level ended. */
public enum LevelOutcome {
    /** Earned at least the Pass threshold's share of its points. */
    PASSED("Passed"),
    /** Earned some points, but less than that. */
    PARTIAL("Partial"),
    /** Earned nothing. */
    FAILED("Failed"),
    /** There was nothing to check because the user has configured nothing. */
    NOT_CONFIGURED("NotConfigured"),
    /** The evidence that is missing decides how many points it earns. */
    INCONCLUSIVE("Inconclusive");

    private final String text;

    LevelOutcome(String text) {
        this.text = text;
    }

    /** Finds an outcome by its name in reports; empty if there is none of this name. */
    public static Optional<LevelOutcome> named(String text) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.text.equals(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
