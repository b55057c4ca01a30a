package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.ImmutableRtoEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.level.Finding.Severity;
import org.junit.jupiter.api.Test;

class RtoComplianceLevelTest {
    @Test
    void recoveryOfExactlyTheObjectiveComplies() {
        LevelResult result = judge(rto(900).slaMaxSeconds(900));

        assertThat(result.pointsEarned()).isEqualTo(5);
        assertThat(result.reason()).isEqualTo("RtoMet");
        assertThat(result.message()).isEqualTo("RTO 15m is within SLA of 15m");
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void oneSecondMoreDoesNot() {
        LevelResult result =
                judge(rto(901).slaMaxSeconds(900).addParts(RtoPart.of("queue", 1), RtoPart.of("restore", 900)));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.reason()).isEqualTo("RtoExceeded");
        assertThat(result.message()).isEqualTo("RTO 15m1s exceeds SLA of 15m");
        assertThat(result.findings())
                .extracting(Finding::observed)
                .containsExactly("RTO 15m1s exceeds SLA of 15m: queue 1s, restore 15m");
    }

    @Test
    void timeForPodsThatAreHeldBackIsNotTheBackups() {
        LevelResult result = waiting(901, 850, true);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(5);
        assertThat(result.reason()).isEqualTo("RtoUnknown");
        assertThat(result.message())
                .isEqualTo(
                        "RTO 15m1s exceeds SLA of 15m, with the time for pods that the test's surroundings held back");
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
    }

    @Test
    void whatTookTooLongWithoutThePodsIsTooLong() {
        assertThat(waiting(901, 1, true).outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(waiting(902, 1, true).outcome()).isEqualTo(LevelOutcome.FAILED);
    }

    @Test
    void timeForOtherPodsCounts() {
        assertThat(waiting(901, 850, false).outcome()).isEqualTo(LevelOutcome.FAILED);
    }

    @Test
    void objectiveThatIsMetIsMetWhateverHeldPodsBack() {
        assertThat(waiting(900, 850, true).outcome()).isEqualTo(LevelOutcome.PASSED);
    }

    @Test
    void podsThatTheTestIgnoresExcuseNothing() {
        PodEvidence ignored = PodEvidence.builder()
                .podName("db")
                .ready(false)
                .unknown(true)
                .ignored("a cache")
                .build();
        assertThat(waiting(901, 850, ignored).outcome()).isEqualTo(LevelOutcome.FAILED);
    }

    private static LevelResult waiting(long measured, long pods, boolean heldBack) {
        return waiting(
                measured,
                pods,
                PodEvidence.builder()
                        .podName("db")
                        .ready(false)
                        .unknown(heldBack)
                        .build());
    }

    private static LevelResult waiting(long measured, long pods, PodEvidence pod) {
        return Judged.by(
                new RtoComplianceLevel(),
                Judged.run()
                        .podStartup(PodStartupEvidence.builder().addPods(pod).build())
                        .rto(rto(measured)
                                .slaMaxSeconds(900)
                                .addParts(
                                        RtoPart.of("queue", 0),
                                        RtoPart.of("restore", measured - pods),
                                        RtoPart.of("pods", pods))
                                .build()));
    }

    @Test
    void withoutPartsTheFindingIsTheMessage() {
        assertThat(judge(rto(2).slaMaxSeconds(1)).findings())
                .extracting(Finding::observed)
                .containsExactly("RTO 2s exceeds SLA of 1s");
    }

    @Test
    void withoutObjectiveTheLevelIsNotConfigured() {
        LevelResult result = judge(rto(462));

        assertThat(result.outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.reason()).isEqualTo("RtoNotConfigured");
        assertThat(result.message())
                .isEqualTo("No recovery time objective is set; set spec.sla.maxRTO to have the measured 7m42s judged");
    }

    private static LevelResult judge(ImmutableRtoEvidence.Builder rto) {
        return Judged.by(new RtoComplianceLevel(), Judged.run().rto(rto.build()));
    }

    private static ImmutableRtoEvidence.Builder rto(long measured) {
        return RtoEvidence.builder().measuredSeconds(measured);
    }
}
