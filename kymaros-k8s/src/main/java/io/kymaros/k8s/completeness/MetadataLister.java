package io.kymaros.k8s.completeness;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kymaros.k8s.completeness.ListPage.NoNamesException;
import io.kymaros.k8s.request.ApiUri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * Lists objects by their names or by their metadata: the API server leaves out spec, status and data, so a Secret's value
 * never reaches this process. Lists come in pages, compressed; when a page's token has expired (410) the list starts again,
 * so that it is never partial.
 */
final class MetadataLister {
    private static final String LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final String TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1," + LIST;
    private static final String OBJECT =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /** A table with fewer rows stays below the size from which the API server compresses. */
    private static final String NAMES_PAGE = "?includeObject=None&limit=2000";

    private static final String METADATA_PAGE = "?limit=1000";

    private static final String NOT_ENDED = "&fieldSelector=" + encoded("status.phase!=Succeeded,status.phase!=Failed");

    /** Up to so many objects are asked for one by one; for more it is cheaper to list them all. */
    private static final int FEW = 10;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int RESTARTS = 5;
    private static final int REQUEST_SECONDS = 60;

    private final JsonFactory json = new JsonFactory();
    private final KubernetesClient client;

    MetadataLister(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The names of a namespace's objects.
     *
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    List<String> names(ResourceType type, String namespace) {
        try {
            return list(type.path(namespace) + NAMES_PAGE, TABLE, ListPage::names);
        } catch (KubernetesClientException e) {
            if (e.getCause() instanceof NoNamesException) {
                return metadata(type, namespace).stream().map(Metadata::name).toList();
            }
            throw e;
        }
    }

    /**
     * The metadata of all objects of a namespace.
     *
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    List<Metadata> metadata(ResourceType type, String namespace) {
        return list(type.path(namespace) + METADATA_PAGE, LIST, ListPage::metadata);
    }

    /**
     * The metadata of a namespace's pods, but for those that have ended.
     *
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    List<Metadata> livePods(ResourceType pods, String namespace) {
        return list(pods.path(namespace) + METADATA_PAGE + NOT_ENDED, LIST, ListPage::metadata);
    }

    /**
     * The metadata of some of a namespace's objects; those that are gone are left out.
     *
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    List<Metadata> metadata(ResourceType type, String namespace, Collection<String> names) {
        if (names.size() > FEW) {
            return ofList(type, namespace, names);
        }
        try {
            return names.stream()
                    .flatMap(name -> get(type.path(namespace) + "/" + encoded(name)).stream())
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            // Who may list objects sees their metadata all the same.
            return ofList(type, namespace, names);
        }
    }

    private List<Metadata> ofList(ResourceType type, String namespace, Collection<String> names) {
        Set<String> wanted = new HashSet<>(names);
        return metadata(type, namespace).stream()
                .filter(object -> wanted.contains(object.name()))
                .toList();
    }

    private Optional<Metadata> get(String path) {
        try {
            return Optional.of(ask(path, OBJECT, ListPage::object));
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> List<T> list(String path, String accept, PageReader<T> reader) {
        for (int attempt = 1; ; attempt++) {
            try {
                return listOnce(path, accept, reader);
            } catch (KubernetesClientException e) {
                if (e.getCode() != GONE || attempt == RESTARTS) {
                    throw e;
                }
            }
        }
    }

    private <T> List<T> listOnce(String path, String accept, PageReader<T> reader) {
        List<T> objects = new ArrayList<>();
        String token = "";
        do {
            String page = token.isEmpty() ? path : path + "&continue=" + encoded(token);
            token = ask(page, accept, parser -> reader.read(parser, objects));
        } while (!token.isEmpty());
        return objects;
    }

    /**
     * Asks for a document of another form.
     *
     * @param accept the forms that the reader understands
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    <R> R ask(String path, String accept, AnswerReader<R> reader) {
        try {
            HttpResponse<byte[]> response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(ApiUri.of(client, path))
                                    .header("Accept", accept)
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            byte[].class)
                    .get(REQUEST_SECONDS, TimeUnit.SECONDS);
            try (InputStream body = body(response.body())) {
                if (!response.isSuccessful()) {
                    throw new KubernetesClientException(status(response.code(), body));
                }
                try (JsonParser parser = json.createParser(body)) {
                    return reader.read(parser);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while reading " + path, e);
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new KubernetesClientException("can't read " + path, e);
        }
    }

    /** No JSON begins like this; some HTTP clients have expanded the answer already. */
    private static InputStream body(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        boolean compressed = bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
        return compressed ? new GZIPInputStream(in) : in;
    }

    private static Status status(int code, InputStream body) throws IOException {
        try {
            Status status = new ObjectMapper().readValue(body, Status.class);
            if (status != null && status.getCode() != null) {
                return status;
            }
        } catch (JsonProcessingException e) {
            // Not every answer comes from the API server itself; a proxy's text says no more than the code.
            return codeOnly(code);
        }
        return codeOnly(code);
    }

    private static Status codeOnly(int code) {
        return new StatusBuilder()
                .withCode(code)
                .withMessage("HTTP status " + code)
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds a page's objects and returns the token of the next page. */
    private interface PageReader<T> {
        String read(JsonParser parser, List<T> objects) throws IOException;
    }

    /** Makes something of an answer. */
    interface AnswerReader<R> {
        R read(JsonParser parser) throws IOException;
    }
}
