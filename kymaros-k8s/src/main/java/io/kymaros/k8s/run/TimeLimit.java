package io.kymaros.k8s.run;

import io.kymaros.k8s.fault.ObstacleException;
import java.time.Duration;

/** The time that a whole run may take. Whoever asks what is left of it learns too that the run was asked to stop. */
final class TimeLimit {
    private final Duration timeout;
    private final long deadline;

    /** @param timeout {@code spec.timeout}, from now on */
    TimeLimit(Duration timeout) {
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * What is left; nothing, once the time has passed.
     *
     * @throws InterruptedException if the run was asked to stop
     */
    Duration left() throws InterruptedException {
        if (stopped()) {
            throw new InterruptedException();
        }
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /**
     * How long a step may take that has a time of its own.
     *
     * @throws InterruptedException if the run was asked to stop
     */
    Duration atMost(Duration own) throws InterruptedException {
        Duration left = left();
        return own.compareTo(left) < 0 ? own : left;
    }

    /**
     * Refuses a step for which no time is left.
     *
     * @param step what the run was to do
     * @throws ObstacleException if the time has passed
     * @throws InterruptedException if the run was asked to stop
     */
    void requireTimeTo(String step) throws InterruptedException {
        if (left().isZero()) {
            throw new ObstacleException(
                    "Timeout",
                    "spec.timeout (" + timeout.toSeconds() + " s) had passed before the run could " + step
                            + ". Raise it, or find out what is slow.");
        }
    }

    /** Whether the run was asked to stop since this was asked last. An API request that is stopped fails like any other. */
    static boolean stopped() {
        return Thread.interrupted();
    }
}
