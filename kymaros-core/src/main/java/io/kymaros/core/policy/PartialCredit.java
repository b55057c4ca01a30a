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

    /**
     * What a resource type earns, out of {@link #possible}.
     *
     * @param found expected objects that came back, from 0 to {@code expected}
     * @param expected expected objects; positive
     */
    public long earned(long found, long expected) {
        boolean exact = found == expected;
        return switch (this) {
            case HALF_TYPES -> exact ? 2 : found > 0 ? 1 : 0;
            case EXACT_TYPES -> exact ? 1 : 0;
            case PROPORTIONAL -> found;
        };
    }

    /** What a resource type can earn at most. */
    public long possible(long expected) {
        return switch (this) {
            case HALF_TYPES -> 2;
            case EXACT_TYPES -> 1;
            case PROPORTIONAL -> expected;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
