package io.kymaros.velero;

import java.time.Duration;

/**
 * How long Velero and its storage may take to react. The run's own deadline comes on top.
 *
 * @param velero longest time until Velero takes up a restore, or answers a request for a download
 * @param download longest time for one file
 */
record Patience(Duration velero, Duration download) {
    /** Velero reacts within a second when it is well; a busy one is given a minute. */
    static final Patience STANDARD = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60));
}
