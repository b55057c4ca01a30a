package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.PodStatus;
import io.kymaros.k8s.fake.FakeCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodStatusProbeTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Probes probes = new Probes(cluster.client(), List.of(Probing.SANDBOX, Probing.SECOND));

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void oneReadyPodIsEnoughByDefault() throws Exception {
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        cluster.create(Probing.pod(Probing.SANDBOX, "api-2", false));
        CheckEvidence evidence = probes.probe(check(null, "10s"));
        assertThat(evidence.result()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.type()).isEqualTo("podStatus");
        assertThat(evidence.target()).isEqualTo("pods {app=api}");
    }

    @Test
    void asManyMustBeReadyAsThePolicySays() throws Exception {
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        cluster.create(Probing.pod(Probing.SECOND, "api-2", true));
        assertThat(probes.probe(check(2, "10s")).result()).isEqualTo(CheckResult.PASS);
        CheckEvidence evidence = probes.probe(check(3, "200ms"));
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("2 of at least 3 pods ready");
        assertThat(evidence.durationMs()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void podsElsewhereOrWithOtherLabelsDoNotCount() throws Exception {
        cluster.create(Probing.pod("shop", "api-1", true));
        cluster.create(Probing.pod(Probing.SANDBOX, "web-1", true)
                .edit()
                .editMetadata()
                .withLabels(Map.of("app", "web"))
                .endMetadata()
                .build());
        assertThat(probes.probe(check(1, "200ms")).result()).isEqualTo(CheckResult.FAIL);
    }

    @Test
    void podThatIsBeingDeletedDoesNotCount() throws Exception {
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true)
                .edit()
                .editMetadata()
                .withFinalizers("example.org/keep")
                .endMetadata()
                .build());
        cluster.client().pods().inNamespace(Probing.SANDBOX).withName("api-1").delete();
        assertThat(probes.probe(check(1, "200ms")).result()).isEqualTo(CheckResult.FAIL);
    }

    @Test
    void podThatBecomesReadyIsSeenByWatch() throws Exception {
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", false));
        Thread later = new Thread(() -> {
            while (cluster.requests("GET").stream()
                    .noneMatch(request -> request.path().contains("watch=true"))) {
                Thread.onSpinWait();
            }
            cluster.client()
                    .resource(Probing.pod(Probing.SANDBOX, "api-1", true))
                    .update();
        });
        later.start();
        long start = System.nanoTime();
        assertThat(probes.probe(check(1, "30s")).result()).isEqualTo(CheckResult.PASS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        later.join();
    }

    @Test
    void missingPermissionIsInconclusive() throws Exception {
        cluster.refuse("GET", "/pods", 403, "pods is forbidden");
        CheckEvidence evidence = probes.probe(check(1, "1s"));
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message()).contains("Forbidden: pods is forbidden");
    }

    private static Check check(@Nullable Integer minReady, String timeout) {
        return new Check(
                "ready",
                CheckType.podStatus,
                new PodStatus(Map.of("app", "api"), minReady, timeout),
                null,
                null,
                null,
                null);
    }
}
