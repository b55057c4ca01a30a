package io.kymaros.core.policy;

/** What a level earns of whose parts some are good and some are not. */
public enum Credit {
    /** All points if every part is good, else none: the specification's rule for a level that fails. */
    ALL_OR_NOTHING("AllOrNothing"),
    /** Each part earns the same: a pod, a check, a dependency, or an object whatever its type. */
    PROPORTIONAL("Proportional"),
    /**
     * For Completeness: a resource type earns two halves if it is exact, one if at least half of it came back. The default
     * there.
     */
    HALF_TYPES("HalfTypes"),
    /** For Completeness: a resource type that is exact earns, one that isn't does not. */
    EXACT_TYPES("ExactTypes");

    private final String text;

    Credit(String text) {
        this.text = text;
    }

    /** Whether it tells resource types apart, so that it suits the Completeness level only. */
    public boolean byType() {
        return this == HALF_TYPES || this == EXACT_TYPES;
    }

    @Override
    public String toString() {
        return text;
    }
}
