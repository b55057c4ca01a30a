package io.kymaros.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupProvider;
import java.util.Map;

/** A backup tool in the hands of a test, which can bring it into the states that {@link BackupProviderContract} speaks of. */
public interface TestedTool {
    /** For the cluster that is backed up and restored into, as a user who may do anything in it. */
    KubernetesClient cluster();

    /** Namespace in which the tool keeps its objects. */
    String namespace();

    /** A new provider, as each run makes one. */
    BackupProvider provider();

    /** A new provider that can't ask the tool anything, for example for want of permissions. */
    BackupProvider providerWithoutAccess();

    /**
     * Backs a namespace up, and returns when the backup can be used.
     *
     * @param backup name for the backup
     * @param namespace the namespace
     * @param labels labels for the backup
     */
    void backUp(String backup, String namespace, Map<String, String> labels);

    /** Makes a finished backup one that can't be used, for example because it is said to have failed. */
    void spoil(String backup);

    /** Takes away what says what the backup holds; the backup itself stays whole. */
    void loseLists(String backup);

    /** Keeps the tool from beginning any restore until {@link #resume}; restores can still be asked for. */
    void halt();

    /** Lets the tool go on; does nothing when it was not halted. */
    void resume();
}
