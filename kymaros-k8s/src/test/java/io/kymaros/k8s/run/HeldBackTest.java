package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBackTest {
    private static final String QUOTA =
            "error restoring persistentvolumeclaims/box/data: exceeded quota: kymaros-quota";
    private static final String DENIED = "error restoring services/box/api: denied the request";

    @Test
    void withoutErrorsOfTheSurroundingsNothingChanges() {
        RunEvidence evidence =
                run().restore(restore().addErrorMessages(DENIED).build()).build();
        assertThat(HeldBack.toldApart(evidence)).isSameAs(evidence);
    }

    @Test
    void onlyTheObjectOfTheErrorIsHeldBack() {
        RunEvidence evidence = run().restore(
                        restore().errors(1).addEnvironmentErrors(QUOTA).build())
                .build();

        RunEvidence told = HeldBack.toldApart(evidence);

        assertThat(told.completeness().orElseThrow().resourceTypes().get(0).objects())
                .extracting(ObjectEvidence::name, ObjectEvidence::unknown)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("data", true),
                        org.assertj.core.groups.Tuple.tuple("logs", false));
    }

    @Test
    void whatFailsForTheLackOfItIsNotKnown() {
        RunEvidence told = HeldBack.toldApart(failing()
                .restore(restore().errors(1).addEnvironmentErrors(QUOTA).build())
                .build());
        assertThat(told.podStartup().orElseThrow().pods()).singleElement().satisfies(pod -> assertThat(pod.standing())
                .isEqualTo(Standing.UNKNOWN));
        assertThat(told.healthChecks().orElseThrow().checks())
                .singleElement()
                .satisfies(check -> assertThat(check.result()).isEqualTo(CheckResult.INCONCLUSIVE));

        ConfidenceScore score = ConfidenceScorer.standard().score(told);
        assertThat(score.level(Level.POD_STARTUP).orElseThrow().pointsUpperBound())
                .isEqualTo(20);
        assertThat(score.level(Level.HEALTH_CHECKS).orElseThrow().pointsUpperBound())
                .isEqualTo(20);
        assertThat(score.result()).isNotEqualTo(Result.PASS);
    }

    @Test
    void errorAboutAPodThatTheSurroundingsKeepFromStartingIsTheirs() {
        String hook = "hook load in container db in pod box/db-0 not executed: context deadline exceeded";
        String another = "hook load in container db in pod box/db-0-copy not executed: context deadline exceeded";
        RunEvidence evidence = run().restore(
                        restore().errors(2).addErrorMessages(hook, another).build())
                .podStartup(PodStartupEvidence.builder()
                        .addPods(PodEvidence.builder()
                                .podName("shop/db-0")
                                .ready(false)
                                .unknown(true)
                                .build())
                        .build())
                .build();

        RestoreEvidence told = HeldBack.toldApart(evidence).restore().orElseThrow();

        assertThat(told.environmentErrors()).containsExactly(hook);
        assertThat(told.errorMessages()).containsExactly(another);
    }

    @Test
    void errorAboutAPodThatTheBackupKeepsFromStartingStaysOne() {
        RunEvidence evidence = failing()
                .restore(restore()
                        .errors(1)
                        .addErrorMessages("hook load in container api in pod box/api-1 not executed: deadline")
                        .build())
                .build();
        assertThat(HeldBack.toldApart(evidence)).isSameAs(evidence);
    }

    @Test
    void checkWhosePodsAreAllHeldBackIsNotTheBackups() {
        CheckEvidence told = checkOf(List.of("web-1", "web-2"), pod("shop/web-1", true), pod("shop/web-2", true));
        assertThat(told.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(told.message().orElse(""))
                .isEqualTo("Service web has no ready pod; the test's surroundings keep web-1, web-2 from that");
    }

    @Test
    void checkOneOfWhosePodsFailsByItselfHasFailed() {
        assertThat(checkOf(List.of("web-1", "web-2"), pod("shop/web-1", true), pod("shop/web-2", false))
                        .result())
                .isEqualTo(CheckResult.FAIL);
    }

    @Test
    void checkOfAPodOfAnotherNamespaceOfTheNameHasFailedIfThatHas() {
        assertThat(checkOf(List.of("db-0"), pod("shop/db-0", true), pod("auth/db-0", false))
                        .result())
                .isEqualTo(CheckResult.FAIL);
    }

    @Test
    void checkOfAPodOfWhichNothingIsKnownHasFailed() {
        assertThat(checkOf(List.of("web-1")).result()).isEqualTo(CheckResult.FAIL);
    }

    @Test
    void checkThatFailedForAReasonOfItsOwnHasFailed() {
        assertThat(checkOf(List.of(), pod("shop/web-1", true)).result()).isEqualTo(CheckResult.FAIL);
    }

    private static CheckEvidence checkOf(List<String> unready, PodEvidence... pods) {
        RunEvidence evidence = run().podStartup(
                        PodStartupEvidence.builder().addPods(pods).build())
                .healthChecks(HealthChecksEvidence.builder()
                        .policy("shop")
                        .addChecks(CheckEvidence.builder()
                                .name("web")
                                .type("tcpSocket")
                                .target("web:80")
                                .result(CheckResult.FAIL)
                                .message("Service web has no ready pod")
                                .unreadyPods(unready)
                                .build())
                        .build())
                .build();
        return HeldBack.toldApart(evidence)
                .healthChecks()
                .orElseThrow()
                .checks()
                .get(0);
    }

    private static PodEvidence pod(String name, boolean unknown) {
        return PodEvidence.builder().podName(name).ready(false).unknown(unknown).build();
    }

    @Test
    void whatWentWellIsKnown() {
        RunEvidence told = HeldBack.toldApart(
                run().restore(restore().errors(1).addEnvironmentErrors(QUOTA).build())
                        .podStartup(PodStartupEvidence.builder()
                                .addPods(PodEvidence.builder()
                                        .podName("api-1")
                                        .ready(true)
                                        .build())
                                .build())
                        .build());
        assertThat(told.podStartup().orElseThrow().pods().get(0).standing()).isEqualTo(Standing.GOOD);
    }

    private static ImmutableRunEvidence.Builder failing() {
        return run().podStartup(PodStartupEvidence.builder()
                        .addPods(PodEvidence.builder()
                                .podName("api-1")
                                .ready(false)
                                .build())
                        .build())
                .healthChecks(HealthChecksEvidence.builder()
                        .policy("shop")
                        .addChecks(CheckEvidence.builder()
                                .name("api")
                                .type("httpGet")
                                .target("api:80/")
                                .result(CheckResult.FAIL)
                                .build())
                        .build());
    }

    private static ImmutableRunEvidence.Builder run() {
        return RunEvidence.builder()
                .testName("shop")
                .testNamespace("kymaros-system")
                .startedAt(Instant.EPOCH)
                .completedAt(Instant.EPOCH)
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("PersistentVolumeClaim")
                                .addObjects(ObjectEvidence.builder()
                                        .name("data")
                                        .restored(false)
                                        .toolMessage(QUOTA)
                                        .build())
                                .addObjects(ObjectEvidence.builder()
                                        .name("logs")
                                        .restored(false)
                                        .build())
                                .build())
                        .build());
    }

    private static io.kymaros.core.evidence.ImmutableRestoreEvidence.Builder restore() {
        return RestoreEvidence.builder().tool("Velero").phase(RestorePhase.PARTIALLY_FAILED);
    }
}
