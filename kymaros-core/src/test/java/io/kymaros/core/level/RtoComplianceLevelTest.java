package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.ImmutableRtoEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
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
