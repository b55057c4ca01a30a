package io.kymaros.k8s.evidence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lists objects by their metadata only: the API server leaves out spec, status and data, so a Secret's value never reaches
 * this process. Lists come in pages; when a page's token has expired (410) the list starts again, so that it is never
 * partial.
 */
final class MetadataLister {
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final int PAGE = 500;
    private static final int GONE = 410;
    private static final int RESTARTS = 5;
    private static final int REQUEST_SECONDS = 60;

    private final ObjectMapper mapper = new ObjectMapper();
    private final KubernetesClient client;

    MetadataLister(KubernetesClient client) {
        this.client = client;
    }

    /** What is read of an object. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Metadata(
            @Nullable String name,
            @Nullable String creationTimestamp,
            @Nullable String deletionTimestamp,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable List<Owner> ownerReferences) {

        Optional<Instant> created() {
            return Optional.ofNullable(creationTimestamp).map(Instant::parse);
        }

        boolean hasLabel(String key, String value) {
            return labels != null && value.equals(labels.get(key));
        }

        boolean hasAnnotation(String key) {
            return annotations != null && annotations.containsKey(key);
        }

        /** Whether a controller made the object, and would make it again. */
        boolean controlled() {
            return ownerReferences != null
                    && ownerReferences.stream().anyMatch(owner -> Boolean.TRUE.equals(owner.controller()));
        }
    }

    /** An owner reference, as far as it matters here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Owner(@Nullable String kind, @Nullable Boolean controller) {}

    /**
     * Lists one namespace.
     *
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    List<Metadata> list(ResourceType type, String namespace) {
        for (int attempt = 1; ; attempt++) {
            try {
                return listOnce(type, namespace);
            } catch (KubernetesClientException e) {
                if (e.getCode() != GONE || attempt == RESTARTS) {
                    throw e;
                }
            }
        }
    }

    private List<Metadata> listOnce(ResourceType type, String namespace) {
        List<Metadata> items = new ArrayList<>();
        String token = "";
        do {
            token = page(type.path(namespace), token, items);
        } while (!token.isEmpty());
        return items;
    }

    /** Reads one page and returns the token of the next; empty after the last. */
    private String page(String path, String token, List<Metadata> items) {
        String query = "?limit=" + PAGE
                + (token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        // Not resolved: the cluster's address may have a path of its own, as behind a proxy for many clusters.
        URI uri = URI.create(client.getMasterUrl().toString().replaceAll("/+$", "") + path + query);
        try {
            HttpResponse<byte[]> response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(uri)
                                    .header("Accept", METADATA_ONLY)
                                    .build(),
                            byte[].class)
                    .get(REQUEST_SECONDS, TimeUnit.SECONDS);
            if (!response.isSuccessful()) {
                throw new KubernetesClientException(status(response.code(), response.body()));
            }
            return parse(response.body(), items);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while listing " + path, e);
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new KubernetesClientException("can't list " + path, e);
        }
    }

    private String parse(byte[] body, List<Metadata> items) throws IOException {
        String token = "";
        boolean list = false;
        try (JsonParser parser = mapper.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("metadata")) {
                    JsonNode metadata = mapper.readTree(parser);
                    token = metadata.path("continue").asText("");
                } else if (field.equals("items") && parser.currentToken() == JsonToken.START_ARRAY) {
                    list = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        items.add(mapper.readValue(parser, Item.class).metadata());
                    }
                } else {
                    list |= field.equals("items") && parser.currentToken() == JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
            }
        }
        if (!list) {
            throw new IOException("the answer is no list");
        }
        return token;
    }

    /** One entry of a list. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Item(Metadata metadata) {}

    private Status status(int code, byte[] body) throws IOException {
        try {
            Status status = mapper.readValue(body, Status.class);
            if (status != null && status.getCode() != null) {
                return status;
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // Not every answer comes from the API server itself; a proxy's text says no more than the code.
            return new StatusBuilder()
                    .withCode(code)
                    .withMessage("HTTP status " + code)
                    .build();
        }
        return new StatusBuilder()
                .withCode(code)
                .withMessage("HTTP status " + code)
                .build();
    }
}
