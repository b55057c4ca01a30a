package io.kymaros.core.evidence;

/** Refuses counts and durations that can't be. */
final class Counts {
    private Counts() {}

    static void notNegative(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " must not be negative, but is " + value);
        }
    }
}
