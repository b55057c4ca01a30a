package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.HttpGet;
import io.kymaros.k8s.api.HealthCheckPolicySpec.TcpSocket;
import io.kymaros.k8s.fake.FakeCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbesTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Probes probes = new Probes(cluster.client(), List.of(Probing.SANDBOX));

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "podStatus, podStatus",
        "httpGet, http",
        "tcpSocket, tcp",
        "exec, exec",
        "resourceExists, resourceExists"
    })
    void reportsNameTypesInTheWordsOfTheExample(CheckType type, String word) {
        assertThat(Probes.word(type)).isEqualTo(word);
    }

    @Test
    void serviceThatLeadsOutsideIsInconclusiveForHttpAndTcp() throws Exception {
        cluster.create(Probing.externalName("api", "169.254.169.254"));
        for (Check check : List.of(http("api"), tcp("api"))) {
            CheckEvidence evidence = probes.probe(check);
            assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
            assertThat(evidence.message().orElse("")).contains("may lead outside the sandbox");
        }
    }

    @Test
    void serviceThatIsMissingFailsWithItsName() throws Exception {
        CheckEvidence http = probes.probe(http("api"));
        assertThat(http.result()).isEqualTo(CheckResult.FAIL);
        assertThat(http.target()).isEqualTo("http://api/healthz");
        assertThat(http.message()).contains("Service api is not in the sandbox");
        assertThat(probes.probe(tcp("api")).result()).isEqualTo(CheckResult.FAIL);
    }

    @Test
    void missingPermissionIsInconclusive() throws Exception {
        cluster.refuse("GET", "/services/api$", 403, "services \"api\" is forbidden");
        assertThat(probes.probe(http("api")).result()).isEqualTo(CheckResult.INCONCLUSIVE);
    }

    @Test
    void stopDuringARequestIsAStopAndNoAnswer() {
        cluster.stopDuring("GET", "/services/api$", Thread.currentThread());
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> probes.probe(http("api")));
        assertThat(Thread.interrupted()).isFalse();
    }

    private static Check http(String service) {
        return new Check(
                "alive",
                CheckType.httpGet,
                null,
                new HttpGet(service, 80, "/healthz", null, "1s", null, null),
                null,
                null,
                null);
    }

    private static Check tcp(String service) {
        return new Check("open", CheckType.tcpSocket, null, null, new TcpSocket(service, 80, "1s"), null, null);
    }
}
