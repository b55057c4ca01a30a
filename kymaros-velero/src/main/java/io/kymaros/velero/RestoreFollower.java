package io.kymaros.velero;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.VeleroRestore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows one restore to its end. */
final class RestoreFollower {
    private static final int MOST_TRANSFERS = 3;

    private final KubernetesClient client;
    private final RestoreHandle handle;
    private final Consumer<String> progress;
    private final Patience patience;
    private final ObjectWatch<VeleroRestore> watch;
    private volatile @Nullable VeleroRestore last;
    private volatile String told = "";
    private volatile String untaken = "New";

    RestoreFollower(KubernetesClient client, RestoreHandle handle, Consumer<String> progress, Patience patience) {
        this.client = client;
        this.handle = handle;
        this.progress = progress;
        this.patience = patience;
        this.watch = new ObjectWatch<>(resource(client, handle), "follow " + name(handle));
    }

    /**
     * The restore as it is now.
     *
     * @throws ObstacleException if it was deleted, or can't be read
     */
    static VeleroRestore find(KubernetesClient client, RestoreHandle handle) {
        try {
            return Optional.ofNullable(resource(client, handle).get()).orElseThrow(() -> gone(handle));
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read " + name(handle), e);
        }
    }

    /**
     * Waits for a last phase.
     *
     * @throws ObstacleException if the restore does not end in time, or was deleted
     */
    VeleroRestore untilEnded(TimeLeft time) throws InterruptedException {
        untilTakenUp(time);
        return watch.first(found -> Optional.of(observe(found)).filter(VeleroRestore::ended), time.duration())
                .orElseThrow(this::stuck);
    }

    private void untilTakenUp(TimeLeft time) throws InterruptedException {
        while (!time.passed()) {
            boolean takenUp = watch.first(
                            found -> Optional.of(observe(found)).filter(VeleroRestore::takenUp),
                            time.atMost(patience.velero()))
                    .isPresent();
            if (takenUp) {
                return;
            }
            untaken = "waiting for restore " + restoreInProgress().orElseThrow(this::notRunning);
            tell(untaken);
        }
    }

    private VeleroRestore observe(Optional<VeleroRestore> found) {
        VeleroRestore restore = found.orElseThrow(() -> gone(handle));
        last = restore;
        tell(restore.takenUp() ? inWords(restore) : untaken);
        return restore;
    }

    /** Velero works on one restore at a time; a later one waits its turn as New. */
    private Optional<String> restoreInProgress() {
        try {
            return client.resources(VeleroRestore.class).inNamespace(handle.toolNamespace()).list().getItems().stream()
                    .filter(other -> other.phase().equals("InProgress"))
                    .map(other -> other.getMetadata().getName())
                    .findFirst();
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    private ObstacleException notRunning() {
        return new ObstacleException(
                "VeleroNotRunning",
                "%s is still New after %d s: is the Velero server in namespace %s running?"
                        .formatted(name(handle), patience.velero().toSeconds(), handle.toolNamespace()));
    }

    private ObstacleException stuck() {
        VeleroRestore seen = last;
        String phase = seen == null ? "New" : seen.phase();
        String items = seen == null || inWords(seen).equals(phase) ? "" : " (" + inWords(seen) + ")";
        return new ObstacleException(
                "RestoreStuck",
                ("%s was still %s%s when the run's time was over%s. Look for the reason with: velero restore describe"
                                + " %s -n %s; a longer spec.timeout gives it more time.")
                        .formatted(name(handle), phase, items, transfers(), handle.name(), handle.toolNamespace()));
    }

    private String transfers() {
        List<String> unfinished = VolumeTransfers.of(client, handle).unfinished();
        String more =
                unfinished.size() > MOST_TRANSFERS ? " and " + (unfinished.size() - MOST_TRANSFERS) + " more" : "";
        return unfinished.isEmpty()
                ? ""
                : "; it waits for the data of volumes: "
                        + unfinished.stream().limit(MOST_TRANSFERS).collect(Collectors.joining(", ")) + more;
    }

    private void tell(String text) {
        if (!text.equals(told)) {
            told = text;
            progress.accept(text);
        }
    }

    private static String inWords(VeleroRestore restore) {
        VeleroRestore.Progress items = restore.observed().progress();
        return items == null || !restore.phase().equals("InProgress")
                ? restore.phase()
                : items.itemsRestored() + "/" + items.totalItems() + " items";
    }

    /** Where the restore is. */
    static Resource<VeleroRestore> resource(KubernetesClient client, RestoreHandle handle) {
        return client.resources(VeleroRestore.class)
                .inNamespace(handle.toolNamespace())
                .withName(handle.name());
    }

    private static ObstacleException gone(RestoreHandle handle) {
        return new ObstacleException(
                "RestoreGone", name(handle) + " was deleted while the run was waiting for it. Run the test again.");
    }

    private static String name(RestoreHandle handle) {
        return "Restore " + handle.toolNamespace() + "/" + handle.name();
    }
}
