package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why no node takes a pod. Nodes, their labels, taints and room, storage classes and provisioners belong to the cluster: the
 * environment. A claim that is missing, has lost its volume, or is to be filled from something that is not there belongs to
 * the backup.
 */
final class Scheduling {
    private Scheduling() {}

    /** The state of a pod that the scheduler has refused. */
    static PodState of(Pod pod, String message, Clues clues) {
        String said = message.toLowerCase(Locale.ROOT);
        if (!said.contains("persistentvolume") && !said.contains("pvc")) {
            return PodState.environment("Unschedulable", message);
        }
        return claims(pod)
                .map(claim -> unbound(pod.getMetadata().getNamespace(), claim, message, clues))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> said.contains("not found")
                        ? PodState.stableBad("VolumePending", message)
                        : PodState.waiting("VolumePending", message));
    }

    private static Stream<String> claims(Pod pod) {
        String name = pod.getMetadata().getName();
        List<Volume> volumes = pod.getSpec() == null ? List.of() : pod.getSpec().getVolumes();
        return volumes.stream()
                .map(volume -> volume.getPersistentVolumeClaim() != null
                        ? volume.getPersistentVolumeClaim().getClaimName()
                        : volume.getEphemeral() != null ? name + "-" + volume.getName() : null)
                .filter(Objects::nonNull);
    }

    private static Optional<PodState> unbound(String namespace, String name, String message, Clues clues) {
        Optional<PersistentVolumeClaim> claim = clues.claim(namespace, name);
        if (claim.isEmpty()) {
            return message.contains("\"" + name + "\" not found")
                    ? Optional.of(
                            PodState.stableBad("VolumePending", "claim " + name + " did not come back: " + message))
                    : Optional.empty();
        }
        String phase = claim.get().getStatus() == null
                ? "Pending"
                : claim.get().getStatus().getPhase();
        if ("Bound".equals(phase)) {
            return Optional.empty();
        }
        if ("Lost".equals(phase)) {
            return Optional.of(PodState.stableBad(
                    "VolumePending",
                    "claim " + name + " has lost its volume "
                            + claim.get().getSpec().getVolumeName()));
        }
        String why = clues.said(
                        namespace,
                        "PersistentVolumeClaim",
                        name,
                        "ProvisioningFailed",
                        "FailedBinding",
                        "ExternalProvisioning",
                        "Provisioning")
                .orElse(message);
        String shown = "claim " + name + " is " + phase + ": " + why;
        boolean filled = claim.get().getSpec().getDataSource() != null
                || claim.get().getSpec().getDataSourceRef() != null;
        if (filled) {
            return Optional.of(
                    why.toLowerCase(Locale.ROOT).contains("not found")
                            ? PodState.stableBad("VolumePending", shown)
                            : PodState.waiting("VolumePending", shown));
        }
        return Optional.of(
                isForGood(why)
                        ? PodState.environmentForGood("VolumePending", shown)
                        : PodState.environment("VolumePending", shown));
    }

    /** No class of that name, or nobody who would make a volume: nothing to wait for. */
    private static boolean isForGood(String why) {
        String said = why.toLowerCase(Locale.ROOT);
        return said.contains("storageclass") && said.contains("not found") || said.contains("no storage class is set");
    }
}
