package io.kymaros.k8s.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kymaros.core.arbitrary.Policies;
import io.kymaros.core.arbitrary.Runs;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ImmutableScoringPolicy;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.ImmutableStoredReport;
import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.k8s.document.EvidenceDocument;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read from a report is what was written into it, and contradicts itself nowhere. */
class StoredReportsLawsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Provide
    Arbitrary<RunEvidence> runs() {
        return Runs.any();
    }

    /** Which types are scored, no resource says. */
    @Provide
    Arbitrary<ScoringPolicy> policies() {
        return Policies.any().map(policy -> ImmutableScoringPolicy.copyOf(policy)
                .withScoredResourceTypes(ScoringPolicy.standard().scoredResourceTypes()));
    }

    @Property(tries = 500)
    void reportOfARunHasNoContradiction(@ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        StoredReport report = StoredReports.of("report", written(run, policy));

        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.lacking(report)).containsExactly("status.conditions");
    }

    @Property(tries = 500)
    void whatIsReadIsWhatCoreSaysIsStored(@ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        StoredReport report = StoredReports.of("report", written(run, policy));
        StoredReport core = StoredReport.of(run, ConfidenceScorer.with(policy).score(run), policy);

        assertThat(report).isEqualTo(ImmutableStoredReport.copyOf(core).withEvidenceDigest(report.evidenceDigest()));
    }

    private static JsonNode written(RunEvidence run, ScoringPolicy policy) {
        EvidenceDocument document = EvidenceDocument.of(run, policy);
        ConfidenceScore score = ConfidenceScorer.with(policy).score(run);
        ObjectNode report = MAPPER.createObjectNode().put("kind", "RestoreReport");
        report.set("status", MAPPER.valueToTree(ReportStatus.of(document, score)));
        return report;
    }
}
