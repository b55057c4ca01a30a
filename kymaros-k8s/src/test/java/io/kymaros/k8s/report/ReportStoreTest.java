package io.kymaros.k8s.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.ObstacleException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportStoreTest {
    private static final Instant NOW = Instant.parse("2024-01-15T03:00:01Z");
    private static final Duration LONGEST = Duration.ofMinutes(90);
    private static final RestoreReportStatus VERDICT =
            new RestoreReportStatusBuilder().score(98).result("Pass").build();

    private static final RestoreReportStatus ABANDONED = new RestoreReportStatusBuilder()
            .result("Inconclusive")
            .evidenceDigest("sha256:0")
            .build();

    private final FakeCluster cluster = new FakeCluster();
    private final ReportStore store = new ReportStore(cluster.client());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void reportOfARunThatBeginsSaysSo() {
        RestoreReport report = open("nightly");
        assertThat(report.getMetadata().getName()).isEqualTo("nightly-20240115-0300");
        assertThat(report.getMetadata().getNamespace()).isEqualTo("shop");
        assertThat(report.getMetadata().getLabels()).containsEntry(Api.TEST_NAME_LABEL, "nightly");
        assertThat(report.getMetadata().getAnnotations())
                .containsEntry(Api.EXPIRES_AT_ANNOTATION, "2024-01-15T04:30:01Z");
        assertThat(report.getSpec().restoreTestRef().name()).isEqualTo("nightly");
        assertThat(report.getSpec().restoreTestRef().namespace()).isEqualTo("shop");
        Condition completed = condition(stored(report), "Completed");
        assertThat(completed.getStatus()).isEqualTo("False");
        assertThat(completed.getReason()).isEqualTo("Running");
        assertThat(completed.getLastTransitionTime())
                .isEqualTo(report.getMetadata().getCreationTimestamp());
    }

    @Test
    void furtherRunsOfOneMinuteGetANumberAndLeaveTheFirstAlone() {
        RestoreReport first = store.seal(open("nightly"), VERDICT, NOW);
        assertThat(open("nightly").getMetadata().getName()).isEqualTo("nightly-20240115-0300-2");
        assertThat(open("nightly").getMetadata().getName()).isEqualTo("nightly-20240115-0300-3");
        assertThat(stored(first).getStatus()).isEqualTo(first.getStatus());
    }

    @Test
    void testOfALongNameFindsItsReports() {
        String test = "t".repeat(250);
        RestoreReport report = open(test);
        assertThat(report.getMetadata().getName()).hasSizeLessThanOrEqualTo(253);
        assertThat(store.of(test, "shop")).hasSize(1);
        assertThat(store.of("t".repeat(249), "shop")).isEmpty();
    }

    @Test
    void sealedReportHoldsTheVerdictAndIsCompleted() {
        RestoreReport sealed = store.seal(open("nightly"), VERDICT, NOW);
        assertThat(stored(sealed).getStatus().score()).isEqualTo(98);
        Condition completed = condition(stored(sealed), "Completed");
        assertThat(completed.getStatus()).isEqualTo("True");
        assertThat(completed.getReason()).isEqualTo("Pass");
        assertThat(completed.getLastTransitionTime()).isEqualTo("2024-01-15T03:00:01Z");
        assertThat(ReportStore.is(sealed, ReportStore.COMPLETED)).isTrue();
        assertThat(ReportStore.is(sealed, ReportStore.SANDBOX_CLEANED)).isFalse();
    }

    @Test
    void sealingKeepsTheConditionsOfOthers() {
        RestoreReport report = open("nightly");
        Condition theirs = new ConditionBuilder()
                .withType("Notified")
                .withStatus("True")
                .withReason("Sent")
                .withMessage("told #backups")
                .withLastTransitionTime("2024-01-15T03:00:00Z")
                .build();
        rewrite(report, theirs);
        RestoreReport sealed = store.seal(report, VERDICT, NOW);
        assertThat(conditions(stored(sealed))).contains(theirs);
        assertThat(conditions(stored(sealed)))
                .extracting(Condition::getType)
                .containsExactlyInAnyOrder("Notified", "Completed");
    }

    @Test
    void whatBecameOfTheSandboxIsAddedToTheVerdict() {
        RestoreReport sealed = store.seal(open("nightly"), VERDICT, NOW);
        RestoreReport dirty = store.recordCleanup(sealed, false, "NamespaceFinalizersRemaining", "stuck", NOW);
        assertThat(condition(stored(dirty), "SandboxCleaned").getStatus()).isEqualTo("False");
        RestoreReport clean = store.recordCleanup(dirty, true, "SandboxDeleted", "gone", NOW);
        assertThat(condition(stored(clean), "SandboxCleaned").getStatus()).isEqualTo("True");
        assertThat(conditions(stored(clean))).hasSize(2);
        assertThat(stored(clean).getStatus().score()).isEqualTo(98);
        assertThat(ReportStore.is(clean, ReportStore.SANDBOX_CLEANED)).isTrue();
    }

    /** Kubernetes' rule: lastTransitionTime moves with the status and not with the message. */
    @Test
    void conditionThatStaysAsItIsKeepsItsTime() {
        RestoreReport sealed = store.seal(open("nightly"), VERDICT, NOW);
        RestoreReport dirty = store.recordCleanup(sealed, false, "RestoreStillRunning", "running", NOW);
        RestoreReport later = store.recordCleanup(dirty, false, "CleanupFailed", "failed", NOW.plusSeconds(3600));
        assertThat(condition(later, "SandboxCleaned").getReason()).isEqualTo("CleanupFailed");
        assertThat(condition(later, "SandboxCleaned").getLastTransitionTime()).isEqualTo("2024-01-15T03:00:01Z");
    }

    @Test
    void conflictIsRetriedFromAFreshRead() {
        RestoreReport report = open("nightly");
        for (int i = 0; i < 3; i++) {
            rewrite(
                    report,
                    new ConditionBuilder()
                            .withType("Other" + i)
                            .withStatus("True")
                            .build());
        }
        store.seal(report, VERDICT, NOW);
        assertThat(stored(report).getStatus().score()).isEqualTo(98);
        assertThat(conditions(stored(report))).extracting(Condition::getType).contains("Other0", "Other2", "Completed");
    }

    @Test
    void answerThatIsLostIsAskedForAgain() {
        RestoreReport report = open("nightly");
        cluster.refuse(2, "PUT", "/status$", 503, "etcdserver: leader changed");
        store.seal(report, VERDICT, NOW);
        assertThat(ReportStore.is(stored(report), ReportStore.COMPLETED)).isTrue();
    }

    @Test
    void verdictIsWrittenAlsoWhileTheThreadIsBeingStopped() {
        RestoreReport report = open("nightly");
        Thread.currentThread().interrupt();
        try {
            store.seal(report, VERDICT, NOW);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(ReportStore.is(stored(report), ReportStore.COMPLETED)).isTrue();
    }

    @Test
    void verdictStandsOnceItIsThere() {
        RestoreReport report = open("nightly");
        store.seal(report, ABANDONED, NOW);
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> store.seal(report, VERDICT, NOW))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("SealedMeanwhile"))
                .withMessageContaining("has the verdict Inconclusive already");
        assertThat(stored(report).getStatus().score()).isNull();
    }

    @Test
    void sameVerdictMayBeWrittenAgain() {
        RestoreReport report = open("nightly");
        store.seal(report, VERDICT, NOW);
        assertThat(store.seal(report, VERDICT, NOW.plusSeconds(60)).getStatus().score())
                .isEqualTo(98);
        assertThat(condition(stored(report), "Completed").getLastTransitionTime())
                .isEqualTo("2024-01-15T03:00:01Z");
    }

    @Test
    void reportsWithoutAVerdictAreNotPruned() {
        RestoreReport running = open("nightly");
        for (int i = 0; i < 3; i++) {
            store.seal(open("nightly"), VERDICT, NOW);
        }
        store.prune("nightly", "shop", 1);
        assertThat(store.of("nightly", "shop"))
                .hasSize(2)
                .extracting(report -> report.getMetadata().getName())
                .contains(running.getMetadata().getName());
    }

    @Test
    void refusalIsNotRepeated() {
        RestoreReport report = open("nightly");
        int before = cluster.requests("PUT").size();
        cluster.refuse("PUT", "/status$", 403, "restorereports is forbidden");
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> store.seal(report, VERDICT, NOW))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("Forbidden"))
                .withMessageStartingWith("Can't write RestoreReport shop/nightly-20240115-0300: ");
        assertThat(cluster.requests("PUT")).hasSize(before + 1);
    }

    @Test
    void clusterWithoutTheResourceTypeIsNamedWithTheCommandThatHelps() {
        cluster.refuse("POST", "restorereports$", 404, "the server could not find the requested resource");
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> open("nightly"))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("NotInstalled"))
                .withMessageContaining("kymaros crds | kubectl apply -f -");
    }

    @Test
    void missingPermissionToCreateIsNamed() {
        cluster.refuse("POST", "restorereports$", 403, "restorereports is forbidden: User \"x\"");
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> open("nightly"))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("Forbidden"))
                .withMessageContaining("create a RestoreReport in namespace shop");
    }

    @Test
    void endlessCollisionsEnd() {
        AtomicInteger asked = new AtomicInteger();
        cluster.reply("POST", "restorereports$", request -> {
            asked.incrementAndGet();
            return FakeCluster.failure(409, "already exists");
        });
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> open("nightly"))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("TooManyRuns"));
        assertThat(asked).hasValue(100);
    }

    @Test
    void pruningKeepsTheNewest() {
        List<String> names = new ArrayList<>();
        for (int minute = 0; minute < 5; minute++) {
            names.add(create("nightly", "2024-01-15T03:0" + minute + ":00Z"));
        }
        create("weekly", "2024-01-01T00:00:00Z");
        store.prune("nightly", "shop", 2);
        assertThat(store.of("nightly", "shop"))
                .extracting(report -> report.getMetadata().getName())
                .containsExactly(names.get(4), names.get(3));
        assertThat(store.of("weekly", "shop")).hasSize(1);
    }

    @Test
    void pruningThatIsRefusedHarmsNobody() {
        create("nightly", "2024-01-15T03:00:00Z");
        create("nightly", "2024-01-15T03:01:00Z");
        cluster.refuse("DELETE", "restorereports", 403, "forbidden");
        store.prune("nightly", "shop", 1);
        assertThat(store.of("nightly", "shop")).hasSize(2);
    }

    @Test
    void reportsAreFoundInOneNamespaceOrInAll() {
        open("nightly");
        store.open("nightly", "payments", NOW, LONGEST);
        assertThat(store.all(Optional.of("shop"))).hasSize(1);
        assertThat(store.all(Optional.empty())).hasSize(2);
        assertThat(store.of("nightly", "shop")).hasSize(1);
    }

    private RestoreReport open(String test) {
        return store.open(test, "shop", NOW, LONGEST);
    }

    /** Someone else writes the report's status. */
    private void rewrite(RestoreReport report, Condition added) {
        RestoreReport fresh = stored(report);
        List<Condition> conditions = new ArrayList<>(conditions(fresh));
        conditions.add(added);
        fresh.setStatus(new RestoreReportStatusBuilder()
                .from(fresh.getStatus())
                .conditions(conditions)
                .build());
        cluster.client().resource(fresh).updateStatus();
    }

    /** A report that was created at another time than now. */
    private String create(String test, String at) {
        return store.seal(store.open(test, "shop", Instant.parse(at), LONGEST), VERDICT, NOW)
                .getMetadata()
                .getName();
    }

    private RestoreReport stored(RestoreReport report) {
        return Objects.requireNonNull(cluster.client().resource(report).get());
    }

    private static List<Condition> conditions(RestoreReport report) {
        return Objects.requireNonNull(report.getStatus().conditions());
    }

    private static Condition condition(RestoreReport report, String type) {
        return conditions(report).stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
