package io.kymaros.cli.render;

import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports as a table, one line each. */
public final class TableRenderer implements Renderer {
    private final boolean wide;

    /**
     * @param wide whether to show sandbox, restore and backup too
     */
    public TableRenderer(boolean wide) {
        this.wide = wide;
    }

    @Override
    public String render(List<RestoreReport> reports) {
        Columns columns = new Columns();
        List<String> header = new ArrayList<>(List.of("NAME", "SCORE", "RESULT", "RTO", "TEST", "STARTED"));
        if (wide) {
            header.addAll(List.of("BACKUP", "SANDBOX", "RESTORE", "REASON"));
        }
        columns.add(header);
        reports.forEach(report -> columns.add(cells(report)));
        return columns.toString();
    }

    private List<String> cells(RestoreReport report) {
        Optional<RestoreReportStatus> status = Optional.ofNullable(report.getStatus());
        List<String> cells = new ArrayList<>(List.of(
                report.getMetadata().getName(),
                text(status.map(RestoreReportStatus::score).orElse(null)),
                text(status.map(RestoreReportStatus::result).orElse(null)),
                status.map(RestoreReportStatus::rto)
                        .map(rto -> rto.measuredSeconds() + "s")
                        .orElse("-"),
                report.getSpec().restoreTestRef().name(),
                text(status.map(RestoreReportStatus::runStartedAt).orElse(null))));
        if (wide) {
            cells.add(text(status.map(RestoreReportStatus::backup)
                    .map(RestoreReportStatus.Backup::name)
                    .orElse(null)));
            cells.add(text(status.map(RestoreReportStatus::sandboxNamespace).orElse(null)));
            cells.add(text(status.map(RestoreReportStatus::veleroRestoreName).orElse(null)));
            cells.add(text(status.map(RestoreReportStatus::reason).orElse(null)));
        }
        return cells;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : String.valueOf(value);
    }
}
