package io.kymaros.architecture.broken.k8s.completeness;

import io.kymaros.architecture.broken.k8s.pods.PodsGatherer;

/** Asks another level, which stands after it, for what that has seen. */
public final class Completeness {
    String missing(PodsGatherer pods) {
        return pods.gather();
    }
}
