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
