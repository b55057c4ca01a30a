package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome.VolumeCopies;
import io.kymaros.velero.api.Velero;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The copies of volume data that a restore waits for: Velero's PodVolumeRestores and DataDownloads. */
final class VolumeTransfers {
    private static final Set<String> ENDED = Set.of("Completed", "Failed", "Canceled");
    private static final List<ResourceDefinitionContext> KINDS = List.of(
            kind("v1", "PodVolumeRestore", "podvolumerestores"), kind("v2alpha1", "DataDownload", "datadownloads"));

    private VolumeTransfers() {}

    /** One line for each copy that has not ended; none if they can't be read, because this only explains a delay. */
    static List<String> unfinished(KubernetesClient client, RestoreHandle handle) {
        return list(client, handle).stream()
                .filter(transfer -> !ENDED.contains(phase(transfer)))
                .map(transfer ->
                        transfer.getKind() + " " + transfer.getMetadata().getName() + " is " + phase(transfer))
                .toList();
    }

    /** From the start of the first copy to the end of the last; empty if there was none, or they can't be read. */
    static Optional<VolumeCopies> copies(KubernetesClient client, RestoreHandle handle) {
        List<GenericKubernetesResource> transfers = list(client, handle);
        Optional<Instant> first = times(transfers, "startTimestamp").min(Comparator.naturalOrder());
        Optional<Instant> last = times(transfers, "completionTimestamp").max(Comparator.naturalOrder());
        return first.flatMap(
                start -> last.filter(end -> !end.isBefore(start)).map(end -> new VolumeCopies(start, end)));
    }

    private static Stream<Instant> times(List<GenericKubernetesResource> transfers, String field) {
        return transfers.stream()
                .map(transfer -> transfer.<String>get("status", field))
                .map(Velero::time)
                .flatMap(Optional::stream);
    }

    private static List<GenericKubernetesResource> list(KubernetesClient client, RestoreHandle handle) {
        List<GenericKubernetesResource> transfers = new ArrayList<>();
        for (ResourceDefinitionContext kind : KINDS) {
            try {
                transfers.addAll(client.genericKubernetesResources(kind)
                        .inNamespace(handle.toolNamespace())
                        .withLabel(Velero.RESTORE_NAME_LABEL, Velero.labelValue(handle.name()))
                        .list()
                        .getItems());
            } catch (KubernetesClientException e) {
                // What rests on them does without.
            }
        }
        return transfers;
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
