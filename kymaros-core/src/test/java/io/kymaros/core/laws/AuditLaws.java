package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.OneFieldTampered;
import io.kymaros.core.arbitrary.Reports;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.score.ConfidenceScorer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the audit of stored reports finds, and what it doesn't. */
class AuditLaws extends Arbitrarily {
    @Provide
    Arbitrary<StoredReport> storedReports() {
        return Reports.any();
    }

    @Property
    void reportOfAScoreHasNoContradiction(@ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        assertThat(ReportAudit.of(report(run, policy))).isEmpty();
    }

    @Property(tries = 200)
    void anySingleTamperedFieldIsFound(
            @ForAll("runs") RunEvidence run, @ForAll("policiesInWhichEveryLevelCounts") ScoringPolicy policy) {
        OneFieldTampered.of(report(run, policy))
                .forEach((what, tampered) ->
                        assertThat(ReportAudit.of(tampered)).as(what).isNotEmpty());
    }

    @Property
    void anyReportCanBeAudited(@ForAll("storedReports") StoredReport report) {
        assertThat(ReportAudit.of(report)).allSatisfy(contradiction -> {
            assertThat(contradiction.message()).contains(contradiction.field());
            assertThat(contradiction.stated()).isNotEqualTo(contradiction.recomputed());
        });
    }

    private static StoredReport report(RunEvidence run, ScoringPolicy policy) {
        return StoredReport.of(run, ConfidenceScorer.with(policy).score(run), policy);
    }
}
