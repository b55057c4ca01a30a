package io.kymaros.velero;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.velero.api.StorageLocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a gzipped JSON file from a signed address. Redirects are not followed, sizes and time are bounded, and the
 * address appears in no message, because it is a secret.
 */
final class SignedDownload {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .maxNameLength(1 << 12)
                    .build())
            .build();

    private final Duration longest;
    private final Map<StorageTrust, HttpClient> clients = new ConcurrentHashMap<>();

    SignedDownload(Duration longest) {
        this.longest = longest;
    }

    /** Fetches and parses a file; empty if the storage has no such file. */
    <T> Optional<T> get(String address, VeleroFile file, StorageLocation location, FileParser<T> parser)
            throws InterruptedException {
        URI uri = requireHttp(address, file);
        TimeLeft time = TimeLeft.of(longest);
        HttpResponse<InputStream> response = open(uri, file, clientFor(location, file), time);
        try (InputStream body = response.body()) {
            return switch (response.statusCode()) {
                case 200 -> Optional.of(read(body, file, parser, time));
                case 404 -> Optional.empty();
                default -> throw refused(response.statusCode(), uri, file);
            };
        } catch (IOException e) {
            throw unavailable("DownloadFailed", "The download of %s broke off (%s).".formatted(file, why(e)), e);
        }
    }

    private static URI requireHttp(String address, VeleroFile file) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            // Not as the cause: its message holds the address.
            throw unavailable("DownloadRefused", "Velero's address for %s is not a valid URL.".formatted(file), null);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw unavailable(
                    "DownloadRefused", "Velero's address for %s is not an http(s) URL.".formatted(file), null);
        }
        return uri;
    }

    private HttpClient clientFor(StorageLocation location, VeleroFile file) {
        try {
            return clients.computeIfAbsent(StorageTrust.of(location), trust -> HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .sslContext(trust.context())
                    .build());
        } catch (IllegalArgumentException e) {
            throw unavailable(
                    "StorageCertificateInvalid",
                    "%s can't be downloaded: spec.objectStorage.caCert of BackupStorageLocation %s is not PEM."
                            .formatted(file, location.getMetadata().getName()),
                    e);
        }
    }

    private HttpResponse<InputStream> open(URI uri, VeleroFile file, HttpClient client, TimeLeft time)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
        CompletableFuture<HttpResponse<InputStream>> response = client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return response.get(time.duration().toNanos(), NANOSECONDS);
        } catch (ExecutionException e) {
            throw unreachable(uri, file, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(uri, file, e);
        } finally {
            response.cancel(true);
        }
    }

    private static <T> T read(InputStream body, VeleroFile file, FileParser<T> parser, TimeLeft time) {
        // The body has no time limit of its own: closing it ends a read that hangs.
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> close(body),
                CompletableFuture.delayedExecutor(time.duration().toNanos(), NANOSECONDS));
        try (InputStream plain = new GZIPInputStream(body);
                JsonParser json = JSON.createParser(
                        new CappedInputStream(plain, file.kind().largest()))) {
            return parser.parse(json);
        } catch (IOException e) {
            String what = time.passed() ? "its download took too long" : why(e);
            throw unavailable("FileUnreadable", "%s can't be read: %s.".formatted(file, what), e);
        } finally {
            limit.cancel(true);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The reader notices by itself.
        }
    }

    private static EvidenceUnavailableException refused(int status, URI uri, VeleroFile file) {
        boolean redirect = status >= 300 && status < 400;
        return unavailable(
                "DownloadRefused",
                "The storage at %s answered the request for %s with HTTP %d%s."
                        .formatted(uri.getHost(), file, status, redirect ? ", a redirect, which is not followed" : ""),
                null);
    }

    private static EvidenceUnavailableException unreachable(URI uri, VeleroFile file, Throwable cause) {
        return unavailable(
                "StorageUnreachable",
                ("%s can't be downloaded from %s (%s). If that host can only be reached inside the cluster, set"
                                + " publicUrl in the BackupStorageLocation's config, or run Kymaros in the cluster.")
                        .formatted(file, uri.getHost(), why(cause)),
                cause);
    }

    private static String why(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : Messages.clean(message);
    }

    private static EvidenceUnavailableException unavailable(String reason, String message, @Nullable Throwable cause) {
        return new EvidenceUnavailableException(reason, message, cause);
    }
}
