package io.kymaros.velero.api;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backup: what it was asked to take, and how that ended. */
@Group(Velero.GROUP)
@Version(Velero.VERSION)
@Kind("Backup")
@Singular("backup")
@Plural("backups")
public final class VeleroBackup extends CustomResource<VeleroBackup.Spec, VeleroBackup.Status> implements Namespaced {

    /** What the backup was asked to take. Namespaces may be globs; an empty list of includes means everything. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Spec(
            List<String> includedNamespaces,
            List<String> excludedNamespaces,
            List<String> includedResources,
            List<String> excludedResources,
            List<String> includedNamespaceScopedResources,
            List<String> excludedNamespaceScopedResources,
            @Nullable LabelSelector labelSelector,
            List<LabelSelector> orLabelSelectors,
            @Nullable Boolean includeClusterResources,
            @Nullable Boolean snapshotVolumes,
            @Nullable String storageLocation) {

        /** Takes lists that are absent in the resource as empty ones. */
        public Spec {
            includedNamespaces = requireNonNullElse(includedNamespaces, List.of());
            excludedNamespaces = requireNonNullElse(excludedNamespaces, List.of());
            includedResources = requireNonNullElse(includedResources, List.of());
            excludedResources = requireNonNullElse(excludedResources, List.of());
            includedNamespaceScopedResources = requireNonNullElse(includedNamespaceScopedResources, List.of());
            excludedNamespaceScopedResources = requireNonNullElse(excludedNamespaceScopedResources, List.of());
            orLabelSelectors = requireNonNullElse(orLabelSelectors, List.of());
        }
    }

    /** How the backup ended; times are RFC 3339. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Status(
            @Nullable String phase,
            @Nullable String startTimestamp,
            @Nullable String completionTimestamp,
            int errors,
            int warnings,
            @Nullable String failureReason,
            @Nullable String expiration) {}

    /** Phase of the backup; {@code New} until Velero has written one. */
    public String phase() {
        return status == null || status.phase() == null ? "New" : status.phase();
    }

    /** The point in time of the data. */
    public Optional<Instant> startedAt() {
        return status == null ? Optional.empty() : Velero.time(status.startTimestamp());
    }

    /** When the backup was complete. */
    public Optional<Instant> completedAt() {
        return status == null ? Optional.empty() : Velero.time(status.completionTimestamp());
    }

    /** From when on Velero deletes the backup. */
    public Optional<Instant> expiresAt() {
        return status == null ? Optional.empty() : Velero.time(status.expiration());
    }

    /** Why the backup failed, in Velero's words. */
    public Optional<String> failureReason() {
        return Optional.ofNullable(status).map(Status::failureReason).filter(reason -> !reason.isEmpty());
    }

    /** Number of errors that Velero counted while it made the backup. */
    public int errors() {
        return status == null ? 0 : status.errors();
    }

    /** Number of warnings that Velero counted while it made the backup. */
    public int warnings() {
        return status == null ? 0 : status.warnings();
    }

    /** Whether the backup is about to go away. */
    public boolean beingDeleted() {
        return getMetadata().getDeletionTimestamp() != null || phase().equals("Deleting");
    }

    /** Name of the storage location that holds the backup; Velero writes it when it takes the backup up. */
    public String storageLocation() {
        return requireNonNullElse(spec.storageLocation(), "default");
    }

    @Override
    protected Spec initSpec() {
        List<String> all = List.of();
        return new Spec(all, all, all, all, all, all, null, List.of(), null, null, null);
    }
}
