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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks Velero for a signed address of a file that it keeps beside a backup or restore. */
@Group(Velero.GROUP)
@Version(Velero.VERSION)
@Kind("DownloadRequest")
@Singular("downloadrequest")
@Plural("downloadrequests")
public final class DownloadRequest extends CustomResource<DownloadRequest.Spec, DownloadRequest.Status>
        implements Namespaced {

    /** Which file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(Target target) {}

    /**
     * A file.
     *
     * @param kind kind of the file, for example {@code BackupResourceList}
     * @param name name of the backup or restore that it belongs to
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(String kind, String name) {}

    /**
     * Velero's answer.
     *
     * @param downloadURL signed address; whoever knows it can read the file
     * @param expiration set as soon as Velero has seen the request, whether or not it could answer
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Status(
            @Nullable String phase,
            @Nullable String downloadURL,
            @Nullable String expiration,
            @Nullable String message) {
        /** The phase alone: the address is a secret. */
        @Override
        public String toString() {
            return "DownloadRequest.Status[phase=" + phase + "]";
        }
    }

    /** The signed address, once there is one. */
    public Optional<String> address() {
        return Optional.ofNullable(status).map(Status::downloadURL).filter(url -> !url.isEmpty());
    }

    /** Whether Velero has said that it can't answer. */
    public boolean refused() {
        return status != null && "Failed".equals(status.phase());
    }

    /** Whether Velero has looked at the request at all. */
    public boolean seen() {
        return status != null && (status.expiration() != null || status.phase() != null);
    }
}
