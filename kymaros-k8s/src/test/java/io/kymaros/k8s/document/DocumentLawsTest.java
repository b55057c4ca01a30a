package io.kymaros.k8s.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.Policies;
import io.kymaros.core.arbitrary.Runs;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the document of any run under any policy. */
class DocumentLawsTest {
    private static final int LARGE = 64 * 1024 * 1024;

    @Provide
    Arbitrary<RunEvidence> runs() {
        return Runs.any();
    }

    @Provide
    Arbitrary<ScoringPolicy> policies() {
        return Policies.any();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void yamlReadsAsWhatWasWritten(@ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        EvidenceDocument document = labelled(run, policy);

        assertThat(read(document.toYaml())).isEqualTo(document);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void jsonReadsAsWhatWasWritten(@ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        EvidenceDocument document = labelled(run, policy);

        assertThat(read(document.toJson())).isEqualTo(document);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void scoreOfTheDocumentIsTheScoreOfTheRun(
            @ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScore score = ConfidenceScorer.with(policy).score(run);
        EvidenceDocument read = read(EvidenceDocument.of(run, policy).toYaml());
        ConfidenceScore offline = ConfidenceScorer.with(read.policy()).score(read.evidence());

        assertThat(offline).isEqualTo(score);
        assertThat(Summary.of(read.evidence(), offline)).isEqualTo(Summary.of(run, score));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void sameEvidenceIsTheSameDocumentToTheByte(
            @ForAll("runs") RunEvidence run, @ForAll("policies") ScoringPolicy policy) {
        EvidenceDocument document = EvidenceDocument.of(run, policy);
        EvidenceDocument again = read(document.toJson());

        assertThat(again.toYaml()).isEqualTo(document.toYaml());
        assertThat(again.toJson()).isEqualTo(document.toJson());
        assertThat(again.digest()).isEqualTo(document.digest()).matches("[0-9a-f]{64}");
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void damagedDocumentIsReadOrRefusedAndNothingElse(@ForAll("runs") RunEvidence run, @ForAll Random random) {
        byte[] bytes =
                EvidenceDocument.of(run, ScoringPolicy.standard()).toYaml().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }

        try {
            assertThat(EvidenceDocument.read("damaged.yaml", new ByteArrayInputStream(bytes), LARGE))
                    .isNotNull();
        } catch (InvalidInputException refused) {
            assertThat(refused).hasMessageStartingWith("damaged.yaml: ");
        }
    }

    private static EvidenceDocument labelled(RunEvidence run, ScoringPolicy policy) {
        return EvidenceDocument.builder()
                .about("any run")
                .reportName("any-20240115-0300")
                .evidence(run)
                .policy(policy)
                .expected(Expectation.metBy(ConfidenceScorer.with(policy).score(run)))
                .build();
    }

    private static EvidenceDocument read(String text) {
        return EvidenceDocument.read(
                "run.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), LARGE);
    }
}
