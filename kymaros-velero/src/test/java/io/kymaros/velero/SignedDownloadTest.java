package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.core.evidence.Level;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.velero.VeleroFile.Kind;
import io.kymaros.velero.api.StorageLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignedDownloadTest {
    private static final VeleroFile FILE = new VeleroFile("velero", Kind.RESOURCE_LIST, "shop-1");
    private static final String SIGNATURE = "?X-Amz-Signature=canary";

    private final CountDownLatch testOver = new CountDownLatch(1);
    private final AtomicInteger elsewhere = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer storage;

    @BeforeEach
    void serve() throws IOException {
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.setExecutor(Executors.newCachedThreadPool());
        storage.createContext("/good", exchange -> answer(exchange, 200, gzip("[1]")));
        storage.createContext("/missing", exchange -> answer(exchange, 404, new byte[0]));
        storage.createContext("/denied", exchange -> answer(exchange, 403, new byte[0]));
        storage.createContext("/broken", exchange -> answer(exchange, 200, Arrays.copyOf(gzip("[1]".repeat(99)), 20)));
        storage.createContext("/plain", exchange -> answer(exchange, 200, "[1]".getBytes(StandardCharsets.UTF_8)));
        storage.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            answer(exchange, 302, new byte[0]);
        });
        storage.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, gzip("[1]"));
        });
        storage.createContext("/bomb", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            bomb(exchange.getResponseBody());
        });
        storage.createContext("/hangs", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(gzip("[1,2,3]"), 0, 12);
            exchange.getResponseBody().flush();
            awaitTheEnd();
        });
        storage.createContext("/silent", exchange -> awaitTheEnd());
        storage.start();
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        storage.stop(0);
    }

    @Test
    void aFileIsUnpackedAndParsed() throws InterruptedException {
        assertThat(get("/good")).contains(3);
    }

    @Test
    void aFileThatIsNotThereIsNoError() throws InterruptedException {
        assertThat(get("/missing")).isEmpty();
    }

    @Test
    void redirectsAreNotFollowed() {
        assertThat(failure("/moved")).contains("HTTP 302, a redirect, which is not followed");
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void aRefusalNamesTheStatusAndTheHostButNotTheAddress() {
        assertThat(failure("/denied"))
                .contains("localhost")
                .contains("HTTP 403")
                .contains("BackupResourceList");
    }

    @Test
    void damagedFilesAreUnreadable() {
        assertThat(failure("/broken")).contains("can't be read");
        assertThat(failure("/plain")).contains("can't be read");
    }

    @Test
    void aFileThatUnpacksToTooMuchIsGivenUp() {
        assertThat(failure("/bomb")).contains("larger than 128 MiB");
    }

    @Test
    void aDownloadThatHangsIsGivenUp() {
        assertThat(failure("/hangs")).contains("took too long");
        assertThat(failure("/silent")).contains("can't be downloaded from localhost");
    }

    @Test
    void storageThatIsAwayIsUnreachable() {
        storage.stop(0);
        assertThat(failure("/good"))
                .contains("can't be downloaded from localhost")
                .contains("publicUrl");
    }

    @Test
    void onlyWebAddressesAreOpened() {
        for (String odd : new String[] {"file:///etc/passwd", "ftp://h/x", "http:///x", "no url at all", "gopher:x"}) {
            assertThat(failureOf(odd)).contains("is not a").doesNotContain(odd);
        }
    }

    @Test
    void aLocationsCertificateThatIsNoneIsNamed() {
        StorageLocation location = location();
        location.setSpec(new StorageLocation.Spec(Map.of(), new StorageLocation.ObjectStorage("bm9uZQ==")));
        EvidenceUnavailableException failure = catchThrowableOfType(
                EvidenceUnavailableException.class, () -> download().get(address("/good"), FILE, location, json -> 1));
        assertThat(failure)
                .hasMessageContaining("spec.objectStorage.caCert of BackupStorageLocation default is not PEM");
    }

    private Optional<Integer> get(String path) throws InterruptedException {
        return download().get(address(path), FILE, location(), json -> {
            int tokens = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                tokens++;
            }
            return tokens;
        });
    }

    private String failure(String path) {
        return failureOf(address(path));
    }

    private String failureOf(String address) {
        EvidenceUnavailableException failure = catchThrowableOfType(
                EvidenceUnavailableException.class, () -> download().get(address, FILE, location(), json -> {
                    while (json.nextToken() != null) {
                        // to the end
                    }
                    return 0;
                }));
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause.getMessage())).doesNotContain("canary");
        }
        return failure.gap(Level.COMPLETENESS).message();
    }

    private static SignedDownload download() {
        return new SignedDownload(Duration.ofSeconds(15));
    }

    private String address(String path) {
        return "http://localhost:" + storage.getAddress().getPort() + path + SIGNATURE;
    }

    private static StorageLocation location() {
        StorageLocation location = new StorageLocation();
        location.setMetadata(new ObjectMetaBuilder().withName("default").build());
        return location;
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Blanks between tokens: small on the way, endless once unpacked. */
    private static void bomb(OutputStream body) {
        byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream gzip = new GZIPOutputStream(body)) {
            for (int i = 0; i < 200; i++) {
                gzip.write(blanks);
            }
        } catch (IOException e) {
            // The reader has had enough.
        }
    }

    private void awaitTheEnd() {
        try {
            if (!testOver.await(30, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(new IOException("the test did not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
