package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.StoredItem.State;
import io.kymaros.core.score.ConfidenceScorer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredReportTest {
    @Test
    void reportStatesWhatWasScored() {
        StoredReport report = stored(Seed.evidence());

        assertThat(report.score()).hasValue(98);
        assertThat(report.scoreUpperBound()).hasValue(98);
        assertThat(report.result()).contains("Pass");
        assertThat(report.reason()).isEmpty();
        assertThat(report.runStartedAt()).contains(Instant.parse("2024-01-15T03:00:01Z"));
        assertThat(report.runCompletedAt()).contains(Instant.parse("2024-01-15T03:07:43Z"));
        assertThat(report.rto())
                .contains(StoredRto.builder()
                        .measuredSeconds(462)
                        .slaMaxSeconds(900)
                        .compliant(true)
                        .build());
        assertThat(report.policy()).isEmpty();
        assertThat(report.summary())
                .hasValueSatisfying(summary -> assertThat(summary).startsWith("Score 98/100 (Pass)."));
    }

    @Test
    void levelsStateTheirDetails() {
        var levels = stored(Seed.evidence()).validationLevels();

        assertThat(levels.get(0))
                .isEqualTo(StoredLevel.builder()
                        .name("RestoreIntegrity")
                        .maxPoints(25)
                        .pointsEarned(25)
                        .passed(true)
                        .outcome("Passed")
                        .reason("RestoreCompleted")
                        .message("Velero restore completed without errors")
                        .build());
        assertThat(levels.get(1).resourceTypes())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("missing")
                .isEqualTo(SeedReport.report().validationLevels().get(1).resourceTypes());
        assertThat(levels.get(1).resourceTypes().get(4).missing()).containsExactly("payment-key");
        assertThat(levels.get(2).items()).hasSize(6).contains(StoredItem.of("postgres-0", true));
        assertThat(levels.get(3).items())
                .extracting(
                        StoredItem::name, StoredItem::state, item -> item.type().orElse(""))
                .containsExactly(
                        tuple("api-liveness", State.GOOD, "http"),
                        tuple("db-connectivity", State.GOOD, "exec"),
                        tuple("worker-queue-depth", State.GOOD, "http"));
        assertThat(levels.get(4).items())
                .extracting(StoredItem::name, StoredItem::state, item -> item.namespace()
                        .orElse(""))
                .containsExactly(tuple("shared-auth-service", State.GOOD, "platform"));
        assertThat(levels.get(5).items()).isEmpty();
    }

    @Test
    void policyIsStatedWhereItIsNotTheStandardOne() {
        ScoringPolicy strict = ScoringPolicy.builder().passThreshold(99).build();

        assertThat(StoredReport.of(
                                Seed.evidence(), ConfidenceScorer.with(strict).score(Seed.evidence()), strict)
                        .policy())
                .contains(strict);
    }

    @Test
    void complianceIsStatedOnlyAgainstAnObjective() {
        assertThat(StoredRto.of(RtoEvidence.builder().measuredSeconds(1).build())
                        .compliant())
                .isEmpty();
        assertThat(StoredRto.of(rto(900)).compliant()).contains(true);
        assertThat(StoredRto.of(rto(901)).compliant()).contains(false);
    }

    @Test
    void runThatWasNotPerformedStatesItsReason() {
        StoredReport report = stored(Seed.run()
                .obstacle(Obstacle.of("SandboxRefused", "The sandbox was refused."))
                .build());

        assertThat(report.reason()).contains("SandboxRefused");
        assertThat(report.score()).isEmpty();
        assertThat(report.validationLevels()).isEmpty();
    }

    private static RtoEvidence rto(long measured) {
        return RtoEvidence.builder()
                .measuredSeconds(measured)
                .slaMaxSeconds(900)
                .build();
    }

    private static StoredReport stored(RunEvidence run) {
        return StoredReport.of(run, ConfidenceScorer.standard().score(run), ScoringPolicy.standard());
    }
}
