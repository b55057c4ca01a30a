package io.kymaros.cli.render;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.k8s.api.RestoreReport;

/** A report without the bookkeeping of the API server, as kubectl shows objects too. */
final class Bare {
    private Bare() {}

    static RestoreReport of(RestoreReport report) {
        RestoreReport bare = new RestoreReport();
        bare.setMetadata(
                new ObjectMetaBuilder(report.getMetadata()).withManagedFields().build());
        bare.setSpec(report.getSpec());
        bare.setStatus(report.getStatus());
        return bare;
    }
}
