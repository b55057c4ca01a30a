package io.kymaros.architecture.broken.k8s.run;

import io.kymaros.architecture.broken.k8s.report.Report;
import io.kymaros.architecture.broken.velero.Velero;

/** Knows one backup tool, which it must not. */
public final class Run {
    private final Velero velero = new Velero();

    public Velero velero() {
        return velero;
    }

    Report report() {
        return new Report(this);
    }
}
