package io.kymaros.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.kymaros.core.arbitrary.OneStepWorse;
import io.kymaros.core.arbitrary.Runs;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class EmbeddingTest {
    private KubernetesClient client;

    @Test
    void scoringInPlainJavaNamesTheLostSecret() {
        assertThat(printed(() -> EmbeddedScoring.main())).contains("1 Secret", "missing from restore", "mail-login");
    }

    @Test
    void theReadmeShowsWhatRuns() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.substring(readme.indexOf("```java") + "```java".length());
        String source = Files.readString(
                Path.of("src", "main", "java", "io", "kymaros", "examples", "embedding", "FiveLines.java"));

        assertThat(source.replaceAll("\\s", ""))
                .contains(shown.substring(0, shown.indexOf("```")).replaceAll("\\s", ""));
        assertThat(printed(() -> FiveLines.main()))
                .startsWith("Score between 0 and 100 of 100 (Inconclusive). RestoreIntegrity is inconclusive");
    }

    @Test
    void aPolicyOfOnesOwnGivesItsOwnPoints() {
        ConfidenceScore score = ConfidenceScorer.with(PolicyOfOnesOwn.POLICY).score(EmbeddedScoring.observed());
        assertThat(score.level(Level.COMPLETENESS).orElseThrow().pointsEarned()).isEqualTo(10);
        assertThat(score.result()).isNotEqualTo(Result.PASS);
        assertThat(printed(() -> PolicyOfOnesOwn.main())).contains("Completeness 10/20");
    }

    @Test
    void aRuleOfOnesOwnJudgesItsLevelAndNoOther() {
        assertThat(printed(() -> RuleOfOnesOwn.main())).contains("12/25: Completed, errors: 0, warnings: 1");

        ConfidenceScore standard = ConfidenceScorer.standard().score(EmbeddedScoring.observed());
        assertThat(RuleOfOnesOwn.SCORER.score(EmbeddedScoring.observed()).score())
                .isEqualTo(standard.score());
    }

    /** Whatever is observed: a rule of one's own can be tried with the arbitraries of the test kit. */
    @Property(tries = 200)
    void aRuleOfOnesOwnKeepsTheLawsOfScoring(@ForAll("performedRuns") RunEvidence run) {
        ConfidenceScore score = RuleOfOnesOwn.SCORER.score(run);
        LevelResult level = score.level(Level.RESTORE_INTEGRITY).orElseThrow();

        assertThat(score.score().getAsInt())
                .isEqualTo(score.levels().stream()
                        .mapToInt(LevelResult::pointsEarned)
                        .sum());
        assertThat(level.findings().isEmpty()).isEqualTo(level.pointsEarned() == level.maxPoints());
        for (RunEvidence worse : OneStepWorse.of(run)) {
            assertThat(RuleOfOnesOwn.SCORER.score(worse).score().getAsInt())
                    .isLessThanOrEqualTo(score.score().getAsInt());
        }
    }

    @Provide
    Arbitrary<RunEvidence> performedRuns() {
        return Runs.performed();
    }

    @Test
    void reportsAreReadFromACluster() {
        RestoreReport report = new RestoreReport();
        report.setMetadata(new ObjectMetaBuilder()
                .withName("nightly-20260101-0300")
                .withNamespace("kymaros-system")
                .addToLabels("restore.kymaros.io/test-name", "nightly")
                .build());
        report.setSpec(new RestoreReportSpec(new RestoreTestRef("nightly", "kymaros-system")));
        report.setStatus(
                new RestoreReportStatusBuilder().score(98).result("Pass").build());
        client.resource(report).create();

        assertThat(ReadingReports.lines(client, "kymaros-system", "nightly"))
                .containsExactly("nightly-20260101-0300 Pass 98");
    }

    private static String printed(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
