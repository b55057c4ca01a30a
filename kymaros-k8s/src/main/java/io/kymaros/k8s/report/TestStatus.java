package io.kymaros.k8s.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.api.RestoreTestStatus;
import io.kymaros.k8s.api.RestoreTestStatusBuilder;
import java.util.Optional;

/** Shows the last run in the status of its RestoreTest. */
public final class TestStatus {
    private static final int CONFLICT = 409;
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;

    public TestStatus(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Records a sealed report. The report is the record of the run; a status that can't be written, or a test that came
     * from a file and is not in the cluster, takes nothing away from it.
     */
    public void record(String test, String namespace, RestoreReport report) {
        Resource<RestoreTest> resource =
                client.resources(RestoreTest.class).inNamespace(namespace).withName(test);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                RestoreTest current = resource.get();
                if (current == null) {
                    return;
                }
                current.setStatus(status(current, report));
                client.resource(current).updateStatus();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT) {
                    return;
                }
            }
        }
    }

    private static RestoreTestStatus status(RestoreTest test, RestoreReport report) {
        RestoreReportStatus verdict = report.getStatus();
        RestoreTestStatusBuilder status = new RestoreTestStatusBuilder();
        Optional.ofNullable(test.getStatus()).ifPresent(status::from);
        return status.phase(verdict.score() == null ? "Failed" : "Completed")
                .lastRunAt(verdict.runStartedAt())
                .lastScore(verdict.score())
                .lastResult(verdict.result())
                .lastReportRef(report.getMetadata().getName())
                .build();
    }
}
