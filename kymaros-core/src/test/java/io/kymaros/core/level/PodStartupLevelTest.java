package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.level.Finding.Severity;
import java.util.Collections;
import java.util.List;
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
    void readyShareOfExpectedPodsIsRoundedDown() {
        LevelResult result = judge(READY, READY, UNREADY);

        assertThat(result.pointsEarned()).isEqualTo(13);
        assertThat(result.outcome()).isEqualTo(LevelOutcome.PARTIAL);
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
    void allPodsButOneOfAThousandDoNotEarnTheMaximum() {
        List<PodEvidence> ready = Collections.nCopies(999, READY);
        LevelResult result = Judged.by(
                new PodStartupLevel(),
                Judged.run()
                        .podStartup(PodStartupEvidence.builder()
                                .addAllPods(ready)
                                .addPods(UNREADY)
                                .build()));

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
    void podHeldBackByItsEnvironmentMakesTheLevelInconclusive() {
        PodEvidence heldBack = PodEvidence.builder()
                .podName("api")
                .workload("Deployment/api")
                .ready(false)
                .environmentFault(true)
                .reason("QuotaExceeded")
                .message("needs 2 cpu, 1 allowed")
                .build();

        LevelResult result = judge(READY, UNREADY, heldBack);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("PodHeldBackByEnvironment");
        assertThat(result.message()).isEqualTo("1/3 pods held back by the test environment");
        assertThat(result.findings())
                .containsExactly(
                        Finding.of(Level.POD_STARTUP, Severity.LOSS, Reason.POD_NOT_READY, "Pod/db", "not ready"),
                        Finding.of(
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
