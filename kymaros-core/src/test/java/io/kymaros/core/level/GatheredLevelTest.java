package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import org.junit.jupiter.api.Test;

/** What all levels do with evidence that is missing. */
class GatheredLevelTest {
    @Test
    void absentEvidenceIsInconclusive() {
        LevelResult result = Judged.by(new PodStartupLevel(), Judged.run());

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.reason()).isEqualTo("EvidenceNotGathered");
        assertThat(result.message()).isEqualTo("The evidence for PodStartup was not gathered");
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(20);
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
    }

    @Test
    void gapSaysWhy() {
        LevelResult result = Judged.by(
                new PodStartupLevel(),
                Judged.run()
                        .addGaps(
                                EvidenceGap.of(Level.HEALTH_CHECKS, "Timeout", "of another level"),
                                EvidenceGap.of(Level.POD_STARTUP, "Forbidden", "may not list pods"),
                                EvidenceGap.of(Level.POD_STARTUP, "Timeout", "took too long")));

        assertThat(result.reason()).isEqualTo("Forbidden");
        assertThat(result.message()).isEqualTo("may not list pods");
        assertThat(result.findings()).extracting(Finding::reason).containsExactly("Forbidden", "Timeout");
        assertThat(result.findings())
                .extracting(Finding::observed)
                .containsExactly("may not list pods", "took too long");
        assertThat(result.findings()).extracting(Finding::object).containsOnly("PodStartup");
        assertThat(result.findings()).extracting(Finding::remedy).doesNotContain("");
    }

    @Test
    void lossThatWasSeenDecidesAlthoughTheEvidenceBrokeOff() {
        LevelResult result = brokenOff(false, ScoringPolicy.standard());

        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.pointsUpperBound()).isZero();
        assertThat(result.reason()).isEqualTo("PodsNotReady");
        assertThat(result.message()).isEqualTo("0/1 pod reached Running/Ready state");
        assertThat(result.findings()).extracting(Finding::reason).containsExactly("Timeout", "PodCrashLoop");
    }

    @Test
    void goodThatWasSeenDoesNotDecideEvidenceThatBrokeOff() {
        LevelResult result = brokenOff(true, ScoringPolicy.standard());

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("Timeout");
        assertThat(result.message()).isEqualTo("took too long");
    }

    @Test
    void lossThatWasSeenKeepsTheMaximumOutOfReachWherePartsCountByThemselves() {
        ScoringPolicy counting = ScoringPolicy.builder()
                .putCredits(Level.POD_STARTUP, Credit.PROPORTIONAL)
                .build();

        LevelResult result = brokenOff(false, counting);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(19);
    }

    private static LevelResult brokenOff(boolean ready, ScoringPolicy policy) {
        PodEvidence pod = PodEvidence.builder()
                .podName("api")
                .ready(ready)
                .reason("CrashLoopBackOff")
                .build();
        return new PodStartupLevel()
                .judge(
                        Judged.run()
                                .podStartup(PodStartupEvidence.builder()
                                        .addPods(pod)
                                        .build())
                                .addGaps(EvidenceGap.of(Level.POD_STARTUP, "Timeout", "took too long"))
                                .build(),
                        policy);
    }

    @Test
    void evidenceThatBrokeOffDoesNotSayThatNothingIsConfigured() {
        LevelResult result = Judged.by(
                new HealthChecksLevel(),
                Judged.run()
                        .healthChecks(HealthChecksEvidence.builder().build())
                        .addGaps(EvidenceGap.of(Level.HEALTH_CHECKS, "Forbidden", "may not read the policy")));

        assertThat(result.findings()).extracting(Finding::reason).containsExactly("Forbidden");
    }
}
