package io.kymaros.cli.render;

import static io.kymaros.cli.render.Markup.markdown;

import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report as GitHub Markdown, for a pull request or a job summary. */
public final class MarkdownRenderer implements Renderer {
    @Override
    public String render(List<RestoreReport> reports) {
        return reports.stream().map(MarkdownRenderer::render).collect(Collectors.joining("\n"));
    }

    private static String render(RestoreReport report) {
        RestoreReportStatus status = report.getStatus();
        StringBuilder text = new StringBuilder();
        text.append("## ")
                .append(markdown(Verdict.of(status)))
                .append("\n\n")
                .append(markdown(Optional.ofNullable(status.summary()).orElse("")))
                .append("\n");
        List<ValidationLevel> levels =
                Optional.ofNullable(status.validationLevels()).orElse(List.of());
        if (!levels.isEmpty()) {
            text.append("\n| Level | Points | Outcome | Message |\n|---|---|---|---|\n");
            for (ValidationLevel level : levels) {
                text.append("| ").append(markdown(level.name()));
                text.append(" | ").append(level.pointsEarned()).append('/').append(level.maxPoints());
                text.append(" | ").append(markdown(String.valueOf(level.outcome())));
                text.append(" | ")
                        .append(markdown(String.valueOf(level.message())))
                        .append(" |\n");
            }
        }
        text.append(findings("", Verdict.losses(status)));
        text.append(findings("\nNotes that cost no points:\n", Verdict.notes(status)));
        List<String> leftOut = Verdict.leftOut(status);
        if (!leftOut.isEmpty()) {
            text.append("\nLeft out of the comparison on purpose:\n\n");
            leftOut.forEach(line -> text.append("- ").append(markdown(line)).append('\n'));
        }
        if (status.backup() != null) {
            text.append("\nBackup ")
                    .append(markdown(BackupLine.of(status.backup())))
                    .append("\n");
        }
        text.append("\nReport ")
                .append(markdown(report.getMetadata().getNamespace() + "/"
                        + report.getMetadata().getName()))
                .append('\n');
        return text.toString();
    }

    private static String findings(String heading, List<ReportFinding> findings) {
        return findings.isEmpty()
                ? ""
                : heading + "\n"
                        + findings.stream().map(MarkdownRenderer::finding).collect(Collectors.joining());
    }

    private static String finding(ReportFinding finding) {
        return "- **" + markdown(finding.object()) + "** " + markdown(finding.observed()) + " ("
                + markdown(finding.reason()) + "). " + markdown(finding.remedy()) + "\n";
    }
}
