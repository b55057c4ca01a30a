package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the live source tells of the volumes of claims, where the backup says nothing of them. */
final class SourceVolumes {
    private static final String PROVISIONED = "pv.kubernetes.io/provisioned-by";

    private final KubernetesClient client;

    SourceVolumes(KubernetesClient client) {
        this.client = client;
    }

    /** Whether a claim had a volume at a moment. */
    enum Binding {
        BOUND,
        UNBOUND,
        /** The source says nothing of it: it is gone, or was made since. */
        UNKNOWN,
        /** The source can't be read. */
        UNREAD
    }

    /** What is known of a claim of a source namespace. */
    Binding at(Instant moment, ObjectName name) {
        try {
            PersistentVolumeClaim claim = client.persistentVolumeClaims()
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .get();
            if (claim == null || !before(moment, created(claim.getMetadata()))) {
                return Binding.UNKNOWN;
            }
            String volume = claim.getSpec().getVolumeName();
            if (volume == null || volume.isEmpty()) {
                // A claim that has once been bound stays so.
                return Binding.UNBOUND;
            }
            PersistentVolume bound = client.persistentVolumes().withName(volume).get();
            Optional<Instant> since = bound == null ? Optional.empty() : boundSince(bound);
            // Bound only since then, it was not before.
            return since.map(at -> at.isBefore(moment) ? Binding.BOUND : Binding.UNBOUND)
                    .orElse(Binding.UNKNOWN);
        } catch (KubernetesClientException e) {
            return Binding.UNREAD;
        }
    }

    /** A volume that was made for a claim is bound to it from the start; any other says since when, or nothing is known. */
    private static Optional<Instant> boundSince(PersistentVolume volume) {
        ObjectMeta metadata = volume.getMetadata();
        if (metadata.getAnnotations() != null && metadata.getAnnotations().containsKey(PROVISIONED)) {
            return created(metadata);
        }
        return volume.getStatus() == null || !"Bound".equals(volume.getStatus().getPhase())
                ? Optional.empty()
                : time(volume.getStatus().getLastPhaseTransitionTime());
    }

    private static boolean before(Instant moment, Optional<Instant> time) {
        return time.filter(at -> at.isBefore(moment)).isPresent();
    }

    private static Optional<Instant> created(ObjectMeta metadata) {
        return time(metadata.getCreationTimestamp());
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
