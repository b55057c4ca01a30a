package io.kymaros.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.api.RestoreReportStatus.Baseline;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import io.kymaros.k8s.api.ValidationLevelBuilder;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** What the cluster under test writes into names and messages stays text, whatever it is shown in. */
class HostileTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2Jgone",
                "\u001b]0;title\u0007",
                "a\rb",
                "\u202egnp.exe",
                "\u0000\u009b31m",
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "]]><x/>",
                "&lt;already&gt;",
                "| a | b |\n# heading",
                "[link](javascript:alert(1))",
                "`code` ![i](http://x) @everyone <!-- -->",
                "::set-output name=x::y",
                "\ud800 lone surrogate"
            })
    void staysText(String hostile) throws Exception {
        List<RestoreReport> reports = List.of(report(hostile));

        String text = new TextRenderer(true).render(reports);
        assertThat(text.replace("\n", "").codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);

        String html = new HtmlRenderer().render(reports);
        assertThat(html).doesNotContain("<script", "<img", "<x/>").contains("default-src 'none'");

        String junit = new JunitRenderer().render(reports);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(junit)))
                        .getElementsByTagName("testcase")
                        .getLength())
                .isEqualTo(1);

        String markdown = new MarkdownRenderer().render(reports);
        assertThat(markdown).doesNotContain("<", "](", "`", "@", "::").doesNotContain("\n# heading");
    }

    private static RestoreReport report(String hostile) {
        RestoreReport report = new RestoreReport();
        report.setMetadata(
                new ObjectMetaBuilder().withName("r").withNamespace("n").build());
        report.setSpec(new RestoreReportSpec(new RestoreTestRef(hostile, "n")));
        report.setStatus(new RestoreReportStatusBuilder()
                .score(80)
                .scoreUpperBound(80)
                .result("Partial")
                .summary(hostile)
                .sandboxNamespace(hostile)
                .addValidationLevels(new ValidationLevelBuilder()
                        .name("PodStartup")
                        .maxPoints(20)
                        .pointsEarned(0)
                        .passed(false)
                        .outcome("Failed")
                        .reason(hostile)
                        .message(hostile)
                        .build())
                .addFindings(new ReportFinding("PodStartup", hostile, "Loss", hostile, hostile, hostile))
                .addFindings(new ReportFinding("PodStartup", hostile, "Note", hostile, hostile, hostile))
                .baseline(new Baseline("Backup", null, List.of(hostile)))
                .build());
        return report;
    }
}
