package io.kymaros.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
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
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class EmbeddingTest {
    private KubernetesClient client;

    @Test
    void scoringInPlainJavaNamesTheLostSecret() {
        assertThat(printed(() -> EmbeddedScoring.main())).contains("1 Secret", "missing from restore", "mail-login");
    }

    @Test
    void aPolicyOfOnesOwnGivesItsOwnPoints() {
        ConfidenceScore score = ConfidenceScorer.with(PolicyOfOnesOwn.POLICY).score(EmbeddedScoring.observed());
        assertThat(completeness(score).pointsEarned()).isEqualTo(10);
        assertThat(score.result()).isNotEqualTo(Result.PASS);
        assertThat(printed(() -> PolicyOfOnesOwn.main())).contains("Completeness 10/20");
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

    /** A backup tool's own law: what it keeps, comes back; and what it forgets, costs points. */
    @Property(tries = 200)
    void aToolThatForgetsAnObjectNeverEarnsFullCompleteness(
            @ForAll @NotEmpty Set<@AlphaChars @StringLength(min = 1, max = 8) String> application,
            @ForAll boolean forgetsOne) {
        String forgotten = forgetsOne ? application.iterator().next() : "";
        LevelResult level = completeness(ConfidenceScorer.standard().score(restored(application, forgotten)));
        assertThat(level.pointsEarned() == level.maxPoints()).isEqualTo(!forgetsOne);
    }

    private static RunEvidence restored(Set<String> application, String forgotten) {
        return RunEvidence.builder()
                .from(EmbeddedScoring.observed())
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("ConfigMap")
                                .objects(application.stream()
                                        .map(name -> ObjectEvidence.builder()
                                                .name(name)
                                                .restored(!name.equals(forgotten))
                                                .build())
                                        .toList())
                                .build())
                        .build())
                .build();
    }

    private static LevelResult completeness(ConfidenceScore score) {
        return score.levels().stream()
                .filter(level -> level.level() == Level.COMPLETENESS)
                .findFirst()
                .orElseThrow();
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
