package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.velero.VeleroFile.Kind;
import io.kymaros.velero.api.StorageLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage with a certificate that it has signed itself, for the host name localhost. */
class StorageTrustTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final VeleroFile FILE = new VeleroFile("velero", Kind.VOLUME_INFOS, "shop-1");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static HttpsServer storage;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static String certificate;

    @BeforeAll
    static void serve(@TempDir Path folder) throws Exception {
        KeyStore keys = selfSigned(folder);
        byte[] der = keys.getCertificate("storage").getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
        certificate = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        storage = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        storage.createContext("/", exchange -> {
            byte[] body = gzip("[]");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        storage.start();
    }

    @AfterAll
    static void stop() {
        storage.stop(0);
    }

    @Test
    void theLocationsOwnCertificateIsTrusted() throws InterruptedException {
        assertThat(download("localhost", certificate, false)).isPresent();
    }

    @Test
    void anyOtherCertificateIsNot() {
        assertThatThrownBy(() -> download("localhost", null, false))
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void theHostNameMustBeTheCertificates() {
        assertThatThrownBy(() -> download("127.0.0.1", certificate, false))
                .isInstanceOf(EvidenceUnavailableException.class);
    }

    @Test
    void anyCertificateWillDoIfTheLocationSaysSo() throws InterruptedException {
        assertThat(download("127.0.0.1", null, true)).isPresent();
    }

    private static Optional<Integer> download(String host, @Nullable String caCert, boolean any)
            throws InterruptedException {
        StorageLocation location = new StorageLocation();
        location.setSpec(new StorageLocation.Spec(
                Map.of("insecureSkipTLSVerify", String.valueOf(any)), new StorageLocation.ObjectStorage(caCert)));
        String address = "https://" + host + ":" + storage.getAddress().getPort() + "/file";
        return new SignedDownload(Duration.ofSeconds(10))
                .get(address, FILE, location, json -> VolumeInfosFile.parse(json)
                        .size());
    }

    private static KeyStore selfSigned(Path folder) throws Exception {
        Path file = folder.resolve("storage.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "storage",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=storage",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        String.valueOf(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
