package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStartupLevelTest {
    private static final PodEvidence READY =
            PodEvidence.builder().podName("api").ready(true).build();
    private static final PodEvidence UNREADY =
            PodEvidence.builder().podName("db").ready(false).build();

    @Test
    void allPodsReadyEarnAll() {
        LevelResult result = judge(READY, READY);

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("PodsReady");
        assertThat(result.message()).isEqualTo("All 2 pods reached Running/Ready state");
    }

    @Test
    void onlyPodReadyIsNotCalledAll() {
        assertThat(judge(READY).message()).isEqualTo("1/1 pod reached Running/Ready state");
    }

    @Test
    void podThatIsNotReadyCostsTheLevel() {
        LevelResult result = judge(READY, READY, UNREADY);

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.reason()).isEqualTo("PodsNotReady");
        assertThat(result.message()).isEqualTo("2/3 pods reached Running/Ready state");
    }

    @Test
    void noPodReadyEarnsNothing() {
        assertThat(judge(UNREADY).outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(judge(UNREADY).findings())
                .containsExactly(
                        Finding.of(Level.POD_STARTUP, Severity.LOSS, Reason.POD_NOT_READY, "Pod/db", "not ready"));
    }

    @Test
    void readyShareIsRoundedDownWhereThePolicyCountsPods() {
        PodStartupEvidence almost = PodStartupEvidence.builder()
                .addAllPods(Collections.nCopies(999, READY))
                .addPods(UNREADY)
                .build();
        ScoringPolicy policy = ScoringPolicy.builder()
                .putCredits(Level.POD_STARTUP, Credit.PROPORTIONAL)
                .build();
        LevelResult result =
                new PodStartupLevel().judge(Judged.run().podStartup(almost).build(), policy);

        assertThat(result.pointsEarned()).isEqualTo(19);
        assertThat(result.outcome()).isEqualTo(LevelOutcome.PASSED);
    }

    @Test
    void noExpectedPodEarnsAll() {
        LevelResult result = judge();

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("PodsNoneExpected");
        assertThat(result.message()).isEqualTo("No workload expects a pod");
    }

    @Test
    void policyMayAwardNothingWhereNoPodIsExpected() {
        ScoringPolicy strict = ScoringPolicy.builder()
                .putUnconfigured(Level.POD_STARTUP, Unconfigured.EARNS_NOTHING)
                .build();
        LevelResult result = new PodStartupLevel()
                .judge(
                        Judged.run()
                                .podStartup(PodStartupEvidence.builder().build())
                                .build(),
                        strict);

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
        assertThat(result.reason()).isEqualTo("PodsNoneExpected");
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.LOSS);
    }

    @Test
    void podThatTheApplicationCanDoWithoutIsANoteThatQuotesWhy() {
        PodEvidence ignored = PodEvidence.builder()
                .podName("report (no workload)")
                .workload("Job/report")
                .ready(false)
                .reason("WorkloadMissing")
                .ignored("made by hand once a year")
                .build();

        LevelResult result = judge(READY, ignored);

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.message()).isEqualTo("1/1 pod reached Running/Ready state");
        assertThat(result.findings())
                .containsExactly(Finding.of(
                        Level.POD_STARTUP,
                        Severity.NOTE,
                        Reason.LOSS_IGNORED,
                        "Pod/report (no workload) of Job/report",
                        "WorkloadMissing; ignored by the test: made by hand once a year"));
    }

    @Test
    void podHeldBackByItsEnvironmentMakesTheLevelInconclusive() {
        PodEvidence heldBack = PodEvidence.builder()
                .podName("api")
                .workload("Deployment/api")
                .ready(false)
                .unknown(true)
                .reason("QuotaExceeded")
                .message("needs 2 cpu, 1 allowed")
                .build();

        LevelResult result = judge(READY, heldBack);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("PodHeldBackByEnvironment");
        assertThat(result.message())
                .isEqualTo("1/2 pods reached Running/Ready state, 1 held back by the test environment");
        assertThat(judge(READY, UNREADY, heldBack).outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(judge(READY, UNREADY, heldBack).reason()).isEqualTo("PodsNotReady");
        assertThat(result.findings())
                .containsExactly(Finding.of(
                        Level.POD_STARTUP,
                        Severity.UNKNOWN,
                        Reason.POD_HELD_BACK,
                        "Pod/api of Deployment/api",
                        "QuotaExceeded: needs 2 cpu, 1 allowed"));
    }

    @ParameterizedTest
    @CsvSource({
        "CrashLoopBackOff, PodCrashLoop",
        "ImagePullBackOff, PodImagePull",
        "ErrImagePull, PodImagePull",
        "CreateContainerConfigError, PodContainerConfig",
        "OOMKilled, PodOutOfMemory",
        "Unschedulable, PodUnschedulable",
        "FailedCreate, PodNotCreated",
        "WorkloadMissing, PodNotCreated",
        "FailedMount, PodVolumePending",
        "Flapping, PodUnstable",
        "PodReplaced, PodUnstable",
        "ServiceAccountMissing, PodNotCreated",
        "ReadinessProbeFailed, PodProbeFailed",
        "BackoffLimitExceeded, PodJobFailed",
        "Evicted, PodEvicted",
        "SomethingElse, PodNotReady"
    })
    void findingTranslatesTheStateOfKubernetes(String state, String reason) {
        PodEvidence pod =
                PodEvidence.builder().podName("api").ready(false).reason(state).build();

        assertThat(judge(pod).findings())
                .extracting(Finding::reason, Finding::observed)
                .containsExactly(tuple(reason, state));
    }

    private static LevelResult judge(PodEvidence... pods) {
        return Judged.by(
                new PodStartupLevel(),
                Judged.run()
                        .podStartup(PodStartupEvidence.builder().addPods(pods).build()));
    }
}
