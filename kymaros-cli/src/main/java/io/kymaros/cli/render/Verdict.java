package io.kymaros.cli.render;

import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import java.util.List;
import java.util.Optional;

/** What every format says first: the result and the score, and why points were lost. */
final class Verdict {
    private Verdict() {}

    /** {@code Pass 98/100}, or why there is no score. */
    static String of(RestoreReportStatus status) {
        if (status.score() == null) {
            return status.result() == null
                    ? "Not finished yet"
                    : status.result() + ", no score: "
                            + Optional.ofNullable(status.reason()).orElse("no reason given");
        }
        return status.result() + " " + score(status) + "/100";
    }

    /** The score, or the interval that it lies in. */
    static String score(RestoreReportStatus status) {
        if (status.score() == null) {
            return "-";
        }
        boolean interval =
                status.scoreUpperBound() != null && !status.scoreUpperBound().equals(status.score());
        return status.score() + (interval ? " to " + status.scoreUpperBound() : "");
    }

    /** Findings that cost points, or keep a level from being judged. */
    static List<ReportFinding> losses(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> !"Note".equals(finding.severity()))
                .toList();
    }

    /** Findings that cost no points. */
    static List<ReportFinding> notes(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> "Note".equals(finding.severity()))
                .toList();
    }

    /** What was left out of the comparison on purpose, and why. */
    static List<String> leftOut(RestoreReportStatus status) {
        return Optional.ofNullable(status.baseline())
                .map(RestoreReportStatus.Baseline::normalised)
                .orElse(List.of());
    }

    /** All findings. */
    static List<ReportFinding> findings(RestoreReportStatus status) {
        return Optional.ofNullable(status.findings()).orElse(List.of());
    }
}
