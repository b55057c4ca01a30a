package io.kymaros.velero;

import java.time.Duration;

/** Counts down on this machine's monotonic clock, so that a change of the wall clock has no effect. */
final class TimeLeft {
    private final long end;

    private TimeLeft(long end) {
        this.end = end;
    }

    static TimeLeft of(Duration duration) {
        return new TimeLeft(System.nanoTime() + duration.toNanos());
    }

    /** What is left; negative when the time has passed. */
    Duration duration() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    boolean passed() {
        return duration().isNegative() || duration().isZero();
    }

    /** What is left, but not more than the given time. */
    Duration atMost(Duration limit) {
        Duration left = duration();
        return left.compareTo(limit) < 0 ? left : limit;
    }
}
