package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.velero.api.Velero;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The copies of volume data that a restore waits for: Velero's PodVolumeRestores and DataDownloads. */
final class VolumeTransfers {
    private static final Set<String> ENDED = Set.of("Completed", "Failed", "Canceled");
    private static final List<ResourceDefinitionContext> KINDS = List.of(
            kind("v1", "PodVolumeRestore", "podvolumerestores"), kind("v2alpha1", "DataDownload", "datadownloads"));

    private VolumeTransfers() {}

    /** One line for each copy that has not ended; none if they can't be read, because this only explains a delay. */
    static List<String> unfinished(KubernetesClient client, RestoreHandle handle) {
        List<String> unfinished = new ArrayList<>();
        for (ResourceDefinitionContext kind : KINDS) {
            try {
                client
                        .genericKubernetesResources(kind)
                        .inNamespace(handle.toolNamespace())
                        .withLabel(Velero.RESTORE_NAME_LABEL, Velero.labelValue(handle.name()))
                        .list()
                        .getItems()
                        .stream()
                        .filter(transfer -> !ENDED.contains(phase(transfer)))
                        .map(transfer ->
                                kind.getKind() + " " + transfer.getMetadata().getName() + " is " + phase(transfer))
                        .forEach(unfinished::add);
            } catch (KubernetesClientException e) {
                // The message does without.
            }
        }
        return unfinished;
    }

    private static String phase(GenericKubernetesResource transfer) {
        String phase = transfer.get("status", "phase");
        return phase == null || phase.isEmpty() ? "New" : Messages.clean(phase);
    }

    private static ResourceDefinitionContext kind(String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(Velero.GROUP)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
