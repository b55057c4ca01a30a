package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.sandbox.SandboxCleaner;
import io.kymaros.k8s.sandbox.SandboxCleaner.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Removes what a run has made, once nothing can be put into its sandbox any more. */
final class CleanUp {
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final BackupProvider provider;

    CleanUp(KubernetesClient client, BackupProvider provider) {
        this.client = client;
        this.provider = provider;
    }

    /** Cleans up after the run with this uid and restore. Never throws. */
    Outcome after(String runUid, Optional<RestoreHandle> restore) {
        if (restore.isPresent()) {
            provider.release(restore.get());
            if (provider.stillRestoring(restore.get())) {
                return new Outcome(
                        false,
                        "RestoreStillRunning",
                        "Restore " + restore.get().toolNamespace() + "/"
                                + restore.get().name()
                                + " may still be running and would make a deleted namespace again, without isolation. The"
                                + " sandbox stays until then: kymaros gc removes it later.");
            }
        }
        return new SandboxCleaner(client).clean(runUid, AT_MOST);
    }
}
