package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.score.Result;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fake.FakeCluster.Request;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.logs.LogRequest;
import io.kymaros.k8s.logs.LogSecret;
import io.kymaros.k8s.report.ReportStore;
import io.kymaros.k8s.sandbox.Neutralisation;
import io.kymaros.k8s.sandbox.RestoredTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTestRunTest {
    private final FakeCluster cluster = new FakeCluster();
    private final FakeProvider provider = new FakeProvider(cluster);
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void source() {
        cluster.create(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build(),
                Instant.parse("2025-01-01T00:00:00Z"));
    }

    @AfterEach
    void stop() {
        // A run that was stopped must not stop the next test.
        Thread.interrupted();
        cluster.close();
    }

    @Test
    void wholeRunEndsWithAScoreAReportAndNoSandbox() {
        RunOutcome outcome = run(plan());
        RestoreReportStatus status = stored().getStatus();
        assertThat(outcome.score().result()).isNotEqualTo(Result.INCONCLUSIVE);
        assertThat(status.score()).isEqualTo(outcome.score().score().getAsInt()).isEqualTo(75);
        assertThat(status.veleroRestoreName()).startsWith("kymaros-nightly-");
        assertThat(status.backup().name()).isEqualTo("shop-20260101");
        assertThat(status.evidenceDigest()).isEqualTo(outcome.document().digest());
        sealedAndCleaned(status.result());
        assertThat(heard)
                .containsSubsequence(
                        "created", "backup", "sandbox", "restore", "completeness", "pods", "report", "cleanup");
    }

    @Test
    void timesOfARunAgreeWithEachOther() {
        run(plan());
        RestoreReportStatus status = stored().getStatus();
        Instant started = Instant.parse(status.runStartedAt());
        Instant completed = Instant.parse(status.runCompletedAt());
        assertThat(status.rto().parts())
                .extracting(part -> part.name())
                .containsExactly("queue", "restore", "pods", "checks", "steadiness");
        long all =
                status.rto().parts().stream().mapToLong(part -> part.seconds()).sum();
        assertThat(all).isEqualTo(Duration.between(started, completed).toSeconds());
        assertThat(status.rto().measuredSeconds())
                .isEqualTo(all - status.rto().parts().get(4).seconds());
        assertThat(status.runStartedAt()).isEqualTo(stored().getMetadata().getCreationTimestamp());
        assertThat(condition("Completed").getLastTransitionTime()).isEqualTo(status.runCompletedAt());
    }

    @Test
    void clockOfTheToolDoesNotMakeTheRunLonger() {
        provider.clockAhead = Optional.of(Duration.ofHours(1));
        RunOutcome outcome = run(plan());
        assertThat(stored().getStatus().rto().measuredSeconds()).isLessThan(600);
        assertThat(outcome.document().evidence().rto().orElseThrow().parts())
                .extracting(RtoPart::seconds)
                .allMatch(s -> s < 600);
    }

    @Test
    void sandboxIsNamedForTheRunAndMarkedAsItsOwn() {
        provider.before("start", () -> {
            Namespace sandbox = sandboxes().get(0);
            String uid = stored().getMetadata().getUid();
            assertThat(sandbox.getMetadata().getName())
                    .isEqualTo("rp-test-" + uid.replace("-", "").substring(0, 6));
            assertThat(sandbox.getMetadata().getLabels()).containsEntry(Api.RUN_UID_LABEL, uid);
            assertThat(sandbox.getMetadata().getAnnotations())
                    .containsEntry(
                            Api.REPORT_ANNOTATION,
                            "kymaros/" + stored().getMetadata().getName());
        });
        assertThat(run(plan()).score().obstacle()).isEmpty();
    }

    @Test
    void restoreIsAskedForIntoTheSandboxOnlyAndNeutralised() {
        run(plan());
        RestoreRequest request = provider.requests.get(0);
        assertThat(request.namespaceMapping().keySet()).containsExactly("shop");
        assertThat(request.namespaceMapping().get("shop")).startsWith("rp-test-");
        assertThat(request.resources()).isEqualTo(new RestoredTypes(List.of()).names());
        assertThat(request.patches()).isEqualTo(Neutralisation.patches());
        assertThat(request.labels()).containsEntry(Api.TEST_NAME_LABEL, "nightly");
        assertThat(provider.calls)
                .containsExactly(
                        "find",
                        "contents",
                        "start",
                        "started",
                        "await",
                        "explain",
                        "release velero/" + request.restoreName(),
                        "stillRestoring");
    }

    @Test
    void nothingIsWrittenOutsideSandboxAndReport() {
        run(plan());
        String sandbox = provider.requests.get(0).namespaceMapping().get("shop");
        assertThat(cluster.writes().subList(1, cluster.writes().size()))
                .extracting(Request::path)
                .allMatch(path -> path.equals("/api/v1/namespaces")
                        || path.contains("/namespaces/" + sandbox)
                        || path.contains("/namespaces/kymaros/restorereports"));
    }

    @Test
    void sandboxGoesOnlyAfterTheVerdictIsStored() {
        cluster.before("DELETE", "/api/v1/namespaces/", () -> heard.add("deleted"));
        cluster.before("PUT", "/status$", () -> heard.add("written"));
        run(plan());
        assertThat(heard).containsSubsequence("report", "written", "cleanup", "deleted", "written");
    }

    @Test
    void everyNamespaceOfTheBackupGetsASandbox() {
        provider.namespaces = List.of("shop", "auth");
        cluster.namespace("auth", Map.of());
        run(plan());
        Map<String, String> mapping = provider.requests.get(0).namespaceMapping();
        assertThat(mapping.keySet()).containsExactly("shop", "auth");
        assertThat(mapping.get("auth")).isEqualTo(mapping.get("shop") + "-2");
        sealedAndCleaned(stored().getStatus().result());
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "contents", "start", "started", "await", "explain"})
    void obstacleOfTheToolEndsInAReportWithItsReason(String step) {
        provider.before(step, () -> {
            throw new ObstacleException(
                    "StorageLocationUnavailable", "The storage location is unavailable. Repair it.");
        });
        RunOutcome outcome = run(plan());
        assertThat(outcome.score().result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(outcome.score().score()).isEmpty();
        inconclusive("StorageLocationUnavailable");
        assertThat(stored().getStatus().summary()).contains("The storage location is unavailable. Repair it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "contents", "start", "started", "await", "explain"})
    void errorOfTheToolsAdapterEndsInAReportToo(String step) {
        provider.before(step, () -> {
            throw new IllegalStateException("a bug");
        });
        run(plan());
        inconclusive("InternalError");
    }

    /** The request may have arrived although it failed here: what it may have started must be asked about. */
    @ParameterizedTest
    @ValueSource(strings = {"start", "started"})
    void restoreThatMayHaveBegunIsAskedAboutBeforeTheSandboxGoes(String step) {
        provider.stillRestoring = true;
        provider.before(step, () -> {
            throw new ObstacleException("APIUnavailable", "no answer");
        });
        run(plan());
        assertThat(provider.calls).contains("stillRestoring");
        assertThat(sandboxes()).hasSize(1);
    }

    @Test
    void verdictThatCanNotBeStoredIsToldAndTheSandboxGoes() {
        provider.before("await", () -> cluster.refuse("PUT", "/status$", 422, "status is too large"));
        RunOutcome outcome = run(plan());
        assertThat(outcome.notStored().orElseThrow().reason()).isEqualTo("Rejected");
        assertThat(outcome.report().getStatus().score()).isEqualTo(75);
        assertThat(outcome.report().getMetadata().getName())
                .isEqualTo(stored().getMetadata().getName());
        assertThat(stored().getStatus().score()).isNull();
        assertThat(sandboxes()).isEmpty();
    }

    @Test
    void reportThatIsDeletedMeanwhileLeavesNoSandbox() {
        provider.before("await", () -> cluster.client().resource(stored()).delete());
        RunOutcome outcome = run(plan());
        assertThat(outcome.notStored()).isPresent();
        assertThat(outcome.report().getStatus().score()).isEqualTo(75);
        assertThat(sandboxes()).isEmpty();
    }

    @Test
    void sandboxNamesTheRestoreThatFillsIt() {
        provider.before(
                "started", () -> assertThat(sandboxes().get(0).getMetadata().getAnnotations())
                        .containsEntry(
                                Api.RESTORE_ANNOTATION,
                                "velero/" + provider.requests.get(0).restoreName()));
        assertThat(run(plan()).score().obstacle()).isEmpty();
    }

    @Test
    void sandboxStaysWhileItsRestoreMayStillRun() {
        provider.stillRestoring = true;
        run(plan());
        assertThat(condition("Completed").getStatus()).isEqualTo("True");
        assertThat(condition("SandboxCleaned").getStatus()).isEqualTo("False");
        assertThat(condition("SandboxCleaned").getReason()).isEqualTo("RestoreStillRunning");
        assertThat(sandboxes()).hasSize(1);
    }

    @Test
    void contentsThatCanNotBeReadLeaveAGapAndTheRunGoesOn() {
        provider.before("contents", () -> {
            throw new EvidenceUnavailableException("DownloadFailed", "can't download the list", null);
        });
        RunOutcome outcome = run(plan());
        assertThat(level(outcome, 1).outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(level(outcome, 1).reason()).isEqualTo("DownloadFailed");
        assertThat(level(outcome, 2).outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(level(outcome, 2).reason()).isEqualTo("WorkloadsNotCompared");
        assertThat(level(outcome, 4).outcome()).isEqualTo(LevelOutcome.PASSED);
        sealedAndCleaned(stored().getStatus().result());
    }

    @Test
    void otherProviderIsRefusedWithTheOneThereIs() {
        RestoreTestPlan plan =
                RestoreTestPlan.builder().from(plan()).provider("kasten").build();
        run(plan);
        inconclusive("UnknownProvider");
        assertThat(provider.calls).isEmpty();
    }

    @Test
    void backupThatDoesNotNameItsNamespacesNeedsThemNamed() {
        provider.namespaces = List.of();
        run(plan());
        inconclusive("NamespacesNotNamed");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ^/api/v1/namespaces/shop$",
        "POST, ^/api/v1/namespaces$",
        "POST, /networkpolicies$",
        "GET, /networkpolicies/kymaros-isolation$",
        "GET, /networkpolicies$",
        "GET, /cronjobs$"
    })
    void refusalOfTheClusterEndsInAReportWithItsReason(String method, String path) {
        cluster.refuse(method, path, 403, "forbidden");
        run(plan());
        inconclusive("Forbidden");
    }

    @Test
    void sandboxThatTheRestoreHasOpenedIsNotObserved() {
        provider.before(
                "started",
                () -> cluster.create(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(sandboxes().get(0).getMetadata().getName())
                        .withName("front")
                        .endMetadata()
                        .withNewSpec()
                        .withType("LoadBalancer")
                        .endSpec()
                        .build()));
        run(plan());
        inconclusive("SandboxNotIsolated");
        assertThat(stored().getStatus().validationLevels()).isNull();
    }

    @Test
    void refusalOfOneLevelsEvidenceIsAGapInThatLevelAndInWhatRestsOnIt() {
        cluster.refuse("GET", "/secrets\\?", 403, "secrets is forbidden");
        RunOutcome outcome = run(plan());
        assertThat(level(outcome, 1).outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(level(outcome, 1).reason()).isEqualTo("Forbidden");
        assertThat(level(outcome, 2).reason()).isEqualTo("WorkloadsNotCompared");
        assertThat(level(outcome, 4).outcome()).isEqualTo(LevelOutcome.PASSED);
    }

    @Test
    void workloadsOfTheSourceThatCanNotBeListedLeaveOpenWhetherPodsAreMissing() {
        cluster.refuse("GET", "/namespaces/shop/statefulsets", 403, "statefulsets is forbidden");
        RunOutcome outcome = run(plan());
        assertThat(level(outcome, 1).outcome()).isEqualTo(LevelOutcome.PASSED);
        assertThat(level(outcome, 2).outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(level(outcome, 2).message()).contains("can't be listed: StatefulSet");
    }

    @Test
    void stopWhileTheRestoreIsAwaitedEndsInAReport() {
        provider.before("await", () -> {
            throw new InterruptedException();
        });
        run(plan());
        inconclusive("Interrupted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "contents", "start", "started", "await"})
    void stopDuringAStepOfTheToolEndsInAReport(String step) {
        provider.before(step, () -> Thread.currentThread().interrupt());
        run(plan());
        inconclusive("Interrupted");
    }

    @Test
    void stopWhileTheToolExplainsEndsInAReport() {
        Thread run = Thread.currentThread();
        provider.before("explain", () -> {
            run.interrupt();
            Thread.sleep(60_000);
        });
        run(plan());
        inconclusive("Interrupted");
    }

    /** A stop during a request fails the request; it must neither look like a fault nor keep the report from being sealed. */
    @ParameterizedTest
    @CsvSource({
        "POST, ^/api/v1/namespaces$",
        "POST, /networkpolicies$",
        "GET, /networkpolicies/kymaros-isolation$",
        "GET, /cronjobs$",
        "GET, /rp-test-[a-z0-9]+/secrets",
        "GET, /rp-test-[a-z0-9]+/pods",
        "GET, /platform/services/auth$"
    })
    void stopDuringARequestEndsInAReport(String method, String path) {
        cluster.stopDuring(method, path, Thread.currentThread());
        ObjectNode test = Plans.smallest();
        Plans.put(test, "/spec/dependencies", "[{name: auth, namespace: platform}]");
        run(RestoreTestPlanner.plan(Plans.test(test), null));
        inconclusive("Interrupted");
    }

    @Test
    void runWithoutTimeLeftDoesNotTouchTheCluster() {
        RestoreTestPlan plan = RestoreTestPlan.builder()
                .from(plan())
                .timeout(Duration.ofMillis(1))
                .build();
        provider.before("contents", () -> Thread.sleep(5));
        run(plan);
        inconclusive("Timeout");
        assertThat(provider.calls).doesNotContain("start");
        assertThat(cluster.requests("POST")).noneMatch(request -> request.body().contains("rp-test"));
    }

    @Test
    void restoreIsAwaitedNoLongerThanTheRunMayTake() {
        run(RestoreTestPlan.builder()
                .from(plan())
                .timeout(Duration.ofMinutes(7))
                .build());
        assertThat(provider.patience).singleElement().satisfies(atMost -> assertThat(atMost)
                .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7)));
    }

    @Test
    void podsThatAreNotReadyWhenTheirTimeIsUpAreTheBackups() {
        provider.podsBecomeReady = false;
        RunOutcome outcome = run(RestoreTestPlan.builder()
                .from(plan())
                .ttl(Duration.ofMillis(300))
                .build());
        assertThat(level(outcome, 2).outcome()).isEqualTo(LevelOutcome.FAILED);
    }

    /** A limit of ours that cuts the pods' time short says nothing about the backup. */
    @Test
    void podsWhoseTimeTheRunCutsShortAreNotBlamedOnTheBackup() {
        provider.podsBecomeReady = false;
        RunOutcome outcome = run(RestoreTestPlan.builder()
                .from(plan())
                .timeout(Duration.ofSeconds(4))
                .build());
        assertThat(level(outcome, 2).outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(level(outcome, 2).findings())
                .extracting(Finding::observed)
                .first()
                .asString()
                .contains("spec.timeout (4 s)");
    }

    @Test
    void verdictStandsAlsoWhenTheCleanUpCanNotBeNoted() {
        cluster.reply(
                "PUT",
                "/restorereports/.*/status$",
                request -> request.body().contains("SandboxCleaned") ? FakeCluster.failure(403, "forbidden") : null);
        RunOutcome outcome = run(plan());
        assertThat(outcome.score().score()).hasValue(75);
        assertThat(ReportStore.is(outcome.report(), ReportStore.COMPLETED)).isTrue();
        assertThat(sandboxes()).isEmpty();
    }

    @Test
    void runWithoutAReportDoesNotBegin() {
        cluster.refuse("POST", "/restorereports$", 403, "restorereports is forbidden");
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> run(plan()))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("Forbidden"));
        assertThat(provider.calls).isEmpty();
        assertThat(sandboxes()).isEmpty();
    }

    @Test
    void testShowsItsRunAndKeepsAsManyReportsAsItSays() {
        RestoreTest test = Plans.test(Plans.smallest());
        cluster.create(test);
        RestoreTestPlan plan =
                RestoreTestPlan.builder().from(plan()).historyLimit(2).build();
        for (int i = 0; i < 3; i++) {
            run(plan);
        }
        List<RestoreReport> reports = new ReportStore(cluster.client()).of("nightly", "kymaros");
        assertThat(reports).hasSize(2);
        RestoreTest stored =
                Objects.requireNonNull(cluster.client().resource(test).get());
        assertThat(stored.getStatus().lastReportRef())
                .isEqualTo(reports.get(0).getMetadata().getName());
        assertThat(stored.getStatus().lastScore()).isEqualTo(75);
    }

    @Test
    void logsAreReadAfterTheVerdictIsStoredAndBeforeTheSandboxGoes() {
        provider.podsBecomeReady = false;
        RunOutcome outcome = run(withLogs());
        assertThat(heard).containsSubsequence("pods", "report", "logs", "cleanup");
        String secret = stored().getMetadata().getName() + "-logs";
        assertThat(condition("LogsKept").getStatus()).isEqualTo("True");
        assertThat(condition("LogsKept").getMessage()).isEqualTo("1 file of failing pods, in Secret " + secret);
        assertThat(new LogSecret(cluster.client())
                        .read("kymaros", stored().getMetadata().getName()))
                .contains(outcome.logs().files());
        assertThat(outcome.logs().files().values()).containsExactly("Warning Unhealthy: token=[redacted]\n");
        sealedAndCleaned(stored().getStatus().result());
    }

    @Test
    void logsThatCanNotBeKeptAreANoteInTheReport() {
        provider.podsBecomeReady = false;
        cluster.refuse("POST", "/namespaces/kymaros/secrets", 403, "secrets is forbidden");
        assertThat(run(withLogs()).score().obstacle()).isEmpty();
        assertThat(condition("LogsKept").getStatus()).isEqualTo("False");
        assertThat(condition("LogsKept").getReason()).isEqualTo("Forbidden");
        sealedAndCleaned(stored().getStatus().result());
    }

    @Test
    void withoutBeingAskedNobodyReadsLogs() {
        provider.podsBecomeReady = false;
        RunOutcome outcome = run(inAHurry(plan()));
        assertThat(heard).doesNotContain("logs");
        assertThat(outcome.logs().isEmpty()).isTrue();
        assertThat(cluster.writes()).noneMatch(request -> request.path().contains("/kymaros/secrets"));
    }

    /** Its pods say in an event why they are not ready, and have no time to become so. */
    private RestoreTestPlan withLogs() {
        provider.before("started", () -> sandboxes()
                .forEach(sandbox -> cluster.create(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(sandbox.getMetadata().getName())
                        .withName("api-1.unhealthy")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withKind("Pod")
                        .withName("api-1")
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason("Unhealthy")
                        .withMessage("token=hunter2")
                        .build())));
        return RestoreTestPlan.builder()
                .from(inAHurry(plan()))
                .logs(new LogRequest(true, 10, true, true, true))
                .collectsLogs(true)
                .build();
    }

    private static RestoreTestPlan inAHurry(RestoreTestPlan plan) {
        return RestoreTestPlan.builder().from(plan).ttl(Duration.ofMillis(300)).build();
    }

    private RunOutcome run(RestoreTestPlan plan) {
        return new RestoreTestRun(cluster.client(), provider, new Listener()).run(plan);
    }

    private static RestoreTestPlan plan() {
        return RestoreTestPlanner.plan(Plans.test(Plans.smallest()), null);
    }

    /** The run could not be performed: it is sealed with its reason, and nothing of it is left. */
    private void inconclusive(String reason) {
        Thread.interrupted();
        assertThat(stored().getStatus().reason()).isEqualTo(reason);
        assertThat(stored().getStatus().result()).isEqualTo("Inconclusive");
        assertThat(stored().getStatus().score()).isNull();
        sealedAndCleaned("Inconclusive");
    }

    private void sealedAndCleaned(String result) {
        assertThat(condition("Completed").getStatus()).isEqualTo("True");
        assertThat(condition("Completed").getReason()).isEqualTo(result);
        assertThat(condition("SandboxCleaned").getStatus()).isEqualTo("True");
        assertThat(sandboxes()).isEmpty();
        assertThat(cluster.requests("DELETE"))
                .noneMatch(request -> request.path().contains("/namespaces/shop"));
    }

    private RestoreReport stored() {
        List<RestoreReport> reports = cluster.client()
                .resources(RestoreReport.class)
                .inNamespace("kymaros")
                .list()
                .getItems();
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private Condition condition(String type) {
        return Objects.requireNonNull(stored().getStatus().conditions()).stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private List<Namespace> sandboxes() {
        return cluster.client()
                .namespaces()
                .withLabel(Api.SANDBOX_LABEL, "true")
                .list()
                .getItems();
    }

    private static LevelResult level(RunOutcome outcome, int index) {
        return outcome.score().levels().get(index);
    }

    private final class Listener implements RunListener {
        @Override
        public void reportCreated(String namespace, String name) {
            heard.add("created");
        }

        @Override
        public void started(RunPhase phase) {
            heard.add(phase.toString());
        }
    }
}
