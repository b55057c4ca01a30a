package io.kymaros.examples.backuptool;

import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.examples.backuptool.Unpacking.State;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lets Kymaros test the backups of a {@link Shelf}. */
final class ShelfProvider implements BackupProvider {
    private final Optional<Shelf> shelf;

    /**
     * A provider.
     *
     * @param shelf the shelf; empty when there is none, and nothing can be asked
     */
    ShelfProvider(Optional<Shelf> shelf) {
        this.shelf = shelf;
    }

    @Override
    public String name() {
        return "shelf";
    }

    @Override
    public Backup find(BackupRequest request) {
        Map<String, Box> boxes = shelf("look for box " + request.backupName()).boxes();
        String name = request.latest() ? newest(boxes, request) : request.backupName();
        Box box = Optional.ofNullable(boxes.get(name))
                .orElseThrow(() -> new ObstacleException(
                        "BoxNotFound",
                        "There is no box %s on the shelf. Correct spec.backupSource.backupName, or pack the box."
                                .formatted(name)));
        if (!box.sealed()) {
            throw new ObstacleException("BoxOpen", "Box %s is not sealed. Pack it again.".formatted(name));
        }
        requireHolds(name, box, request.namespaces());
        return Backup.builder()
                .toolNamespace(request.toolNamespace())
                .name(name)
                .uid(name)
                .startedAt(box.packedAt())
                .addIncludedNamespaces(box.namespace())
                .build();
    }

    private static String newest(Map<String, Box> boxes, BackupRequest request) {
        return boxes.entrySet().stream()
                .filter(entry -> entry.getValue().sealed())
                .filter(entry -> entry.getValue()
                        .labels()
                        .entrySet()
                        .containsAll(request.labelSelector().entrySet()))
                .filter(entry -> List.of(entry.getValue().namespace()).containsAll(request.namespaces()))
                .max(Comparator.comparing(entry -> entry.getValue().packedAt()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new ObstacleException(
                        "NoUsableBox",
                        "No sealed box holds %s with the labels %s. Pack one, or correct spec.backupSource."
                                .formatted(request.namespaces(), request.labelSelector())));
    }

    private static void requireHolds(String name, Box box, List<String> namespaces) {
        if (!List.of(box.namespace()).containsAll(namespaces)) {
            throw new ObstacleException(
                    "BoxLacksNamespace",
                    "Box %s holds %s and not %s. Correct spec.backupSource.namespaces."
                            .formatted(name, box.namespace(), namespaces));
        }
    }

    @Override
    public BackupContents contents(Backup backup) {
        Box box = box(backup);
        List<String> list = box.list()
                .orElseThrow(() -> new EvidenceUnavailableException(
                        "BoxListLost",
                        "The list of box %s is lost. Pack the box again.".formatted(backup.name()),
                        null));
        Map<ObjectKind, List<ObjectName>> objects = list.stream()
                .map(entry -> entry.split("/", -1))
                .collect(Collectors.groupingBy(
                        entry -> new ObjectKind("v1", entry[0]),
                        Collectors.mapping(entry -> new ObjectName(box.namespace(), entry[1]), Collectors.toList())));
        return BackupContents.builder().objects(objects).build();
    }

    @Override
    public RestoreHandle start(RestoreRequest request) {
        Shelf existing = shelf("start restore " + request.restoreName());
        Box box = box(request.backup());
        existing.unpack(
                request.restoreName(),
                new Unpacking.Order(
                        box,
                        Optional.ofNullable(request.namespaceMapping().get(box.namespace())),
                        request.resources(),
                        request.patches()));
        return new RestoreHandle(request.backup().toolNamespace(), request.restoreName());
    }

    @Override
    public RestoreOutcome await(RestoreHandle restore, Duration atMost, Consumer<String> progress)
            throws InterruptedException {
        Unpacking unpacking = shelf("follow restore " + restore.name())
                .unpacking(restore.name())
                .orElseThrow(() -> new ObstacleException(
                        "RestoreGone", "Restore %s is not known. Run the test again.".formatted(restore.name())));
        State first = unpacking.state();
        progress.accept(inWords(first));
        if (!unpacking.awaitEnd(atMost.toMillis())) {
            throw new ObstacleException(
                    "RestoreStuck",
                    "Restore %s was still %s after %d s. Look whether the shelf's worker runs."
                            .formatted(restore.name(), inWords(unpacking.state()), atMost.toSeconds()));
        }
        State last = unpacking.state();
        if (last != first) {
            progress.accept(inWords(last));
        }
        if (last == State.CALLED_OFF) {
            throw new ObstacleException(
                    "RestoreCalledOff",
                    "Restore %s was called off before it began. Run the test again.".formatted(restore.name()));
        }
        return RestoreOutcome.builder()
                .evidence(RestoreEvidence.builder()
                        .tool("Shelf")
                        .phase(last == State.DONE ? RestorePhase.COMPLETED : RestorePhase.FAILED)
                        .errorMessages(unpacking.error().stream().toList())
                        .build())
                .startedAt(unpacking.startedAt())
                .completedAt(unpacking.endedAt())
                .build();
    }

    @Override
    public void release(RestoreHandle restore) {
        shelf.flatMap(existing -> existing.unpacking(restore.name())).ifPresent(Unpacking::callOff);
    }

    @Override
    public boolean stillRestoring(RestoreHandle restore) {
        return shelf.map(existing -> existing.unpacking(restore.name())
                        .map(Unpacking::state)
                        .filter(state -> state == State.WAITING || state == State.UNPACKING)
                        .isPresent())
                .orElse(true);
    }

    private Box box(Backup backup) {
        return Optional.ofNullable(shelf("open box " + backup.name()).boxes().get(backup.name()))
                .orElseThrow(() -> new ObstacleException(
                        "BoxNotFound", "Box %s was taken off the shelf. Run the test again.".formatted(backup.name())));
    }

    private Shelf shelf(String doing) {
        return shelf.orElseThrow(() -> new ObstacleException(
                "ShelfMissing", "Can't %s: there is no shelf. Put one up, then run the test again.".formatted(doing)));
    }

    private static String inWords(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
