package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.TcpSocket;
import io.kymaros.k8s.fake.FakeCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpSocketProbeTest {
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
    void podThatSpeaksFirstPasses() throws Exception {
        kubelet.on(8080, socket -> FakeKubelet.send(socket, 0, "220 hello\r\n"));
        assertThat(probe("20s").result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void podThatWaitsPasses() throws Exception {
        kubelet.on(8080, socket -> {});
        CheckEvidence evidence = probe("60s");
        assertThat(evidence.result()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.target()).isEqualTo("api." + Probing.SANDBOX + ".svc.cluster.local:80");
    }

    /** It has accepted the connection: that is what is asked. */
    @Test
    void podThatClosesAtOncePasses() throws Exception {
        kubelet.on(8080, socket -> socket.close(1000, ""));
        assertThat(probe("20s").result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void portWhereNothingListensFails() throws Exception {
        CheckEvidence evidence = probe("20s");
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("nothing listens on port 8080 of pod api-1");
    }

    /** On a busy machine a refusal takes its time; it must not be taken for an open port meanwhile. */
    @Test
    void slowRefusalIsStillARefusal() throws Exception {
        for (int port : new int[] {8080, 9}) {
            kubelet.on(port, socket -> later(() -> FakeKubelet.refuse(socket, port)));
        }
        CheckEvidence evidence = probe("60s");
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.durationMs()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void lostConnectionIsInconclusive() throws Exception {
        kubelet.on(8080, socket -> socket.close(1011, ""));
        assertThat(probe("20s").result()).isEqualTo(CheckResult.INCONCLUSIVE);
    }

    @Test
    void silenceProvesNothingWhenTheWayToThePodIsGone() throws Exception {
        kubelet.on(8080, socket -> {});
        cluster.refuse("GET", "/version", 503, "etcd is gone");
        assertThat(probe("20s").result()).isEqualTo(CheckResult.INCONCLUSIVE);
    }

    @Test
    void silenceProvesNothingWithoutASecondConnection() throws Exception {
        kubelet.on(8080, socket -> {});
        cluster.refuse("GET", "/portforward\\?ports=9$", 429, "slow down");
        assertThat(probe("20s").result()).isEqualTo(CheckResult.INCONCLUSIVE);
    }

    @Test
    void missingPermissionIsInconclusive() throws Exception {
        cluster.refuse("GET", "/portforward", 403, "no");
        CheckEvidence evidence = probe("20s");
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("Forbidden");
    }

    private static void later(Runnable action) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(action);
    }

    private CheckEvidence probe(String timeout) throws InterruptedException {
        return probes.probe(
                new Check("open", CheckType.tcpSocket, null, null, new TcpSocket("api", 80, timeout), null, null));
    }
}
