package io.kymaros.k8s.pods;

import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.PodEvidence;
import java.time.Duration;

/**
 * How long pods may take to become ready: their own time, or what is left of the run's.
 *
 * @param ttl their own, {@code spec.sandbox.ttl}
 * @param timeout the whole run's, {@code spec.timeout}
 * @param left what is left of the run's when they are waited for
 */
public record StartupTime(Duration ttl, Duration timeout, Duration left) {
    /** How long they are waited for. */
    public Duration atMost() {
        return cutShort() ? left : ttl;
    }

    /** Whether the run's time ends before theirs. */
    public boolean cutShort() {
        return ttl.compareTo(left) > 0;
    }

    /** What that makes known of a pod that was not ready when the run's time was over: it may have become so in its own. */
    PodEvidence cut(PodEvidence pod) {
        String over = "spec.timeout (" + timeout.toSeconds() + " s) had passed before the pod had had the "
                + ttl.toSeconds() + " s of spec.sandbox.ttl; raise it";
        return ImmutablePodEvidence.copyOf(pod)
                .withUnknown(true)
                .withMessage(pod.message().map(seen -> seen + "; " + over).orElse(over));
    }

    /** A time that nothing cuts short. */
    static StartupTime of(Duration ttl) {
        return new StartupTime(ttl, ttl, ttl);
    }
}
