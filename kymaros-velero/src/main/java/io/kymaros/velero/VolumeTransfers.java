package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome.VolumeCopies;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.velero.api.Velero;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The copies of volume data that a restore makes: Velero's PodVolumeRestores and DataDownloads. */
final class VolumeTransfers {
    private static final Set<String> ENDED = Set.of("Completed", "Failed", "Canceled");
    private static final ResourceDefinitionContext OF_FILES = kind("v1", "PodVolumeRestore", "podvolumerestores");
    private static final ResourceDefinitionContext OF_SNAPSHOTS = kind("v2alpha1", "DataDownload", "datadownloads");

    private final List<GenericKubernetesResource> all;
    private final Optional<String> unreadable;

    private VolumeTransfers(List<GenericKubernetesResource> all, Optional<String> unreadable) {
        this.all = all;
        this.unreadable = unreadable;
    }

    /** The copies of a restore so far; those of a kind that can't be listed are missing. */
    static VolumeTransfers of(KubernetesClient client, RestoreHandle handle) {
        List<GenericKubernetesResource> transfers = new ArrayList<>();
        Optional<String> unreadable = Optional.empty();
        for (ResourceDefinitionContext kind : List.of(OF_FILES, OF_SNAPSHOTS)) {
            try {
                transfers.addAll(client.genericKubernetesResources(kind)
                        .inNamespace(handle.toolNamespace())
                        .withLabel(Velero.RESTORE_NAME_LABEL, Velero.labelValue(handle.name()))
                        .list()
                        .getItems());
            } catch (KubernetesClientException e) {
                // An older Velero knows no DataDownloads, and makes none.
                if (e.getCode() != 404) {
                    unreadable = Optional.of(kind.getPlural() + " can't be listed: " + ApiFault.reason(e));
                }
            }
        }
        return new VolumeTransfers(List.copyOf(transfers), unreadable);
    }

    /** Why some copies are missing here. */
    Optional<String> unreadable() {
        return unreadable;
    }

    /** One line for each copy that has not ended. */
    List<String> unfinished() {
        return all.stream()
                .filter(transfer -> !ENDED.contains(phase(transfer)))
                .map(VolumeTransfers::inWords)
                .toList();
    }

    /** From the start of the first copy to the end of the last; empty if there was none. */
    Optional<VolumeCopies> copies() {
        Optional<Instant> first = times("startTimestamp").min(Comparator.naturalOrder());
        Optional<Instant> last = times("completionTimestamp").max(Comparator.naturalOrder());
        return first.flatMap(
                start -> last.filter(end -> !end.isBefore(start)).map(end -> new VolumeCopies(start, end)));
    }

    /**
     * Why files were not copied into a volume of a restored pod; empty if they were.
     *
     * @param pod the pod, in its sandbox
     * @param volume the volume's name in the pod
     */
    Optional<String> whyNoFiles(ObjectName pod, String volume) {
        return whyNot(
                OF_FILES,
                transfer -> pod.namespace().equals(transfer.get("spec", "pod", "namespace"))
                        && pod.name().equals(transfer.get("spec", "pod", "name"))
                        && volume.equals(transfer.get("spec", "volume")),
                "no PodVolumeRestore was made for volume %s of pod %s".formatted(volume, pod.name()));
    }

    /**
     * Why the copy of a snapshot was not copied into a restored claim; empty if it was.
     *
     * @param claim the claim, in its sandbox
     */
    Optional<String> whyNoSnapshotData(ObjectName claim) {
        return whyNot(
                OF_SNAPSHOTS,
                transfer -> claim.namespace().equals(transfer.get("spec", "targetVolume", "namespace"))
                        && claim.name().equals(transfer.get("spec", "targetVolume", "pvc")),
                "no DataDownload was made for it; does this Velero run with --features=EnableCSI?");
    }

    private Optional<String> whyNot(
            ResourceDefinitionContext kind, Predicate<GenericKubernetesResource> wanted, String ifNone) {
        List<GenericKubernetesResource> transfers = all.stream()
                .filter(transfer -> kind.getKind().equals(transfer.getKind()))
                .filter(wanted)
                .toList();
        if (transfers.stream().anyMatch(transfer -> phase(transfer).equals("Completed"))) {
            return Optional.empty();
        }
        return Optional.of(
                transfers.stream().map(VolumeTransfers::inWords).findFirst().orElse(ifNone));
    }

    private Stream<Instant> times(String field) {
        return all.stream()
                .map(transfer -> transfer.<String>get("status", field))
                .map(Velero::time)
                .flatMap(Optional::stream);
    }

    private static String inWords(GenericKubernetesResource transfer) {
        String message = transfer.get("status", "message");
        return transfer.getKind() + " " + transfer.getMetadata().getName() + " is " + phase(transfer)
                + (message == null || message.isEmpty() ? "" : ": " + Messages.clean(message));
    }

    private static String phase(GenericKubernetesResource transfer) {
        String phase = transfer.get("status", "phase");
        return phase == null || phase.isEmpty() ? "New" : Messages.clean(phase);
    }

    static ResourceDefinitionContext kind(String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(Velero.GROUP)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
