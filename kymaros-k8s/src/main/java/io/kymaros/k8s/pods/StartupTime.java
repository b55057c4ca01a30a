package io.kymaros.k8s.pods;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import java.time.Duration;
import java.util.Optional;

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

    /** What is not known of pods that were cut short; nothing, if all are ready all the same. */
    public Optional<EvidenceGap> gap(Optional<PodStartupEvidence> seen) {
        if (seen.filter(StartupTime::allReady).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(EvidenceGap.of(
                Level.POD_STARTUP,
                "Timeout",
                "spec.timeout (" + timeout.toSeconds() + " s) had passed before the pods had had the " + ttl.toSeconds()
                        + " s of spec.sandbox.ttl. Raise it."));
    }

    private static boolean allReady(PodStartupEvidence pods) {
        return pods.pods().stream().allMatch(PodEvidence::ready);
    }
}
