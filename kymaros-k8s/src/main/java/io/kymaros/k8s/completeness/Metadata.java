package io.kymaros.k8s.completeness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is kept of an object's metadata. Values of annotations are passed over: kubectl writes what it has applied into one,
 * and of a Secret that is its data.
 *
 * @param name the object's name
 * @param createdText when the API server stored it, as it wrote that
 * @param deletedAt since when it is on its way out, and only held by a finalizer or by who uses it
 * @param controller what a controller made it from; empty if none did
 * @param serviceAccountToken whether it says that it is a service account's token or pull secret
 * @param madeByRun whether a run of a restore test made it for its own use
 */
record Metadata(
        String name,
        Optional<String> createdText,
        Optional<Instant> deletedAt,
        Optional<Owner> controller,
        boolean serviceAccountToken,
        boolean madeByRun) {
    private static final Set<String> SERVICE_ACCOUNT =
            Set.of("kubernetes.io/service-account.name", "openshift.io/internal-registry-auth-token.service-account");

    /**
     * The object that a controller made another one from.
     *
     * @param type its kind
     * @param name its name; it is in the namespace of the other, or in none
     */
    record Owner(ObjectKind type, String name) {
        @Override
        public String toString() {
            return type.kind() + "/" + name;
        }
    }

    /** Whether a controller made it from another object. */
    boolean controlled() {
        return controller.isPresent();
    }

    /** Reads the object that begins at the current token. */
    static Metadata read(JsonParser json) throws IOException {
        String name = "";
        Optional<String> created = Optional.empty();
        Optional<Instant> deletion = Optional.empty();
        Duration grace = Duration.ZERO;
        Optional<Owner> controller = Optional.empty();
        boolean token = false;
        boolean madeByRun = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "creationTimestamp" -> created = Optional.ofNullable(json.getValueAsString());
                case "deletionTimestamp" -> deletion = time(json);
                case "deletionGracePeriodSeconds" -> grace = Duration.ofSeconds(json.getValueAsLong());
                case "ownerReferences" -> controller = controller(json);
                case "annotations" -> token = hasKey(json, SERVICE_ACCOUNT);
                case "labels" -> madeByRun = hasKey(json, Set.of(Api.RUN_UID_LABEL));
                default -> json.skipChildren();
            }
        }
        if (name.isEmpty()) {
            throw new IOException("the answer holds an object without a name");
        }
        // The server writes when the time that it gives the object has passed.
        return new Metadata(name, created, since(deletion, grace), controller, token, madeByRun);
    }

    private static Optional<Instant> since(Optional<Instant> deletion, Duration grace) {
        return deletion.map(at -> at.minus(grace));
    }

    /** Whether it is on its way out. */
    boolean deleting() {
        return deletedAt.isPresent();
    }

    /**
     * When the API server stored the object. Of most objects nobody asks.
     *
     * @throws KubernetesClientException if what it wrote is no time
     */
    Optional<Instant> created() {
        try {
            return createdText.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new KubernetesClientException("the answer holds a time that is none: " + name, e);
        }
    }

    /** The names of those that stay: what is on its way out has not come back. */
    static Set<String> namesOfStaying(List<Metadata> objects) {
        return objects.stream()
                .filter(object -> !object.deleting())
                .map(Metadata::name)
                .collect(Collectors.toSet());
    }

    private static Optional<Instant> time(JsonParser json) throws IOException {
        try {
            return json.currentToken() == JsonToken.VALUE_STRING
                    ? Optional.of(Instant.parse(json.getText()))
                    : Optional.empty();
        } catch (DateTimeException e) {
            throw new IOException("the answer holds a time that is none", e);
        }
    }

    private static boolean hasKey(JsonParser json, Set<String> keys) throws IOException {
        boolean found = false;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                found |= keys.contains(json.currentName());
                json.nextToken();
                json.skipChildren();
            }
        }
        return found;
    }

    private static Optional<Owner> controller(JsonParser json) throws IOException {
        Optional<Owner> found = Optional.empty();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Optional<Owner> owner = controllingOwner(json);
                found = owner.isPresent() ? owner : found;
            }
        }
        return found;
    }

    private static Optional<Owner> controllingOwner(JsonParser json) throws IOException {
        String version = "";
        String kind = "";
        String name = "";
        boolean controls = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "apiVersion" -> version = json.getText();
                case "kind" -> kind = json.getText();
                case "name" -> name = json.getText();
                case "controller" -> controls = json.currentToken() == JsonToken.VALUE_TRUE;
                default -> json.skipChildren();
            }
        }
        return controls ? Optional.of(new Owner(new ObjectKind(version, kind), name)) : Optional.empty();
    }
}
