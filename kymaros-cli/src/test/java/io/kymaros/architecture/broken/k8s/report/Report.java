package io.kymaros.architecture.broken.k8s.report;

import io.kymaros.architecture.broken.k8s.pods.PodsGatherer;
import io.kymaros.architecture.broken.k8s.run.Run;

/** Gathers evidence, which is the run's part, and knows the run, which stands above it. */
public record Report(Run run) {
    String pods() {
        return new PodsGatherer().gather();
    }
}
