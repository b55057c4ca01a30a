package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A load balancer or a restarted API server closes connections; the request on one of them is sent again. */
class ClosedConnectionTest {
    private static final String ANSWER =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"there\",\"namespace\":\"shop\"}}";

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private int answeredFrom;
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "closes connections");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aReadIsSentAgain() throws IOException {
        answeredFrom = 3;

        try (KubernetesClient client = client()) {
            assertThat(client.configMaps().inNamespace("shop").withName("there").get())
                    .extracting(ConfigMap::getMetadata)
                    .extracting("name")
                    .isEqualTo("there");
        }

        assertThat(requests).hasValue(3);
    }

    @Test
    void aWriteIsSentAgain() throws IOException {
        answeredFrom = 2;
        ConfigMap there = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("there")
                .withNamespace("shop")
                .endMetadata()
                .build();

        try (KubernetesClient client = client()) {
            assertThat(client.resource(there).create().getMetadata().getName()).isEqualTo("there");
        }

        assertThat(requests).hasValue(2);
    }

    private KubernetesClient client() throws IOException {
        Path kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: it
                contexts: [{name: it, context: {cluster: it, user: it}}]
                clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: it, user: {}}]
                """.formatted(server.getLocalPort()));
        ClusterOptions options = new ClusterOptions();
        new CommandLine(new Holder(options)).parseArgs("--kubeconfig", kubeconfig.toString());
        return options.client();
    }

    /** Reads each request whole; closes the first connections without a word. */
    private void serve() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(10_000);
                readRequest(connection.getInputStream());
                if (requests.incrementAndGet() >= answeredFrom) {
                    connection
                            .getOutputStream()
                            .write(
                                    ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                                    + ANSWER.length() + "\r\n\r\n" + ANSWER)
                                            .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // The test is over, or the client gave up; the count of requests tells.
                continue;
            }
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed by the client");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            in.readNBytes(Integer.parseInt(lower.substring(at + "content-length:".length(), lower.indexOf('\r', at))
                    .strip()));
        }
    }

    /** picocli fills options by way of a command. */
    @CommandLine.Command
    private record Holder(@CommandLine.Mixin ClusterOptions cluster) {}
}
