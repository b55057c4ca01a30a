package io.kymaros.velero;

import io.kymaros.k8s.api.NearestName;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.StorageLocation;
import io.kymaros.velero.api.VeleroBackup;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the backup to test, and refuses one that can't be restored before anything is created. */
final class BackupCatalogue {
    private static final int NAMED_IN_MESSAGES = 3;
    private static final String NAME_FIELD = "spec.backupSource.backupName";

    private final Inventory inventory;
    private final Clock clock;

    BackupCatalogue(Inventory inventory, Clock clock) {
        this.inventory = inventory;
        this.clock = clock;
    }

    Backup find(BackupRequest request) {
        List<VeleroBackup> newer = new ArrayList<>();
        VeleroBackup chosen = request.latest() ? newestUsable(request, newer) : named(request);
        requireAvailableStorage(chosen);
        return Backup.builder()
                .toolNamespace(request.toolNamespace())
                .name(chosen.getMetadata().getName())
                .uid(chosen.getMetadata().getUid())
                .startedAt(chosen.startedAt())
                .completedAt(chosen.completedAt())
                .shortcoming(shortcoming(chosen))
                .passedOver(passedOver(request, newer))
                .includedNamespaces(NamespaceFilter.of(chosen).named())
                .filters(BackupFilters.lines(chosen.getSpec()))
                .build();
    }

    private Optional<String> shortcoming(VeleroBackup backup) {
        List<String> all = new ArrayList<>();
        String name = backup.getMetadata().getName();
        if (!backup.phase().equals("Completed") || backup.errors() > 0 || backup.warnings() > 0) {
            all.add("Velero ended the backup %s, with %d errors and %d warnings: velero backup describe %s -n %s"
                    .formatted(
                            backup.phase(),
                            backup.errors(),
                            backup.warnings(),
                            name,
                            backup.getMetadata().getNamespace()));
        }
        backup.expiresAt()
                .filter(end -> !end.isAfter(clock.instant()))
                .ifPresent(end -> all.add("the backup expired at " + end
                        + ", and Velero deletes it the next time it looks; back up with a longer --ttl"));
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    private VeleroBackup named(BackupRequest request) {
        VeleroBackup backup =
                inventory.backup(request.toolNamespace(), request.backupName()).orElseThrow(() -> notFound(request));
        requireUsable(backup);
        NamespaceFilter filter = NamespaceFilter.of(backup);
        List<String> lacking = filter.lacks(request.namespaces());
        if (!lacking.isEmpty()) {
            throw new ObstacleException(
                    "BackupLacksNamespace",
                    ("Backup %s does not hold namespace %s; it takes %s. Correct spec.backupSource.namespaces, or name"
                                    + " another backup in %s.")
                            .formatted(name(backup), String.join(", ", lacking), filter, NAME_FIELD));
        }
        return backup;
    }

    /** What was meant to be the latest and failed; one of other namespaces, or that is still being made, was not. */
    private static Optional<String> passedOver(BackupRequest request, List<VeleroBackup> newer) {
        List<String> failed = newer.stream()
                .filter(backup -> backup.phase().contains("Failed"))
                .filter(backup ->
                        NamespaceFilter.of(backup).lacks(request.namespaces()).isEmpty())
                .map(backup -> backup.getMetadata().getName() + " is " + backup.phase())
                .toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        int more = failed.size() - NAMED_IN_MESSAGES;
        return Optional.of(failed.size() + (failed.size() == 1 ? " newer backup was" : " newer backups were")
                + " passed over: " + failed.stream().limit(NAMED_IN_MESSAGES).collect(Collectors.joining("; "))
                + (more > 0 ? "; and " + more + " more" : ""));
    }

    /** @param newer takes those that can't be taken, the newest first */
    private VeleroBackup newestUsable(BackupRequest request, List<VeleroBackup> newer) {
        List<String> refused = new ArrayList<>();
        for (VeleroBackup backup : inventory.backups(request.toolNamespace(), request.labelSelector())) {
            Optional<String> why = whyNotLatest(backup, request.namespaces());
            if (why.isEmpty()) {
                return backup;
            }
            newer.add(backup);
            refused.add(backup.getMetadata().getName() + " " + why.get());
        }
        throw noneUsable(request, refused);
    }

    private static Optional<String> whyNotLatest(VeleroBackup backup, List<String> namespaces) {
        if (backup.beingDeleted()) {
            return Optional.of("is being deleted");
        }
        if (!backup.phase().equals("Completed")) {
            return Optional.of("is " + backup.phase());
        }
        List<String> lacking = NamespaceFilter.of(backup).lacks(namespaces);
        return lacking.isEmpty() ? Optional.empty() : Optional.of("does not hold " + String.join(", ", lacking));
    }

    private static ObstacleException noneUsable(BackupRequest request, List<String> refused) {
        String namespaces =
                request.namespaces().isEmpty() ? "" : " that holds " + String.join(", ", request.namespaces());
        String labels = request.labelSelector().isEmpty()
                ? ""
                : " with the labels of spec.backupSource.labelSelector ("
                        + BackupFilters.inWords(request.labelSelector()) + ")";
        String newest = refused.isEmpty()
                ? "There is no backup"
                : "The newest: " + refused.stream().limit(NAMED_IN_MESSAGES).collect(Collectors.joining("; "));
        return new ObstacleException(
                "NoUsableBackup",
                ("Velero in namespace %s has no Completed backup%s%s. %s. Make one, or name one in %s; a"
                                + " PartiallyFailed backup is tested only by its name.")
                        .formatted(request.toolNamespace(), namespaces, labels, newest, NAME_FIELD));
    }

    private static void requireUsable(VeleroBackup backup) {
        String phase = backup.beingDeleted() ? "Deleting" : backup.phase();
        if (phase.equals("Completed") || phase.equals("PartiallyFailed")) {
            return;
        }
        String next =
                switch (phase) {
                    case "Failed", "FailedValidation" -> "It can't be restored; name another in " + NAME_FIELD + ".";
                    case "Deleting" -> "Name another in " + NAME_FIELD + ".";
                    default -> "Wait until it has ended, then run the test again.";
                };
        String why = backup.failureReason()
                .map(reason -> " (" + Messages.clean(reason) + ")")
                .orElse("");
        throw new ObstacleException(
                "BackupNotUsable", "Backup %s is %s%s. %s".formatted(name(backup), phase, why, next));
    }

    private void requireAvailableStorage(VeleroBackup backup) {
        String namespace = backup.getMetadata().getNamespace();
        StorageLocation location = inventory.storageLocation(backup);
        if (location.phase().equals(Optional.of("Available"))) {
            return;
        }
        String state = location.phase().map(phase -> "is " + phase).orElse("was not validated by Velero yet");
        String said = location.message()
                .map(message -> " (" + Messages.clean(message) + ")")
                .orElse("");
        throw new ObstacleException(
                "StorageLocationUnavailable",
                "BackupStorageLocation %s/%s, which holds backup %s, %s%s. Look at it: velero backup-location get -n %s"
                        .formatted(
                                namespace,
                                location.getMetadata().getName(),
                                backup.getMetadata().getName(),
                                state,
                                said,
                                namespace));
    }

    private ObstacleException notFound(BackupRequest request) {
        List<String> names = inventory.backups(request.toolNamespace(), Map.of()).stream()
                .map(backup -> backup.getMetadata().getName())
                .toList();
        String meant = NearestName.of(request.backupName(), names)
                .map(near -> " Did you mean " + near + "?")
                .orElse("");
        String newest = names.isEmpty()
                ? " There is no backup yet."
                : " The newest: " + names.stream().limit(NAMED_IN_MESSAGES).collect(Collectors.joining(", ")) + ".";
        return new ObstacleException(
                "BackupNotFound",
                "Velero in namespace %s has no backup %s (%s).%s%s"
                        .formatted(request.toolNamespace(), request.backupName(), NAME_FIELD, meant, newest));
    }

    private static String name(VeleroBackup backup) {
        return backup.getMetadata().getNamespace() + "/" + backup.getMetadata().getName();
    }
}
