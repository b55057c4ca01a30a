package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupProvider;
import java.util.Optional;

/** One run of a restore test, from its plan to its stored report. This class alone knows the order of the steps. */
public final class RestoreTestRun {
    private final KubernetesClient client;
    private final BackupProvider provider;
    private final RunListener listener;

    public RestoreTestRun(KubernetesClient client, BackupProvider provider, RunListener listener) {
        this.client = client;
        this.provider = provider;
        this.listener = listener;
    }

    public RunOutcome run(RestoreTestPlan plan) {
        throw new UnsupportedOperationException(client.getMasterUrl() + provider.name() + listener + Optional.of(plan));
    }
}
