package io.kymaros.core.report;

import java.util.ArrayList;
import java.util.List;

/** Whose form a report has, and so how far it can be held to it. */
enum ReportForm {
    /** The specification's fields alone, or those of another tool: judged as far as they go. */
    FOREIGN,
    /** As scoring an evidence document writes it, without what only a cluster adds. */
    SCORED,
    /** As a run in a cluster leaves it. */
    STORED;

    /** The form of a report: with any field that only Kymaros writes, it is held to the whole form. */
    static ReportForm of(StoredReport report) {
        if (!isOwn(report)) {
            return FOREIGN;
        }
        return report.conditions().isEmpty() && report.creationTimestamp().isEmpty() ? SCORED : STORED;
    }

    private static boolean isOwn(StoredReport report) {
        return report.scoreUpperBound().isPresent()
                || report.reason().isPresent()
                || report.backup().isPresent()
                || !report.findings().isEmpty()
                || report.findingsLeftOut().isPresent()
                || report.baseline().isPresent()
                || report.policy().isPresent()
                || report.evidenceDigest().isPresent()
                || !report.conditions().isEmpty()
                || report.rto().filter(rto -> !rto.parts().isEmpty()).isPresent()
                || report.validationLevels().stream().anyMatch(ReportForm::isOwn);
    }

    private static boolean isOwn(StoredLevel level) {
        return level.pointsUpperBound().isPresent()
                || level.outcome().isPresent()
                || level.reason().isPresent()
                || level.resourceTypes().stream()
                        .anyMatch(type -> type.unknown() != 0 || !type.missing().isEmpty());
    }

    /** What keeps a report from being confirmed: fields of the whole form that one of this form may lack, and does. */
    List<String> lacking(StoredReport report) {
        List<String> lacking = new ArrayList<>();
        if (this == FOREIGN) {
            lacking.add("status.validationLevels[*].outcome");
            lacking.add("status.validationLevels[*].reason");
            lacking.add("status.scoreUpperBound");
            lacking.add("status.backup");
            lacking.add("status.baseline");
        }
        if (report.evidenceDigest().isEmpty()) {
            lacking.add("status.evidenceDigest");
        }
        if (report.conditions().isEmpty()) {
            lacking.add("status.conditions");
        }
        return this == STORED ? List.of() : lacking;
    }
}
