package io.kymaros.cli.render;

import static io.kymaros.cli.render.Markup.xml;

import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.Check;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports as JUnit XML, for continuous integration: a suite for each run, a case for each level and each health check.
 * What failed is a failure, what could not be judged an error, what is not configured is skipped.
 */
public final class JunitRenderer implements Renderer {
    @Override
    public String render(List<RestoreReport> reports) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                + reports.stream().map(JunitRenderer::suite).collect(Collectors.joining())
                + "</testsuites>\n";
    }

    /** One test case and what became of it. */
    private record Case(String group, String name, String element, String reason, String text, double seconds) {}

    private static String suite(RestoreReport report) {
        RestoreReportStatus status = report.getStatus();
        List<Case> cases = cases(status);
        StringBuilder text = new StringBuilder();
        text.append("  <testsuite name=\"")
                .append(xml(report.getMetadata().getName()))
                .append("\" tests=\"")
                .append(cases.size())
                .append("\" failures=\"")
                .append(count(cases, "failure"))
                .append("\" errors=\"")
                .append(count(cases, "error"))
                .append("\" skipped=\"")
                .append(count(cases, "skipped"))
                .append("\" time=\"")
                .append(Optional.ofNullable(status.rto())
                        .map(RestoreReportStatus.Rto::measuredSeconds)
                        .orElse(0L))
                .append('"')
                .append(status.runStartedAt() == null ? "" : " timestamp=\"" + xml(status.runStartedAt()) + "\"")
                .append(">\n    <properties>\n");
        property(text, "result", status.result());
        property(text, "score", status.score());
        property(
                text, "backup", status.backup() == null ? null : status.backup().name());
        property(text, "test", report.getSpec().restoreTestRef().name());
        text.append("    </properties>\n");
        cases.forEach(each -> text.append(element(each)));
        return text.append("  </testsuite>\n").toString();
    }

    private static List<Case> cases(RestoreReportStatus status) {
        List<Case> cases = new ArrayList<>();
        List<ValidationLevel> levels =
                Optional.ofNullable(status.validationLevels()).orElse(List.of());
        if (levels.isEmpty()) {
            String reason = Optional.ofNullable(status.reason()).orElse("NotFinished");
            cases.add(new Case("run", "run", "error", reason, String.valueOf(status.summary()), 0));
        }
        for (ValidationLevel level : levels) {
            cases.add(new Case(
                    "level",
                    level.name(),
                    element(level.outcome()),
                    String.valueOf(level.reason()),
                    level.message() + "\n" + findings(status, level.name()),
                    0));
            for (Check check : Optional.ofNullable(level.checks()).orElse(List.of())) {
                cases.add(new Case(
                        "check",
                        check.name(),
                        check.result().equals("pass") ? "" : check.result().equals("fail") ? "failure" : "error",
                        check.type(),
                        check.target() + ": " + check.message(),
                        Optional.ofNullable(check.durationMs()).orElse(0L) / 1000.0));
            }
        }
        return cases;
    }

    private static String element(@Nullable String outcome) {
        return switch (String.valueOf(outcome)) {
            case "Passed" -> "";
            case "NotConfigured" -> "skipped";
            case "Inconclusive" -> "error";
            default -> "failure";
        };
    }

    private static String findings(RestoreReportStatus status, String level) {
        return Verdict.losses(status).stream()
                .filter(finding -> level.equals(finding.level()))
                .map((ReportFinding finding) -> finding.object() + ": " + finding.observed() + " (" + finding.reason()
                        + "). " + finding.remedy())
                .collect(Collectors.joining("\n"));
    }

    private static String element(Case each) {
        String start = "    <testcase classname=\"kymaros." + each.group() + "\" name=\"" + xml(each.name())
                + "\" time=\"" + each.seconds() + "\"";
        if (each.element().isEmpty()) {
            return start + "/>\n";
        }
        return start + ">\n      <" + each.element() + " message=\"" + xml(each.reason()) + "\">" + xml(each.text())
                + "</" + each.element() + ">\n    </testcase>\n";
    }

    private static long count(List<Case> cases, String element) {
        return cases.stream().filter(each -> each.element().equals(element)).count();
    }

    private static void property(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append("      <property name=\"")
                    .append(name)
                    .append("\" value=\"")
                    .append(xml(String.valueOf(value)))
                    .append("\"/>\n");
        }
    }
}
