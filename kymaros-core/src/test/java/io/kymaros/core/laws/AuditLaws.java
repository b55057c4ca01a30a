package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.OneFieldTampered;
import io.kymaros.core.arbitrary.Reports;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

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

    /** Each try takes one in eight of the report's fields, so that many reports are tampered with. */
    @Property
    void anySingleTamperedFieldIsFound(
            @ForAll("runs") RunEvidence run,
            @ForAll("policiesInWhichEveryLevelCounts") ScoringPolicy policy,
            @ForAll @IntRange(max = 7) int first) {
        List<Map.Entry<String, StoredReport>> tamperings =
                List.copyOf(OneFieldTampered.of(report(run, policy)).entrySet());
        for (int at = first; at < tamperings.size(); at += 8) {
            Map.Entry<String, StoredReport> tampering = tamperings.get(at);
            assertThat(ReportAudit.of(tampering.getValue()))
                    .as(tampering.getKey())
                    .isNotEmpty();
        }
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
