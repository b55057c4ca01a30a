package io.kymaros.core.evidence;

/** Whole seconds in Go's notation without zero units, as Kubernetes and Velero users read them: {@code 7m42s}, {@code 15m}. */
public final class DurationText {
    private DurationText() {}

    /**
     * Writes a duration.
     *
     * @param seconds whole seconds, not negative
     * @throws IllegalArgumentException if the seconds are negative
     */
    public static String of(long seconds) {
        Counts.notNegative("seconds", seconds);
        if (seconds == 0) {
            return "0s";
        }
        return part(seconds / 3600, "h") + part(seconds % 3600 / 60, "m") + part(seconds % 60, "s");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
