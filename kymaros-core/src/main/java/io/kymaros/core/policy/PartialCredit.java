package io.kymaros.core.policy;

/** What an incomplete resource type earns in the Completeness level. */
public enum PartialCredit {
    /** Exact types earn two halves, types of which something came back one half. The default. */
    HALF_TYPES("HalfTypes"),
    /** Only exact types earn anything. */
    EXACT_TYPES("ExactTypes"),
    /** Each object earns the same, whatever its type. */
    PROPORTIONAL("Proportional");

    private final String text;

    PartialCredit(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
