package io.kymaros.velero;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.StorageLocation;
import io.kymaros.velero.api.VeleroBackup;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the backups and storage locations that Velero has in the cluster. */
final class Inventory {
    private static final Comparator<VeleroBackup> NEWEST_FIRST = comparing(
                    (VeleroBackup backup) -> backup.startedAt().orElse(Instant.MIN))
            .thenComparing(backup -> backup.getMetadata().getName())
            .reversed();

    private final KubernetesClient client;

    Inventory(KubernetesClient client) {
        this.client = client;
    }

    Optional<VeleroBackup> backup(String namespace, String name) {
        try {
            return Optional.ofNullable(client.resources(VeleroBackup.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get());
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read Velero backup " + namespace + "/" + name, e);
        }
    }

    /**
     * The backups with the given labels, by their start, newest first.
     *
     * @throws ObstacleException also if there is no Velero that could have any
     */
    List<VeleroBackup> backups(String namespace, Map<String, String> labels) {
        List<VeleroBackup> backups;
        try {
            backups = client.resources(VeleroBackup.class)
                    .inNamespace(namespace)
                    .withLabels(labels)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            throw e.getCode() == 404
                    ? new ObstacleException(
                            "VeleroNotInstalled",
                            "This cluster has no Velero: its API server does not know backups.velero.io. Install"
                                    + " Velero, or choose another context.",
                            e)
                    : ApiFault.obstacle("list Velero's backups in namespace " + namespace, e);
        }
        if (backups.isEmpty()) {
            requireVelero(namespace);
        }
        return backups.stream().sorted(NEWEST_FIRST).toList();
    }

    /** The storage location that holds a backup. */
    StorageLocation storageLocation(String namespace, String backupName) {
        return storageLocation(backup(namespace, backupName)
                .orElseThrow(() -> new ObstacleException(
                        "BackupGone", "Backup %s/%s no longer exists.".formatted(namespace, backupName))));
    }

    /** The storage location that holds a backup. */
    StorageLocation storageLocation(VeleroBackup backup) {
        String namespace = backup.getMetadata().getNamespace();
        String name = backup.storageLocation();
        StorageLocation location;
        try {
            location = client.resources(StorageLocation.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read BackupStorageLocation " + namespace + "/" + name, e);
        }
        if (location == null) {
            throw new ObstacleException(
                    "StorageLocationUnavailable",
                    ("Backup %s names BackupStorageLocation %s/%s, which does not exist. Create it again, or test a"
                                    + " backup of another location.")
                            .formatted(backup.getMetadata().getName(), namespace, name));
        }
        return location;
    }

    /** A namespace without any storage location holds no Velero, or one that can't have a backup. */
    private void requireVelero(String namespace) {
        try {
            if (!locations(namespace).isEmpty()) {
                return;
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("list Velero's storage locations in namespace " + namespace, e);
        }
        List<String> elsewhere = veleroNamespaces();
        String where = elsewhere.isEmpty() ? "" : " There is one in " + String.join(", ", elsewhere) + ".";
        throw new ObstacleException(
                "VeleroNamespaceNotFound",
                ("There is no Velero in namespace %s: it has no BackupStorageLocation. Set"
                                + " spec.backupSource.veleroNamespace to Velero's namespace.%s")
                        .formatted(namespace, where));
    }

    private List<StorageLocation> locations(String namespace) {
        return client.resources(StorageLocation.class)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    private List<String> veleroNamespaces() {
        try {
            return client.resources(StorageLocation.class).inAnyNamespace().list().getItems().stream()
                    .map(location -> location.getMetadata().getNamespace())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (KubernetesClientException e) {
            // Only for a better message; a user who may read one namespace alone gets the message without it.
            return List.of();
        }
    }
}
