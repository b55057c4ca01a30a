package io.kymaros.k8s.sandbox;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.sandbox.ResourcePatch.Match;
import io.kymaros.k8s.sandbox.ResourcePatch.MergePatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The volumes of the cluster that nobody claims at the moment. They hold somebody's data, or are kept for somebody: Kubernetes
 * would give one to a claim of a sandbox that fits, and leave it behind Released.
 */
public final class SpareVolumes {
    private static final long PAGE = 500;

    private final KubernetesClient client;

    public SpareVolumes(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Changes to restored claims, so that none takes such a volume: a claim of a class with spare volumes asks for a label that no
     * volume has. Where the class could make a volume for it, that is refused too: the claim stays Pending.
     *
     * @param sandbox the sandbox that is going to be filled
     * @throws ObstacleException if the volumes can't be listed
     */
    public List<ResourcePatch> patches(Sandbox sandbox) {
        return classes().stream().map(name -> leftAlone(name, sandbox)).toList();
    }

    private static ResourcePatch leftAlone(String storageClass, Sandbox sandbox) {
        String selector = "{\"spec\":{\"selector\":{\"matchLabels\":{\"" + Api.RUN_UID_LABEL + "\":\""
                + sandbox.runUid() + "\"}}}}";
        return new ResourcePatch(
                "persistentvolumeclaims",
                Optional.of(new Match("/spec/storageClassName", storageClass)),
                new MergePatch(selector),
                "Claims of class " + storageClass + " take none of the cluster's spare volumes");
    }

    private Set<String> classes() {
        Set<String> classes = new TreeSet<>();
        String next = null;
        do {
            PersistentVolumeList page;
            try {
                page = client.persistentVolumes()
                        .list(new ListOptionsBuilder()
                                .withLimit(PAGE)
                                .withContinue(next)
                                .build());
            } catch (KubernetesClientException e) {
                throw ApiFault.obstacle("list the volumes that a claim of the sandbox could take", e);
            }
            page.getItems().stream()
                    .filter(SpareVolumes::isSpare)
                    .map(volume -> Optional.ofNullable(volume.getSpec().getStorageClassName())
                            .orElse(""))
                    .forEach(classes::add);
            next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return classes;
    }

    /** One that waits for a certain claim is given to no other. */
    private static boolean isSpare(PersistentVolume volume) {
        return volume.getSpec() != null
                && volume.getSpec().getClaimRef() == null
                && volume.getMetadata().getDeletionTimestamp() == null;
    }
}
