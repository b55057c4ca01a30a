package io.kymaros.velero.api;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A restore: what was asked for, how far it is, and how it ended. */
@Group(Velero.GROUP)
@Version(Velero.VERSION)
@Kind("Restore")
@Singular("restore")
@Plural("restores")
public final class VeleroRestore extends CustomResource<VeleroRestore.Spec, VeleroRestore.Status>
        implements Namespaced {
    private static final Set<String> TERMINAL = Set.of("Completed", "PartiallyFailed", "Failed", "FailedValidation");

    /** What is asked for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Spec(
            @Nullable String backupName,
            @Nullable List<String> includedNamespaces,
            @Nullable List<String> includedResources,
            @Nullable Map<String, String> namespaceMapping,
            @Nullable Boolean includeClusterResources,
            @Nullable Boolean preserveNodePorts,
            @Nullable ModifierReference resourceModifier) {}

    /** Names the ConfigMap with the changes to make to objects while they are restored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ModifierReference(String kind, String name) {}

    /** How far the restore is, or how it ended; times are RFC 3339. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Status(
            @Nullable String phase,
            List<String> validationErrors,
            int warnings,
            int errors,
            @Nullable String failureReason,
            @Nullable String startTimestamp,
            @Nullable String completionTimestamp,
            @Nullable Progress progress) {

        /** Takes an absent list as an empty one. */
        public Status {
            validationErrors = requireNonNullElse(validationErrors, List.of());
        }
    }

    /** Items handled so far; also those that failed or were skipped count as restored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Progress(int totalItems, int itemsRestored) {}

    /** The status; an empty one until Velero has written it. */
    public Status observed() {
        return status == null ? new Status(null, List.of(), 0, 0, null, null, null, null) : status;
    }

    /** Phase of the restore; {@code New} until Velero has written one. */
    public String phase() {
        return requireNonNullElse(observed().phase(), "New");
    }

    /** Whether Velero has begun with it. */
    public boolean takenUp() {
        return !phase().equals("New");
    }

    /** Whether the phase is a last one. */
    public boolean ended() {
        return TERMINAL.contains(phase());
    }

    /** When Velero took the restore up. */
    public Optional<Instant> startedAt() {
        return Velero.time(observed().startTimestamp());
    }

    /** When the restore ended. */
    public Optional<Instant> completedAt() {
        return Velero.time(observed().completionTimestamp());
    }

    /** When the restore was asked for. */
    public Optional<Instant> createdAt() {
        return Velero.time(getMetadata().getCreationTimestamp());
    }
}
