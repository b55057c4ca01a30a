package io.kymaros.architecture.broken.velero;

import io.kymaros.architecture.broken.k8s.Kubernetes;

/** Knows the run, which it must not. */
public final class Velero {
    boolean restore(Kubernetes kubernetes) {
        return kubernetes.velero == this;
    }
}
