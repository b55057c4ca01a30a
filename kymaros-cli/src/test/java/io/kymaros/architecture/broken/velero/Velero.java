package io.kymaros.architecture.broken.velero;

import io.kymaros.architecture.broken.k8s.run.Run;

/** Knows the run, which it must not. */
public final class Velero {
    boolean restore(Run run) {
        return run.velero() == this;
    }
}
