package io.kymaros.cli.render;

import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report for people at a terminal: the verdict first, then the levels, then why points were lost. */
public final class TextRenderer implements Renderer {
    private final boolean notes;

    /**
     * @param notes whether to show findings that cost no points too
     */
    public TextRenderer(boolean notes) {
        this.notes = notes;
    }

    @Override
    public String render(List<RestoreReport> reports) {
        return reports.stream().map(this::render).collect(Collectors.joining("\n"));
    }

    private String render(RestoreReport report) {
        RestoreReportStatus status = report.getStatus();
        StringBuilder text = new StringBuilder();
        text.append(Verdict.of(status)).append('\n');
        Columns facts = new Columns();
        facts.add(List.of(
                "report",
                report.getMetadata().getNamespace() + "/" + report.getMetadata().getName()));
        fact(
                facts,
                "backup",
                Optional.ofNullable(status.backup()).map(BackupLine::of).orElse(null));
        fact(facts, "sandbox", status.sandboxNamespace());
        fact(facts, "restore", status.veleroRestoreName());
        text.append(facts);
        if (status.validationLevels() != null) {
            text.append('\n').append(levels(status.validationLevels()));
        }
        text.append(findings(status));
        if (notes) {
            text.append(leftOut(status));
        }
        if (status.summary() != null) {
            text.append('\n').append(Terminal.clean(status.summary())).append('\n');
        }
        return text.toString();
    }

    private static String levels(List<ValidationLevel> levels) {
        Columns columns = new Columns();
        for (ValidationLevel level : levels) {
            columns.add(List.of(
                    mark(level.outcome()),
                    level.name(),
                    level.pointsEarned() + "/" + level.maxPoints(),
                    String.valueOf(level.message())));
        }
        return columns.toString();
    }

    private static String mark(@Nullable String outcome) {
        return switch (String.valueOf(outcome)) {
            case "Passed" -> "[ok]";
            case "Partial", "Failed" -> "[!!]";
            case "NotConfigured" -> "[--]";
            default -> "[??]";
        };
    }

    private String findings(RestoreReportStatus status) {
        List<ReportFinding> shown = notes ? Verdict.findings(status) : Verdict.losses(status);
        if (shown.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n");
        for (ReportFinding finding : shown) {
            text.append("- ")
                    .append(Terminal.clean(finding.object() + ": " + finding.observed()))
                    .append(" [")
                    .append(Terminal.clean(finding.reason()))
                    .append("]\n  ")
                    .append(Terminal.clean(finding.remedy()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String leftOut(RestoreReportStatus status) {
        List<String> leftOut = Verdict.leftOut(status);
        return leftOut.isEmpty()
                ? ""
                : "\nLeft out of the comparison on purpose:\n"
                        + leftOut.stream()
                                .map(line -> "- " + Terminal.clean(line) + "\n")
                                .collect(Collectors.joining());
    }

    private static void fact(Columns facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(List.of(name, value));
        }
    }
}
