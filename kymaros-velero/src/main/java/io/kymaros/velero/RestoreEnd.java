package io.kymaros.velero;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.k8s.backup.EveryNamespace;
import io.kymaros.k8s.backup.ImmutableRestoreOutcome;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.backup.RestoredObjects;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.request.SideBySide;
import io.kymaros.k8s.request.SideBySide.Pending;
import io.kymaros.velero.RestoreResultsFile.Results;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import io.kymaros.velero.api.VeleroRestore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Waits for the end of a restore, and tells the backup's faults from those of its surroundings. */
final class RestoreEnd {
    private static final Pattern ALREADY_EXISTS =
            Pattern.compile("(?:\\S+: )?could not restore, ([A-Za-z]+):(\\S+) already exists\\b.*");

    private final KubernetesClient client;
    private final Inventory inventory;
    private final BackupLists lists;
    private final VeleroFiles files;
    private final Patience patience;

    RestoreEnd(KubernetesClient client, Inventory inventory, BackupLists lists, VeleroFiles files, Patience patience) {
        this.client = client;
        this.inventory = inventory;
        this.lists = lists;
        this.files = files;
        this.patience = patience;
    }

    RestoreOutcome await(RestoreHandle handle, Duration atMost, Consumer<String> progress) throws InterruptedException {
        TimeLeft time = TimeLeft.of(atMost);
        VeleroRestore restore = new RestoreFollower(client, handle, progress, patience).untilEnded(time);
        RestoreFaults.requireEndByTheBackup(restore);
        VeleroRestore.Status status = restore.observed();
        List<String> errors = new ArrayList<>(
                status.validationErrors().stream().map(Messages::clean).toList());
        Optional.ofNullable(status.failureReason()).map(Messages::clean).ifPresent(errors::add);
        return RestoreOutcome.builder()
                .evidence(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(phase(restore))
                        .errors(status.errors())
                        .warnings(status.warnings())
                        .errorMessages(errors)
                        .build())
                .createdAt(restore.createdAt())
                .startedAt(restore.startedAt())
                .completedAt(restore.completedAt())
                .build();
    }

    /** Adds what Velero keeps in other places: its messages about single objects, and what became of volumes. */
    RestoreOutcome explain(RestoreRequest request, RestoreHandle handle, RestoreOutcome ended)
            throws InterruptedException {
        try (Pending<RestoreOutcome> withVolumes = SideBySide.start(() -> withVolumes(request, handle, ended));
                Pending<Listed> objects = SideBySide.start(() -> objects(request, handle))) {
            RestoreEvidence evidence = ended.evidence();
            Results results = evidence.errors() + evidence.warnings() > 0 ? results(handle) : Results.NONE;
            Listed listed = objects.await();
            return RestoreOutcome.builder()
                    .from(withVolumes.await())
                    .restoredObjects(listed.objects())
                    .restoredObjectsUnknown(listed.unknown())
                    .evidence(explained(evidence, results))
                    .build();
        }
    }

    /** Velero's list of what it did with each object, or why there is none. */
    private record Listed(Optional<RestoredObjects> objects, Optional<String> unknown) {}

    private Listed objects(RestoreRequest request, RestoreHandle handle) throws InterruptedException {
        VeleroFile file = new VeleroFile(handle.toolNamespace(), VeleroFile.Kind.RESTORED_OBJECTS, handle.name());
        try {
            Optional<RestoredObjects> objects = files.read(
                    file,
                    () -> inventory.storageLocation(
                            handle.toolNamespace(), request.backup().name()),
                    RestoredObjectsFile::parse);
            return new Listed(
                    objects, objects.isPresent() ? Optional.empty() : Optional.of("Velero has written no " + file));
        } catch (EvidenceUnavailableException | ObstacleException e) {
            return new Listed(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private RestoreOutcome withVolumes(RestoreRequest request, RestoreHandle handle, RestoreOutcome ended) {
        VolumeTransfers transfers = VolumeTransfers.of(client, handle);
        ImmutableRestoreOutcome.Builder outcome =
                RestoreOutcome.builder().from(ended).volumeCopies(transfers.copies());
        try {
            List<VolumeInfo> volumes = lists.volumes(request.backup()).orElse(List.of());
            VolumeFills fills = new VolumeFills(client, request, volumes, transfers);
            outcome.volumesNotFilled(fills.notFilled()).volumesUnknown(fills.unknown());
        } catch (EvidenceUnavailableException | ObstacleException e) {
            outcome.volumesUnknown(String.valueOf(e.getMessage()));
        }
        return outcome.build();
    }

    private static RestoreEvidence explained(RestoreEvidence evidence, Results results) {
        Map<Boolean, List<String>> bySurroundings =
                results.errors().stream().collect(Collectors.partitioningBy(RestoreFaults::comesFromSurroundings));
        List<String> harmless =
                results.warnings().stream().filter(RestoreEnd::isHarmless).toList();
        List<String> warnings = new ArrayList<>(results.warnings());
        warnings.removeAll(harmless);
        return RestoreEvidence.builder()
                .from(evidence)
                .addAllErrorMessages(bySurroundings.get(false))
                .addAllEnvironmentErrors(bySurroundings.get(true))
                .warnings(Math.max(0, evidence.warnings() - harmless.size()))
                .addAllWarningMessages(warnings)
                .build();
    }

    /** Velero warns in each restore of what the new namespace has already, as every namespace has. */
    private static boolean isHarmless(String warning) {
        Matcher exists = ALREADY_EXISTS.matcher(warning);
        return exists.matches() && EveryNamespace.has(exists.group(1), exists.group(2));
    }

    private static RestorePhase phase(VeleroRestore restore) {
        return switch (restore.phase()) {
            case "Completed" -> RestorePhase.COMPLETED;
            case "PartiallyFailed" -> RestorePhase.PARTIALLY_FAILED;
            default -> RestorePhase.FAILED;
        };
    }

    /** The messages explain the counts; without them the counts still stand. */
    private Results results(RestoreHandle handle) throws InterruptedException {
        VeleroRestore restore = RestoreFollower.find(client, handle);
        Optional<Results> written;
        try {
            String backup = String.valueOf(restore.getSpec().backupName());
            VeleroFile file = new VeleroFile(handle.toolNamespace(), VeleroFile.Kind.RESTORE_RESULTS, handle.name());
            written = files.read(
                    file, () -> inventory.storageLocation(handle.toolNamespace(), backup), RestoreResultsFile::parse);
        } catch (EvidenceUnavailableException | ObstacleException e) {
            return Results.NONE;
        }
        RestoreFaults.requireErrorsOfTheBackup(restore, written);
        return written.orElse(Results.NONE);
    }
}
