package io.kymaros.core.level;

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
    /** The evidence could not be gathered. */
    INCONCLUSIVE("Inconclusive");

    private final String text;

    LevelOutcome(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
