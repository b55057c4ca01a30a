package io.kymaros.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.api.RestoreReportStatus.Baseline;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads a whole report reads the same in each of its formats. */
class FormatsTest {
    static Stream<Renderer> whole() {
        return Stream.of(
                new TextRenderer(true),
                new HtmlRenderer(),
                new MarkdownRenderer(),
                new JsonRenderer(),
                new YamlRenderer());
    }

    @ParameterizedTest
    @MethodSource("whole")
    void showsLossesNotesAndWhatWasLeftOut(Renderer renderer) {
        RestoreReport report = new RestoreReport();
        report.setMetadata(new ObjectMetaBuilder()
                .withName("nightly")
                .withNamespace("kymaros")
                .build());
        report.setSpec(new RestoreReportSpec(new RestoreTestRef("nightly", "kymaros")));
        report.setStatus(new RestoreReportStatusBuilder()
                .score(98)
                .result("Pass")
                .summary("Nearly whole")
                .addFindings(
                        finding("Loss", "Secret/key", "not in the backup"),
                        finding("Note", "Service/platform/mail", "may be needed"))
                .baseline(new Baseline("Backup", null, List.of("Lease: held by processes of production")))
                .build());

        assertThat(renderer.render(List.of(report)))
                .contains(
                        "Secret/key",
                        "not in the backup",
                        "Service/platform/mail",
                        "may be needed",
                        "mend Loss",
                        "mend Note",
                        "held by processes of production");
    }

    private static ReportFinding finding(String severity, String object, String observed) {
        return new ReportFinding("Completeness", "Code", severity, object, observed, "mend " + severity);
    }
}
