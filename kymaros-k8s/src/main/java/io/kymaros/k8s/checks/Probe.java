package io.kymaros.k8s.checks;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;

/** Runs the health checks of one type. */
interface Probe {
    /**
     * Runs a check.
     *
     * @return what was seen; a check that could not be made is inconclusive
     * @throws InterruptedException if the run was asked to stop
     */
    CheckEvidence probe(Check check) throws InterruptedException;
}
