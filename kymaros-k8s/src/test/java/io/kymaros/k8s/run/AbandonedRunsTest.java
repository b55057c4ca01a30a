package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.report.ReportStore;
import io.kymaros.k8s.run.AbandonedRuns.Finished;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AbandonedRunsTest {
    private static final Instant LONG_AGO = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant NOW = LONG_AGO.plus(Duration.ofHours(3));

    private final FakeCluster cluster = new FakeCluster();
    private final FakeProvider provider = new FakeProvider(cluster);
    private final ReportStore store = new ReportStore(cluster.client());

    @BeforeEach
    void date() {
        cluster.date(NOW);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void runThatWasKilledIsSealedAndItsSandboxGoes() {
        RestoreReport report = killed("nightly");
        sandbox("rp-test-1", report.getMetadata().getUid(), "openshift-adp/kymaros-nightly-1");

        assertThat(finish()).singleElement().satisfies(run -> {
            assertThat(run.subject())
                    .isEqualTo("kymaros/" + report.getMetadata().getName());
            assertThat(run.clean()).as(run.message()).isTrue();
        });

        assertThat(stored(report).getStatus().result()).isEqualTo("Inconclusive");
        assertThat(sandboxes()).isEmpty();
        assertThat(provider.calls).containsExactly("release openshift-adp/kymaros-nightly-1", "stillRestoring");
    }

    @Test
    void restoreOfARunWithoutASandboxIsKnownByItsName() {
        RestoreReport report = killed("nightly");
        finish();
        assertThat(provider.calls.get(0))
                .startsWith("release velero/kymaros-nightly-")
                .endsWith("-" + report.getMetadata().getUid().replace("-", "").substring(0, 6));
    }

    @Test
    void runThatMayStillBeUnderWayIsLeftAlone() {
        RestoreReport report = store.open("nightly", "kymaros", NOW, Duration.ofHours(1));
        sandbox("rp-test-1", report.getMetadata().getUid(), "velero/r");
        cluster.client().namespaces().withName("rp-test-1").edit(namespace -> new NamespaceBuilder(namespace)
                .editMetadata()
                .addToAnnotations(Api.EXPIRES_AT_ANNOTATION, NOW.plusSeconds(60).toString())
                .endMetadata()
                .build());
        assertThat(finish()).isEmpty();
        assertThat(sandboxes()).hasSize(1);
    }

    @Test
    void runIsSealedThoughTheServersClockWasSetBack() {
        RestoreReport report =
                store.open("nightly", "kymaros", LONG_AGO.minus(Duration.ofDays(2)), Duration.ofHours(1));
        cluster.date(LONG_AGO.minus(Duration.ofDays(1)));
        assertThat(finish()).extracting(Finished::clean).containsExactly(true);
        assertThat(stored(report).getStatus().result()).isEqualTo("Inconclusive");
    }

    @Test
    void reportWithoutASpecKeepsNoOtherRunFromBeingFinished() {
        RestoreReport broken = killed("broken");
        cluster.client().resource(broken).edit(report -> {
            report.setSpec(null);
            return report;
        });
        RestoreReport other = killed("nightly");

        assertThat(finish()).hasSize(2).allMatch(Finished::clean);

        assertThat(stored(other).getStatus().result()).isEqualTo("Inconclusive");
        assertThat(stored(broken).getStatus().result()).isEqualTo("Inconclusive");
    }

    @Test
    void reportThatCanNotBeWrittenKeepsNoOtherRunFromBeingFinished() {
        RestoreReport broken = killed("broken");
        RestoreReport other = killed("nightly");
        cluster.refuse("PUT", broken.getMetadata().getName() + "/status", 403, "restorereports is forbidden");

        assertThat(finish()).extracting(Finished::clean).containsExactlyInAnyOrder(false, true);

        assertThat(stored(other).getStatus().result()).isEqualTo("Inconclusive");
    }

    @Test
    void sandboxWhoseReportIsGoneGoesToo() {
        sandbox("rp-test-1", "a3f2c1d4-0000-4000-8000-000000000001", "openshift-adp/kymaros-nightly-1");
        assertThat(finish()).extracting(Finished::clean).containsExactly(true);
        assertThat(provider.calls).containsExactly("release openshift-adp/kymaros-nightly-1", "stillRestoring");
        assertThat(sandboxes()).isEmpty();
    }

    @Test
    void sandboxWhoseReportIsGoneStaysWhileItsRestoreMayFillIt() {
        sandbox("rp-test-1", "a3f2c1d4-0000-4000-8000-000000000001", "velero/kymaros-nightly-1");
        provider.stillRestoring = true;
        assertThat(finish()).extracting(Finished::clean).containsExactly(false);
        assertThat(sandboxes()).hasSize(1);
    }

    private List<Finished> finish() {
        return new AbandonedRuns(cluster.client(), provider).finish(Optional.empty());
    }

    private RestoreReport killed(String test) {
        return store.open(test, "kymaros", LONG_AGO, Duration.ofHours(1));
    }

    private void sandbox(String name, String runUid, String restore) {
        cluster.create(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(Api.SANDBOX_LABEL, "true", Api.RUN_UID_LABEL, runUid))
                .withAnnotations(Map.of(
                        Api.EXPIRES_AT_ANNOTATION, NOW.minusSeconds(60).toString(), Api.RESTORE_ANNOTATION, restore))
                .endMetadata()
                .build());
    }

    private RestoreReport stored(RestoreReport report) {
        return cluster.client().resource(report).get();
    }

    private List<Namespace> sandboxes() {
        return cluster.client()
                .namespaces()
                .withLabel(Api.SANDBOX_LABEL, "true")
                .list()
                .getItems();
    }
}
