package io.kymaros.velero;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.NearestName;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.StorageLocation;
import io.kymaros.velero.api.VeleroBackup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Velero's backups: finds the one to test, and refuses what can't be restored before anything is created. */
final class BackupCatalogue {
    private static final int NAMED_IN_MESSAGES = 3;
    private static final String NAME_FIELD = "spec.backupSource.backupName";
    private static final Comparator<VeleroBackup> NEWEST_FIRST = comparing(
                    (VeleroBackup backup) -> backup.startedAt().orElse(Instant.MIN))
            .thenComparing(backup -> backup.getMetadata().getName())
            .reversed();

    private final KubernetesClient client;

    BackupCatalogue(KubernetesClient client) {
        this.client = client;
    }

    Backup find(BackupRequest request) {
        VeleroBackup chosen = request.latest() ? newestUsable(request) : named(request);
        requireAvailableStorage(chosen);
        return describe(chosen);
    }

    private VeleroBackup named(BackupRequest request) {
        String namespace = request.toolNamespace();
        String name = request.backupName();
        VeleroBackup backup = get(namespace, name);
        if (backup == null) {
            throw notFound(namespace, name);
        }
        requireUsable(backup);
        List<String> lacking = NamespaceFilter.of(backup).lacks(request.namespaces());
        if (!lacking.isEmpty()) {
            throw new ObstacleException(
                    "BackupLacksNamespace",
                    "Backup %s/%s does not hold namespace %s (it takes %s). Correct spec.backupSource.namespaces, or name another backup in %s."
                            .formatted(namespace, name, String.join(", ", lacking), taken(backup), NAME_FIELD));
        }
        return backup;
    }

    private VeleroBackup newestUsable(BackupRequest request) {
        String namespace = request.toolNamespace();
        List<VeleroBackup> backups = list(namespace, request.labelSelector());
        Map<String, String> unusable = new TreeMap<>();
        List<String> refusals = new ArrayList<>();
        for (VeleroBackup backup : backups) {
            Optional<String> why = whyNotLatest(backup, request.namespaces());
            if (why.isEmpty()) {
                return backup;
            }
            refusals.add(backup.getMetadata().getName() + " " + why.get());
        }
        if (backups.isEmpty()) {
            requireVelero(namespace);
        }
        throw noneUsable(request, refusals);
    }

    private static Optional<String> whyNotLatest(VeleroBackup backup, List<String> namespaces) {
        if (backup.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("is being deleted");
        }
        if (!backup.phase().equals("Completed")) {
            return Optional.of("is " + backup.phase());
        }
        List<String> lacking = NamespaceFilter.of(backup).lacks(namespaces);
        return lacking.isEmpty() ? Optional.empty() : Optional.of("does not hold " + String.join(", ", lacking));
    }

    private static ObstacleException noneUsable(BackupRequest request, List<String> refusals) {
        String labels = request.labelSelector().isEmpty()
                ? ""
                : " with the labels of spec.backupSource.labelSelector (" + inWords(request.labelSelector()) + ")";
        String asked = request.namespaces().isEmpty() ? "" : " of namespace " + String.join(", ", request.namespaces());
        String found = refusals.isEmpty()
                ? "there is none at all."
                : "the newest: " + refusals.stream().limit(NAMED_IN_MESSAGES).collect(Collectors.joining("; ")) + ".";
        return new ObstacleException(
                "NoUsableBackup",
                "Namespace %s has no Completed Velero backup%s%s; %s Make one, or name one in %s (a PartiallyFailed backup is tested only by name)."
                        .formatted(request.toolNamespace(), asked, labels, found, NAME_FIELD));
    }

    private void requireUsable(VeleroBackup backup) {
        String phase = backup.phase();
        String name = backup.getMetadata().getNamespace() + "/"
                + backup.getMetadata().getName();
        boolean deleting = backup.getMetadata().getDeletionTimestamp() != null || phase.equals("Deleting");
        if (!deleting && (phase.equals("Completed") || phase.equals("PartiallyFailed"))) {
            return;
        }
        String next = switch (phase) {
            case "Failed", "FailedValidation" -> "It holds nothing that can be restored; name another in " + NAME_FIELD + ".";
            case "Deleting" -> "Name another in " + NAME_FIELD + ".";
            default -> "Wait until it has ended, then run the test again.";
        };
        String why = backup.getStatus() == null || backup.getStatus().failureReason() == null
                ? ""
                : " (" + Messages.clean(backup.getStatus().failureReason()) + ")";
        throw new ObstacleException(
                "BackupNotUsable",
                "Backup %s is %s%s, not Completed. %s".formatted(name, deleting ? "being deleted" : phase, why, next));
    }

    private void requireAvailableStorage(VeleroBackup backup) {
        String namespace = backup.getMetadata().getNamespace();
        String name = backup.storageLocation().orElse("default");
        StorageLocation location = storageLocation(namespace, name);
        String said = location.message().map(message -> ": " + Messages.clean(message)).orElse("");
        String phase = location.phase().orElse("");
        if (!phase.equals("Available")) {
            throw new ObstacleException(
                    "StorageLocationUnavailable",
                    "BackupStorageLocation %s/%s, which holds backup %s, %s%s. Check it with: velero backup-location get %s -n %s"
                            .formatted(
                                    namespace,
                                    name,
                                    backup.getMetadata().getName(),
                                    phase.isEmpty() ? "has not been validated by Velero yet" : "is " + phase,
                                    said,
                                    name,
                                    namespace));
        }
    }

    private StorageLocation storageLocation(String namespace, String name) {
        try {
            StorageLocation location =
                    client.resources(StorageLocation.class).inNamespace(namespace).withName(name).get();
            if (location == null) {
                throw new ObstacleException(
                        "StorageLocationUnavailable",
                        "The backup names BackupStorageLocation %s/%s, which does not exist. Create it again, or test a backup of another location."
                                .formatted(namespace, name));
            }
            return location;
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read BackupStorageLocation " + namespace + "/" + name, e);
        }
    }

    private ObstacleException notFound(String namespace, String name) {
        List<VeleroBackup> backups = list(namespace, Map.of());
        if (backups.isEmpty()) {
            requireVelero(namespace);
        }
        List<String> names =
                backups.stream().map(backup -> backup.getMetadata().getName()).toList();
        String meant = NearestName.of(name, names)
                .map(near -> " Did you mean " + near + "?")
                .orElse("");
        String newest = names.isEmpty()
                ? " There is none yet."
                : " The newest: "
                        + names.stream().limit(NAMED_IN_MESSAGES).collect(Collectors.joining(", ")) + ".";
        return new ObstacleException(
                "BackupNotFound",
                "Velero has no backup %s in namespace %s (%s).%s%s".formatted(name, namespace, NAME_FIELD, meant, newest));
    }

    /** A namespace without a storage location holds no Velero, or one that can't have any backup. */
    private void requireVelero(String namespace) {
        try {
            if (!client.resources(StorageLocation.class).inNamespace(namespace).list().getItems().isEmpty()) {
                return;
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("list Velero's storage locations in namespace " + namespace, e);
        }
        List<String> elsewhere = veleroNamespaces();
        throw new ObstacleException(
                "VeleroNamespaceNotFound",
                "No Velero in namespace %s: it has no BackupStorageLocation. %s"
                        .formatted(
                                namespace,
                                elsewhere.isEmpty()
                                        ? "Set spec.backupSource.veleroNamespace to Velero's namespace."
                                        : "Set spec.backupSource.veleroNamespace: there is one in "
                                                + String.join(", ", elsewhere) + "."));
    }

    private List<String> veleroNamespaces() {
        try {
            return client.resources(StorageLocation.class).inAnyNamespace().list().getItems().stream()
                    .map(location -> location.getMetadata().getNamespace())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (KubernetesClientException e) {
            // Only for a better message: a user who may read one namespace gets the message without it.
            return List.of();
        }
    }

    @Nullable
    private VeleroBackup get(String namespace, String name) {
        try {
            return client.resources(VeleroBackup.class).inNamespace(namespace).withName(name).get();
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read Velero backup " + namespace + "/" + name, e);
        }
    }

    private List<VeleroBackup> list(String namespace, Map<String, String> labels) {
        try {
            return client.resources(VeleroBackup.class).inNamespace(namespace).withLabels(labels).list().getItems().stream()
                    .sorted(NEWEST_FIRST)
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                throw new ObstacleException(
                        "VeleroNotInstalled",
                        "This cluster has no Velero: the API server does not know backups.velero.io. Install Velero, or choose another context.",
                        e);
            }
            throw ApiFault.obstacle("list Velero's backups in namespace " + namespace, e);
        }
    }

    private static Backup describe(VeleroBackup backup) {
        return Backup.builder()
                .toolNamespace(backup.getMetadata().getNamespace())
                .name(backup.getMetadata().getName())
                .uid(backup.getMetadata().getUid())
                .startedAt(backup.startedAt())
                .completedAt(backup.completedAt())
                .includedNamespaces(NamespaceFilter.of(backup).named())
                .filters(filters(backup.getSpec()))
                .build();
    }

    private static List<String> filters(VeleroBackup.Spec spec) {
        List<String> filters = new ArrayList<>();
        addList(filters, "includedResources", spec.includedResources());
        addList(filters, "excludedResources", spec.excludedResources());
        addList(filters, "includedNamespaceScopedResources", spec.includedNamespaceScopedResources());
        addList(filters, "excludedNamespaceScopedResources", spec.excludedNamespaceScopedResources());
        addList(filters, "excludedNamespaces", spec.excludedNamespaces());
        if (spec.labelSelector() != null) {
            filters.add("labelSelector: " + inWords(spec.labelSelector()));
        }
        if (!spec.orLabelSelectors().isEmpty()) {
            filters.add("orLabelSelectors: "
                    + spec.orLabelSelectors().stream()
                            .map(BackupCatalogue::inWords)
                            .collect(Collectors.joining(" or ")));
        }
        if (Boolean.FALSE.equals(spec.snapshotVolumes())) {
            filters.add("snapshotVolumes: false");
        }
        return filters;
    }

    private static void addList(List<String> filters, String field, List<String> values) {
        if (!values.isEmpty() && !values.equals(List.of("*"))) {
            filters.add(field + ": " + String.join(", ", values));
        }
    }

    private static String inWords(LabelSelector selector) {
        List<String> terms = new ArrayList<>();
        if (selector.getMatchLabels() != null && !selector.getMatchLabels().isEmpty()) {
            terms.add(inWords(selector.getMatchLabels()));
        }
        selector.getMatchExpressions()
                .forEach(term -> terms.add(
                        term.getKey() + " " + term.getOperator() + " " + String.join("|", term.getValues())));
        return String.join(", ", terms);
    }

    private static String inWords(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String taken(VeleroBackup backup) {
        NamespaceFilter filter = NamespaceFilter.of(backup);
        String includes = filter.includes().isEmpty() ? "all" : String.join(", ", filter.includes());
        return filter.excludes().isEmpty() ? includes : includes + " except " + String.join(", ", filter.excludes());
    }
}
