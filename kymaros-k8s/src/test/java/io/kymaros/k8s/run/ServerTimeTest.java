package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.ObstacleException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTimeTest {
    private static final Instant LOCAL = Instant.parse("2030-05-05T05:05:05.900Z");
    private static final Instant SERVER = Instant.parse("2024-01-15T03:00:01Z");
    private static final Clock CLOCK = Clock.fixed(LOCAL, ZoneOffset.UTC);

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void timeIsThatOfTheServerHoweverWrongTheClockHereIs() {
        cluster.date(SERVER);
        assertThat(now()).isEqualTo(SERVER);
    }

    @Test
    void answerWithoutADateLeavesTheClockHereInWholeSeconds() {
        cluster.reply("GET", "^/version$", request -> new MockResponse()
                .setResponseCode(200)
                .setBody("{}"));
        assertThat(now()).isEqualTo(Instant.parse("2030-05-05T05:05:05Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2024-01-15T03:00:01Z", "", "Mon, 99 Jan 2024 03:00:01 GMT"})
    void dateThatIsNoneLeavesTheClockHere(String date) {
        cluster.reply("GET", "^/version$", request -> new MockResponse()
                .setResponseCode(200)
                .setHeader("Date", date)
                .setBody("{}"));
        assertThat(now()).isEqualTo(Instant.parse("2030-05-05T05:05:05Z"));
    }

    /** A refusal carries a date like any other answer. */
    @Test
    void refusalTellsTheTimeToo() {
        cluster.reply("GET", "^/version$", request -> FakeCluster.failure(403, "forbidden")
                .setHeader("Date", "Mon, 15 Jan 2024 03:00:01 GMT"));
        assertThat(now()).isEqualTo(SERVER);
    }

    @Test
    void clusterBehindAPathIsAskedThere() {
        cluster.date(SERVER).onlyBehindThePath();
        try (KubernetesClient client = cluster.clientBehindAPath()) {
            assertThat(new ServerTime(client, CLOCK).now()).isEqualTo(SERVER);
        }
    }

    @Test
    void serverThatCanNotBeReachedIsAnObstacle() throws IOException {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + closedPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatExceptionOfType(ObstacleException.class)
                    .isThrownBy(() -> new ServerTime(client, CLOCK).now())
                    .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("APIUnavailable"))
                    .withMessageContaining("Check the current kubeconfig context");
        }
    }

    @Test
    void stoppedThreadGetsATimeAndStaysStopped() {
        Thread.currentThread().interrupt();
        assertThat(now()).isEqualTo(Instant.parse("2030-05-05T05:05:05Z"));
        assertThat(Thread.interrupted()).isTrue();
    }

    private Instant now() {
        return new ServerTime(cluster.client(), CLOCK).now();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
