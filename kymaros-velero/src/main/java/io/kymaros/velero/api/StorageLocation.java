package io.kymaros.velero.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where Velero keeps backups (a BackupStorageLocation), and whether it could be reached when last looked at. */
@Group(Velero.GROUP)
@Version(Velero.VERSION)
@Kind("BackupStorageLocation")
@Singular("backupstoragelocation")
@Plural("backupstoragelocations")
public final class StorageLocation extends CustomResource<StorageLocation.Spec, StorageLocation.Status>
        implements Namespaced {

    /** How the storage is reached. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Spec(
            @Nullable Map<String, String> config, @Nullable ObjectStorage objectStorage) {}

    /**
     * A bucket.
     *
     * @param caCert certificates to trust, PEM in base64
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ObjectStorage(@Nullable String caCert) {}

    /** What Velero found when it looked last. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Status(@Nullable String phase, @Nullable String message) {}

    /** {@code Available}, {@code Unavailable}; empty when Velero has not looked yet. */
    public Optional<String> phase() {
        return Optional.ofNullable(status).map(Status::phase).filter(phase -> !phase.isEmpty());
    }

    /** Why the location is unavailable, in Velero's words. */
    public Optional<String> message() {
        return Optional.ofNullable(status).map(Status::message).filter(message -> !message.isEmpty());
    }

    /** Certificates to trust, PEM in base64. */
    public Optional<String> caCert() {
        return Optional.ofNullable(spec).map(Spec::objectStorage).map(ObjectStorage::caCert);
    }

    /** Whether the administrator told Velero not to check the storage's certificate. */
    public boolean anyCertificate() {
        return Optional.ofNullable(spec)
                .map(Spec::config)
                .map(config -> config.get("insecureSkipTLSVerify"))
                .map(Boolean::parseBoolean)
                .orElse(false);
    }
}
