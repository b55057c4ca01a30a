package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.report.Contradiction.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedReportAuditTest {
    @Test
    void exampleOfTheSpecificationContradictsItselfInExactlyOnePlace() {
        assertThat(ReportAudit.of(SeedReport.report()))
                .containsExactly(Contradiction.of(Code.SCORE_NOT_SUM, "status.score", 94, 98))
                .extracting(Contradiction::message)
                .containsExactly("status.score is 94, but the levels' points add up otherwise: 98");
    }

    @Test
    void exampleWithTheRightScoreIsConsistent() {
        assertThat(ReportAudit.of(corrected())).isEmpty();
    }

    @Test
    void summaryMayNotStateAnotherScore() {
        assertThat(ReportAudit.of(SeedReport.report().withScore(98)))
                .containsExactly(Contradiction.of(Code.SUMMARY_DIFFERS, "status.summary", "94 (Pass)", "98 (Pass)"));
    }

    @Test
    void shortenedPodListIsNoContradictionButAnUnreadyPodIs() {
        StoredLevel pods = corrected().validationLevels().get(2);
        StoredLevel unready = ImmutableStoredLevel.copyOf(pods)
                .withItems(
                        StoredItem.of("api", true), StoredItem.of("worker", true), StoredItem.of("postgres-0", false));

        assertThat(ReportAudit.of(with(2, unready)))
                .containsExactly(
                        Contradiction.of(Code.MESSAGE_DIFFERS, "status.validationLevels[2].message", "6/6", "2/3"));
    }

    @Test
    void reportMayBeCreatedAMinuteBeforeTheRunAndNoEarlier() {
        Instant started = Instant.parse("2024-01-15T03:00:01Z");

        assertThat(ReportAudit.of(corrected().withCreationTimestamp(started.minusSeconds(60))))
                .isEmpty();
        assertThat(ReportAudit.of(corrected().withCreationTimestamp(started.plusSeconds(1_000_000))))
                .isEmpty();
        assertThat(ReportAudit.of(corrected().withCreationTimestamp(started.minusSeconds(61))))
                .extracting(Contradiction::code)
                .containsExactly(Code.CREATED_BEFORE_STARTED);
    }

    @Test
    void measuredTimeMayDifferByASecondFromTheTimestamps() {
        ImmutableStoredReport report = corrected();
        Instant completed = report.runCompletedAt().orElseThrow();

        assertThat(ReportAudit.of(report.withRunCompletedAt(completed.plusSeconds(1))))
                .isEmpty();
        assertThat(ReportAudit.of(report.withRunCompletedAt(completed.minusSeconds(1))))
                .isEmpty();
        assertThat(ReportAudit.of(report.withRunCompletedAt(completed.plusSeconds(2))))
                .containsExactly(Contradiction.of(Code.RTO_NOT_ELAPSED, "status.rto.measuredSeconds", 462, 464));
    }

    @Test
    void runEndsAfterItsStart() {
        Instant started = corrected().runStartedAt().orElseThrow();

        assertThat(ReportAudit.of(corrected().withRunCompletedAt(started.minusSeconds(1))))
                .containsExactly(Contradiction.of(
                        Code.COMPLETED_BEFORE_STARTED, "status.runCompletedAt", started.minusSeconds(1), started));
    }

    @Test
    void emptyReportHasNothingToContradict() {
        assertThat(ReportAudit.of(StoredReport.builder().build())).isEqualTo(List.of());
    }

    static ImmutableStoredReport corrected() {
        return SeedReport.report()
                .withScore(98)
                .withSummary(SeedReport.report().summary().orElseThrow().replace("94", "98"));
    }

    static StoredReport with(int index, StoredLevel level) {
        List<StoredLevel> levels = new ArrayList<>(corrected().validationLevels());
        levels.set(index, level);
        return corrected().withValidationLevels(levels);
    }
}
