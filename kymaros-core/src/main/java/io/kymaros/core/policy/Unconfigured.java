package io.kymaros.core.policy;

/** What a level earns in which there is nothing to check, for example HealthChecks without a linked policy. */
public enum Unconfigured {
    /** Nothing: what was not tested is not trusted. */
    EARNS_NOTHING("EarnsNothing"),
    /** All of its points. */
    EARNS_ALL("EarnsAll");

    private final String text;

    Unconfigured(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
