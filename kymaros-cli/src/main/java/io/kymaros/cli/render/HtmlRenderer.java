package io.kymaros.cli.render;

import static io.kymaros.cli.render.Markup.xml;

import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.Check;
import io.kymaros.k8s.api.RestoreReportStatus.Dependency;
import io.kymaros.k8s.api.RestoreReportStatus.Detail;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as one HTML page that needs no network and no script, on a screen and on paper. */
public final class HtmlRenderer implements Renderer {
    private static final String STYLE = resource("report.css");

    @Override
    public String render(List<RestoreReport> reports) {
        String title =
                reports.stream().map(report -> report.getMetadata().getName()).collect(Collectors.joining(", "));
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + xml(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n"
                + reports.stream().map(HtmlRenderer::article).collect(Collectors.joining("\n"))
                + "</body>\n</html>\n";
    }

    private static String article(RestoreReport report) {
        RestoreReportStatus status = report.getStatus();
        StringBuilder page = new StringBuilder();
        page.append("<main class=\"").append(xml(String.valueOf(status.result()).toLowerCase(java.util.Locale.ROOT)));
        page.append("\">\n<header>\n<p class=\"score\">").append(xml(Verdict.score(status)));
        page.append(status.score() == null ? "" : "<small>/100</small>").append("</p>\n<div>\n<h1>");
        page.append(xml(status.result() == null ? "Not finished yet" : status.result()));
        page.append(status.reason() == null ? "" : ": " + xml(status.reason())).append("</h1>\n<p>");
        page.append(xml(Optional.ofNullable(status.summary()).orElse(""))).append("</p>\n</div>\n</header>\n");
        page.append(facts(report, status));
        page.append(losses(status));
        List<ValidationLevel> levels =
                Optional.ofNullable(status.validationLevels()).orElse(List.of());
        if (!levels.isEmpty()) {
            page.append("<section>\n<h2>Levels</h2>\n");
            levels.forEach(level -> page.append(level(level)));
            page.append("</section>\n");
        }
        page.append(notes(status)).append(leftOut(status));
        return page.append("</main>\n").toString();
    }

    private static String facts(RestoreReport report, RestoreReportStatus status) {
        StringBuilder facts = new StringBuilder("<dl>\n");
        fact(facts, "Test", report.getSpec().restoreTestRef().name());
        fact(
                facts,
                "Report",
                report.getMetadata().getNamespace() + "/" + report.getMetadata().getName());
        if (status.backup() != null) {
            fact(facts, "Backup", status.backup().name());
            fact(facts, "Data of", BackupLine.data(status.backup()).orElse(null));
        }
        fact(facts, "Started", status.runStartedAt());
        if (status.rto() != null && status.rto().measuredSeconds() != null) {
            fact(
                    facts,
                    "Recovery time",
                    status.rto().measuredSeconds() + " s"
                            + (status.rto().slaMaxSeconds() == null
                                    ? ""
                                    : " of " + status.rto().slaMaxSeconds() + " s"));
        }
        fact(facts, "Sandbox", status.sandboxNamespace());
        fact(facts, "Velero restore", status.veleroRestoreName());
        return facts.append("</dl>\n").toString();
    }

    private static void fact(StringBuilder facts, String name, @Nullable String value) {
        if (value != null) {
            facts.append("<div><dt>")
                    .append(name)
                    .append("</dt><dd>")
                    .append(xml(value))
                    .append("</dd></div>\n");
        }
    }

    private static String losses(RestoreReportStatus status) {
        List<ReportFinding> losses = Verdict.losses(status);
        if (losses.isEmpty()) {
            return "";
        }
        return "<section class=\"losses\">\n<h2>What cost points, and what to do</h2>\n<ul>\n"
                + losses.stream().map(HtmlRenderer::finding).collect(Collectors.joining())
                + "</ul>\n</section>\n";
    }

    private static String notes(RestoreReportStatus status) {
        List<ReportFinding> notes = Verdict.notes(status);
        if (notes.isEmpty()) {
            return "";
        }
        return "<details>\n<summary>" + notes.size() + (notes.size() == 1 ? " note" : " notes")
                + " that cost no points</summary>\n<ul>\n"
                + notes.stream().map(HtmlRenderer::finding).collect(Collectors.joining())
                + "</ul>\n</details>\n";
    }

    private static String leftOut(RestoreReportStatus status) {
        List<String> leftOut = Verdict.leftOut(status);
        return leftOut.isEmpty()
                ? ""
                : "<details>\n<summary>Left out of the comparison on purpose</summary>\n<ul>\n"
                        + leftOut.stream()
                                .map(line -> "<li>" + xml(line) + "</li>\n")
                                .collect(Collectors.joining())
                        + "</ul>\n</details>\n";
    }

    private static String finding(ReportFinding finding) {
        return "<li><strong>" + xml(finding.object()) + "</strong> " + xml(finding.observed()) + " <code>"
                + xml(finding.reason()) + "</code><br><em>" + xml(finding.remedy()) + "</em></li>\n";
    }

    private static String level(ValidationLevel level) {
        String head = "<span class=\"outcome\">" + xml(String.valueOf(level.outcome())) + "</span> <b>"
                + xml(level.name())
                + "</b> <span class=\"points\">" + level.pointsEarned() + " of " + level.maxPoints() + "</span><span>"
                + xml(String.valueOf(level.message())) + "</span>";
        String rows = rows(level);
        String kind = String.valueOf(level.outcome()).toLowerCase(java.util.Locale.ROOT);
        if (rows.isEmpty()) {
            return "<div class=\"level " + xml(kind) + "\">" + head + "</div>\n";
        }
        boolean open = !"Passed".equals(level.outcome());
        return "<details class=\"level " + xml(kind) + "\"" + (open ? " open" : "") + "><summary>" + head
                + "</summary>\n<table>\n" + rows + "</table>\n</details>\n";
    }

    private static String rows(ValidationLevel level) {
        StringBuilder rows = new StringBuilder();
        for (Detail detail : Optional.ofNullable(level.details()).orElse(List.of())) {
            rows.append(detail.resourceType() != null ? typeRow(detail) : podRow(detail));
        }
        for (Check check : Optional.ofNullable(level.checks()).orElse(List.of())) {
            rows.append(row(
                    check.result().equals("pass"),
                    check.name(),
                    check.type() + " " + check.target(),
                    check.result() + (check.durationMs() == null ? "" : ", " + check.durationMs() + " ms"),
                    check.message()));
        }
        for (Dependency dependency : Optional.ofNullable(level.dependencies()).orElse(List.of())) {
            rows.append(row(
                    dependency.reachable(),
                    dependency.namespace() + "/" + dependency.name(),
                    dependency.method(),
                    dependency.reachable() ? "reachable" : "not reachable",
                    dependency.message()));
        }
        return rows.toString();
    }

    private static String typeRow(Detail detail) {
        String missing = detail.missing() == null || detail.missing().isEmpty()
                ? null
                : "missing: " + String.join(", ", detail.missing());
        return row(
                Boolean.TRUE.equals(detail.matched()),
                detail.resourceType(),
                null,
                detail.found() + " of " + detail.expected(),
                missing);
    }

    private static String podRow(Detail detail) {
        return row(
                Boolean.TRUE.equals(detail.ready()),
                detail.podName(),
                detail.startupSeconds() == null ? null : "ready after " + detail.startupSeconds() + " s",
                Boolean.TRUE.equals(detail.ready()) ? "ready" : String.valueOf(detail.reason()),
                detail.message());
    }

    private static String row(
            boolean good, @Nullable String name, @Nullable String what, String state, @Nullable String message) {
        return "<tr class=\"" + (good ? "good" : "bad") + "\"><th scope=\"row\">" + cell(name) + "</th><td>"
                + cell(what) + "</td><td>" + cell(state) + "</td><td>" + cell(message) + "</td></tr>\n";
    }

    private static String cell(@Nullable String text) {
        return text == null ? "" : xml(text);
    }

    private static String resource(String name) {
        try (InputStream in = HtmlRenderer.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
