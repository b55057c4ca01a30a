package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.PodStatus;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceExists;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceRef;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksGathererTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeCluster cluster = new FakeCluster();
    private final HealthChecksGatherer gatherer =
            new HealthChecksGatherer(cluster.client(), Sandboxes.of("shop", Probing.SANDBOX), Probing.BACKUP);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void answersStandInTheOrderOfTheChecks() throws Exception {
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        secret("db");
        HealthChecksEvidence evidence = gatherer.gather(
                "shop-checks",
                List.of(
                        pods("slow", "nobody", "1s"),
                        exists("first", "db"),
                        pods("second", "api", "1s"),
                        exists("third", "x")),
                LONG);
        assertThat(evidence.policy()).contains("shop-checks");
        assertThat(evidence.checks())
                .extracting(CheckEvidence::name)
                .containsExactly("slow", "first", "second", "third");
        assertThat(evidence.checks())
                .extracting(CheckEvidence::result)
                .containsExactly(CheckResult.FAIL, CheckResult.PASS, CheckResult.PASS, CheckResult.FAIL);
    }

    @Test
    void moreChecksThanRunAtOnceAreAllMade() throws Exception {
        secret("db");
        List<Check> checks = new ArrayList<>(
                IntStream.range(0, 40).mapToObj(i -> exists("check-" + i, "db")).toList());
        assertThat(gatherer.gather("p", checks, LONG).checks())
                .hasSize(40)
                .allMatch(check -> check.result() == CheckResult.PASS);
    }

    @Test
    void noCheckNeedsNoTime() throws Exception {
        assertThat(gatherer.gather("p", List.of(), LONG).checks()).isEmpty();
    }

    @Test
    void checkThatIsNotDoneInTimeIsInconclusiveAndTheOthersStand() throws Exception {
        secret("db");
        long start = System.nanoTime();
        HealthChecksEvidence evidence = gatherer.gather(
                "p", List.of(exists("quick", "db"), pods("endless", "nobody", "10m")), Duration.ofSeconds(2));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(evidence.checks())
                .extracting(CheckEvidence::result)
                .containsExactly(CheckResult.PASS, CheckResult.INCONCLUSIVE);
        assertThat(evidence.checks().get(1).message().orElse("")).contains("spec.healthChecks.timeout (2 s)");
    }

    @Test
    void whereThereIsNoTimeLeftEveryCheckIsInconclusive() throws Exception {
        assertThat(gatherer.gather("p", List.of(exists("a", "db"), pods("b", "api", null)), Duration.ZERO)
                        .checks())
                .extracting(CheckEvidence::result)
                .containsOnly(CheckResult.INCONCLUSIVE);
    }

    @Test
    void missingPermissionIsInconclusive() throws Exception {
        cluster.refuse("GET", "/pods", 403, "pods is forbidden: User \"x\"");
        CheckEvidence check = gatherer.gather("p", List.of(pods("a", "api", "1s")), LONG)
                .checks()
                .get(0);
        assertThat(check.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(check.message().orElse("")).startsWith("Forbidden: ");
    }

    @Test
    void checkThatBreaksIsInconclusiveAndBreaksNothingElse() throws Exception {
        secret("db");
        Check broken = new Check("broken", CheckType.podStatus, null, null, null, null, null);
        assertThat(gatherer.gather("p", List.of(broken, exists("whole", "db")), LONG)
                        .checks())
                .extracting(CheckEvidence::result)
                .containsExactly(CheckResult.INCONCLUSIVE, CheckResult.PASS);
    }

    @Test
    void stopOfTheRunEndsTheWaiting() throws Exception {
        AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
        CountDownLatch asked = new CountDownLatch(1);
        cluster.before("GET", "/pods", asked::countDown);
        Thread run = new Thread(() -> {
            try {
                gatherer.gather("p", List.of(pods("endless", "nobody", "10m")), Duration.ofMinutes(10));
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(Optional.of(e));
            }
        });
        run.start();
        asked.await();
        run.interrupt();
        run.join(10_000);
        assertThat(run.isAlive()).isFalse();
        assertThat(thrown.get()).containsInstanceOf(InterruptedException.class);
    }

    private void secret(String name) {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(Probing.SANDBOX)
                .withName(name)
                .endMetadata()
                .build());
    }

    private static Check pods(String name, String app, @Nullable String timeout) {
        return new Check(
                name, CheckType.podStatus, new PodStatus(Map.of("app", app), null, timeout), null, null, null, null);
    }

    private static Check exists(String name, String secret) {
        return new Check(
                name,
                CheckType.resourceExists,
                null,
                null,
                null,
                null,
                new ResourceExists(List.of(new ResourceRef("Secret", secret))));
    }
}
