package io.kymaros.velero;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tests backups that Velero made. It reads and writes Velero's resources in Velero's namespace, and reads the files
 * that Velero keeps beside a backup through signed addresses; it never touches the object storage's credentials, and
 * never deletes a backup or a restore.
 *
 * <p>Permissions in Velero's namespace:
 *
 * <pre>{@code
 * - apiGroups: [velero.io]
 *   resources: [backups, backupstoragelocations]
 *   verbs: [get, list]
 * - apiGroups: [velero.io]
 *   resources: [restores]
 *   verbs: [get, list, watch, create]
 * - apiGroups: [velero.io]
 *   resources: [downloadrequests]
 *   verbs: [get, list, watch, create, delete]
 * - apiGroups: [""]
 *   resources: [configmaps]
 *   verbs: [get, create, delete]
 * }</pre>
 *
 * <p>and, to see which volumes a restore has filled, and to explain one that does not end:
 *
 * <pre>{@code
 * - apiGroups: [velero.io]
 *   resources: [podvolumerestores, datadownloads]
 *   verbs: [list]
 * }</pre>
 *
 * <p>and in the cluster, for backups with volume snapshots that the storage provider made:
 *
 * <pre>{@code
 * - apiGroups: [""]
 *   resources: [persistentvolumes]
 *   verbs: [get]
 * }</pre>
 *
 * <p>and in sandboxes, for backups with CSI snapshots:
 *
 * <pre>{@code
 * - apiGroups: [""]
 *   resources: [persistentvolumeclaims]
 *   verbs: [get]
 * }</pre>
 *
 * <p>Safe for use by several runs at once.
 */
public final class VeleroBackupProvider implements BackupProvider {
    private final BackupCatalogue catalogue;
    private final BackupLists lists;
    private final RestoreStart start;
    private final RestoreEnd end;

    /**
     * A provider for the Velero of one cluster.
     *
     * @param client for the cluster on which Velero runs; stays open
     */
    public VeleroBackupProvider(KubernetesClient client) {
        this(client, Patience.STANDARD);
    }

    VeleroBackupProvider(KubernetesClient client, Patience patience) {
        Inventory inventory = new Inventory(client);
        VeleroFiles files = new VeleroFiles(client, patience);
        this.catalogue = new BackupCatalogue(inventory, Clock.systemUTC());
        this.lists = new BackupLists(inventory, files);
        this.start = new RestoreStart(client, lists);
        this.end = new RestoreEnd(client, inventory, lists, files, patience);
    }

    @Override
    public String name() {
        return "velero";
    }

    @Override
    public Backup find(BackupRequest request) {
        return catalogue.find(request);
    }

    @Override
    public BackupContents contents(Backup backup) {
        return lists.contents(backup);
    }

    @Override
    public RestoreHandle start(RestoreRequest request) {
        return start.start(request);
    }

    @Override
    public RestoreOutcome await(RestoreHandle restore, Duration atMost, Consumer<String> progress)
            throws InterruptedException {
        return end.await(restore, atMost, progress);
    }

    @Override
    public RestoreOutcome explain(RestoreRequest request, RestoreHandle restore, RestoreOutcome ended)
            throws InterruptedException {
        return end.explain(request, restore, ended);
    }

    @Override
    public void release(RestoreHandle restore) {
        start.release(restore);
    }

    @Override
    public boolean stillRestoring(RestoreHandle restore) {
        return start.stillRestoring(restore);
    }
}
