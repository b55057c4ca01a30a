package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Answer;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.HttpGet;
import io.kymaros.k8s.api.HealthCheckPolicySpec.NumberRange;
import io.kymaros.k8s.fake.FakeCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGetProbeTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final FakeCluster cluster = new FakeCluster();
    private final FakeKubelet kubelet = new FakeKubelet(cluster);
    private final Probes probes = new Probes(cluster.client(), List.of(Probing.SANDBOX));

    @BeforeEach
    void application() {
        cluster.create(Probing.service(Probing.SANDBOX, "api").build());
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void expectedStatusPasses() throws Exception {
        kubelet.answering(8080, OK);
        CheckEvidence evidence = probe("/healthz?full=1", null, "20s", null);
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.statusCode()).hasValue(200);
        assertThat(evidence.target()).isEqualTo("http://api." + Probing.SANDBOX + ".svc.cluster.local/healthz?full=1");
        assertThat(evidence.message()).isEmpty();
    }

    /** As a client in the application's own namespace asks, in production and in the sandbox alike. */
    @Test
    void requestNamesTheServiceAsItsNeighboursDo() throws Exception {
        kubelet.answering(8080, OK);
        probe("/healthz", null, "20s", null);
        assertThat(kubelet.requests()).singleElement().satisfies(request -> assertThat(request)
                .startsWith("GET /healthz HTTP/1.1\r\nHost: api\r\n")
                .endsWith("\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "401", "404", "500", "503"})
    void otherStatusFailsAndIsNotFollowed(int status) throws Exception {
        kubelet.answering(8080, "HTTP/1.1 " + status + " No\r\nLocation: http://169.254.169.254/latest/\r\n\r\n");
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.statusCode()).hasValue(status);
        assertThat(evidence.message()).contains("status " + status + ", expected 200");
        assertThat(kubelet.requests()).hasSize(1);
    }

    @Test
    void statusIsWhatThePolicyExpects() throws Exception {
        kubelet.answering(8080, "HTTP/1.0 401 Unauthorized\r\n\r\n");
        assertThat(probe("/", 401, "20s", null).result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void interimAnswersArePassedOver() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
        assertThat(probe("/", 204, "20s", null).result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void endlessBodyIsNotWaitedFor() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(probe("/", null, "60s", null).result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void answerInPiecesIsOne() throws Exception {
        kubelet.on(8080, socket -> OK.chars().forEach(c -> FakeKubelet.send(socket, 0, String.valueOf((char) c))));
        assertThat(probe("/", null, "20s", null).result()).isEqualTo(CheckResult.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"rows\": 12}",
                "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"rows\": 12}and what follows",
                "HTTP/1.1 103 Early Hints\r\nContent-Length: 3\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"rows\": 12}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"rows\"\r\n5;x=y\r\n: 12}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 1\r\n\r\nC\r\n{\"rows\": 12}\r\n0\r\n\r\n"
            })
    void bodyIsReadToItsEnd(String answer) throws Exception {
        kubelet.answering(8080, answer);
        CheckEvidence evidence = probe(new Answer("^\\{\"rows\": ([0-9]+)}$", new NumberRange(12L, 12L), null));
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.looksAtData()).isTrue();
        assertThat(evidence.toString()).doesNotContain("rows");
    }

    @Test
    void bodyWithoutALengthEndsWithTheConnection() throws Exception {
        kubelet.on(8080, socket -> {
            FakeKubelet.send(socket, 0, "HTTP/1.0 200 OK\r\n\r\nrows: ");
            FakeKubelet.send(socket, 0, "12");
            socket.close(1000, "");
        });
        assertThat(probe(new Answer("rows: 12$", null, null)).result()).isEqualTo(CheckResult.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nrows: 12",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nrows: 12\r\n"
            })
    void bodyThatBreaksOffFails(String answer) throws Exception {
        kubelet.on(8080, socket -> {
            FakeKubelet.send(socket, 0, answer);
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe(new Answer("rows", null, null));
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message().orElse("")).contains("without a whole HTTP answer");
    }

    @Test
    void bodyThatIsNotInChunksAsItSaysFails() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nrows: 12\r\n");
        assertThat(probe(new Answer("rows", null, null)).message())
                .contains("the HTTP answer's body is not in chunks, as its head says");
    }

    @Test
    void bodyThatIsTooLongIsNotJudged() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(70_000));
        assertThat(probe(new Answer("x", null, null)).result()).isEqualTo(CheckResult.INCONCLUSIVE);
    }

    @Test
    void bodyIsNotReadWhereTheStatusIsWrong() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(probe(new Answer("x", null, null)).message()).contains("status 500, expected 200");
    }

    @Test
    void bodyThatSaysSomethingElseFails() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nrows: 0\n");
        CheckEvidence evidence = probe(new Answer("rows: ([0-9]+)", new NumberRange(1L, null), null));
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("the answer is 0, expected at least 1");
    }

    @Test
    void portWhereNothingListensFails() throws Exception {
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("nothing listens on port 8080 of pod api-1");
    }

    @Test
    void podThatBreaksOffFails() throws Exception {
        kubelet.on(8080, socket -> {
            FakeKubelet.send(socket, 1, "error forwarding port 8080: read: connection reset by peer");
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("pod api-1 broke off the connection to its port 8080");
    }

    @Test
    void kubeletThatCanNotForwardIsInconclusive() throws Exception {
        kubelet.on(8080, socket -> {
            FakeKubelet.send(
                    socket, 1, "error forwarding port 8080: network namespace for sandbox \"1f\u001b[2J\" is closed\n");
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse(""))
                .contains("the kubelet could not forward to port 8080 of pod api-1", "is closed")
                .doesNotContain("\u001b");
    }

    @Test
    void halfAnAnswerFails() throws Exception {
        kubelet.on(8080, socket -> {
            FakeKubelet.send(socket, 0, "HTTP/1.1 200 OK\r\nContent-Type: te");
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("pod api-1 closed the connection without a whole HTTP answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"220 smtp.example.org ESMTP\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "\r\n\r\n"
            })
    void whatIsNotHttpFails(String answer) throws Exception {
        kubelet.answering(8080, answer);
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("the answer is not HTTP/1");
    }

    @Test
    void headWithoutEndFails() throws Exception {
        kubelet.answering(8080, "HTTP/1.1 200 OK\r\n" + "X: 0123456789\r\n".repeat(10_000));
        CheckEvidence evidence = probe("/", null, "60s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("the head of the HTTP answer is longer than 65536 bytes");
    }

    @Test
    void podThatStaysSilentFailsWhenItsTimeIsUp() throws Exception {
        kubelet.on(8080, socket -> {});
        CheckEvidence evidence = probe("/", null, "5s", null);
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("no HTTP answer from pod api-1 within 5 s");
        assertThat(evidence.durationMs()).isGreaterThanOrEqualTo(5000);
    }

    @Test
    void silenceOfTheApiServerIsNotThePods() throws Exception {
        kubelet.on(8080, socket -> {});
        cluster.refuse("GET", "/version", 503, "etcd is gone");
        CheckEvidence evidence = probe("/", null, "5s", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("does not answer");
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1006, 1011})
    void connectionThatIsLostIsInconclusive(int code) throws Exception {
        kubelet.on(8080, socket -> socket.close(code, ""));
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("the connection to pod api-1");
    }

    @ParameterizedTest
    @CsvSource({"403, Forbidden", "404, NotFound", "429, Throttled", "500, APIUnavailable", "503, APIUnavailable"})
    void portForwardThatIsRefusedIsInconclusive(int code, String reason) throws Exception {
        cluster.refuse("GET", "/portforward", code, "no");
        CheckEvidence evidence = probe("/", null, "20s", null);
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("did not connect to pod api-1: " + reason);
    }

    @Test
    void connectingCountsTowardsTheTimeout() throws Exception {
        cluster.before("GET", "/portforward", () -> sleep(Duration.ofSeconds(3)));
        CheckEvidence evidence = probe("/", null, "200ms", null);
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("had not opened a connection to pod api-1 in time");
    }

    @Test
    void laterAttemptCanPass() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        kubelet.on(8080, socket -> {
            if (asked.incrementAndGet() < 3) {
                FakeKubelet.send(socket, 0, "HTTP/1.1 503 Starting\r\n\r\n");
            } else {
                FakeKubelet.send(socket, 0, OK);
            }
        });
        assertThat(probe("/", null, "20s", 1).message()).contains("status 503, expected 200");
        assertThat(probe("/", null, "20s", 1).result()).isEqualTo(CheckResult.PASS);
        assertThat(asked).hasValue(3);
    }

    @Test
    void lossOfTheConnectionIsTriedAgainToo() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        kubelet.on(8080, socket -> {
            if (asked.incrementAndGet() == 1) {
                socket.close(1011, "");
            } else {
                FakeKubelet.send(socket, 0, OK);
            }
        });
        assertThat(probe("/", null, "20s", 1).result()).isEqualTo(CheckResult.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@169.254.169.254/",
                "//169.254.169.254/",
                "\\\\169.254.169.254",
                "/a\r\nX-Evil: 1",
                "/a b",
                "http://x/",
                "",
                "/#f",
                "/a\\b"
            })
    void whatIsNoPathIsNotAskedFor(String path) throws Exception {
        kubelet.answering(8080, OK);
        assertThat(probe(path, null, "20s", null).result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(kubelet.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/../../etc/passwd", "/%2e%2e/%2f", "/a?u=http://169.254.169.254/", "/a@b", "/:80", "/a//b"})
    void oddPathGoesToThePodAsItIs(String path) throws Exception {
        kubelet.answering(8080, OK);
        assertThat(probe(path, null, "20s", null).result()).isEqualTo(CheckResult.PASS);
        assertThat(kubelet.requests().get(0)).startsWith("GET " + path + " HTTP/1.1\r\n");
    }

    private CheckEvidence probe(
            @Nullable String path, @Nullable Integer status, String timeout, @Nullable Integer retries)
            throws InterruptedException {
        return probes.probe(new Check(
                "alive",
                CheckType.httpGet,
                null,
                new HttpGet("api", 80, path, status, timeout, retries, null),
                null,
                null,
                null));
    }

    private CheckEvidence probe(Answer body) throws InterruptedException {
        return probes.probe(new Check(
                "data",
                CheckType.httpGet,
                null,
                new HttpGet("api", 80, "/", null, "20s", null, body),
                null,
                null,
                null));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
