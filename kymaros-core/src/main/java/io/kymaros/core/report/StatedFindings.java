package io.kymaros.core.report;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.Reason;
import java.util.List;
import java.util.function.Predicate;

/** The findings that a report states, by level: gaps in the evidence, and all others. */
final class StatedFindings {
    private final List<StoredFinding> findings;
    private final boolean whole;

    StatedFindings(StoredReport report) {
        this.findings = ReportSize.limited(report.findings());
        this.whole = report.findingsLeftOut().isEmpty();
    }

    /** Whether the report says that it leaves none out. */
    boolean whole() {
        return whole;
    }

    /** The evidence of a level that could not be gathered: such a finding is about the level itself. */
    List<EvidenceGap> gaps(Level level) {
        return findings.stream()
                .filter(finding -> isOf(finding, level) && isGap(finding))
                .map(finding -> EvidenceGap.of(level, finding.reason(), finding.observed()))
                .toList();
    }

    /** A level's findings without its gaps. */
    List<StoredFinding> of(Level level) {
        return findings.stream()
                .filter(finding -> isOf(finding, level) && !isGap(finding))
                .toList();
    }

    /** Those of them with a reason. */
    List<StoredFinding> of(Level level, Reason reason) {
        return findings.stream()
                .filter(finding -> isOf(finding, level) && !isGap(finding))
                .filter(because(reason))
                .toList();
    }

    static Predicate<StoredFinding> because(Reason reason) {
        return finding -> finding.reason().equals(reason.toString());
    }

    private static boolean isOf(StoredFinding finding, Level level) {
        return finding.level().equals(level.toString());
    }

    private static boolean isGap(StoredFinding finding) {
        return finding.object().equals(finding.level()) && finding.severity().equals(Severity.UNKNOWN.toString());
    }
}
