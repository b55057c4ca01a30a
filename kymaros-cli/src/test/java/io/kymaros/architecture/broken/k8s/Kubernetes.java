package io.kymaros.architecture.broken.k8s;

import io.kymaros.architecture.broken.velero.Velero;

/** Knows the backup tool, which it must not. */
public final class Kubernetes {
    public final Velero velero = new Velero();
}
