package io.kymaros.core.report;

import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The evidence that a report states: what its details, messages and findings say was observed. Scored again it gives that very
 * report, if the report is one that Kymaros wrote. Nothing is taken from what follows from evidence: points, outcomes, reasons.
 */
final class StatedEvidence {
    private static final Pattern NOT_PERFORMED =
            Pattern.compile("The run could not be performed \\(.*?\\): (.*)", Pattern.DOTALL);

    private final StoredReport report;
    private final StatedFindings findings;

    StatedEvidence(StoredReport report) {
        this.report = report;
        this.findings = new StatedFindings(report);
    }

    RunEvidence evidence() {
        Instant started = report.runStartedAt().orElse(Instant.EPOCH);
        return RunEvidence.builder()
                .testName("")
                .testNamespace("")
                .startedAt(started)
                .completedAt(report.runCompletedAt()
                        .filter(completed -> !completed.isBefore(started))
                        .orElse(started))
                .obstacle(report.reason().map(this::obstacle))
                .backup(backup())
                .sandboxNamespace(report.sandboxNamespace())
                .restoreName(report.veleroRestoreName())
                .gaps(gaps())
                .restore(level(Level.RESTORE_INTEGRITY).flatMap(level -> new StatedRestore(
                                report, findings, level.message().orElse(""))
                        .evidence()))
                .completeness(level(Level.COMPLETENESS).flatMap(this::completeness))
                .podStartup(level(Level.POD_STARTUP).map(level -> new StatedItems(level, findings).pods()))
                .healthChecks(level(Level.HEALTH_CHECKS).map(level -> new StatedItems(level, findings).checks()))
                .dependencies(level(Level.CROSS_NS_DEPENDENCIES)
                        .map(level -> new StatedItems(level, findings).dependencies()))
                .rto(report.rto().flatMap(StatedEvidence::rto))
                .build();
    }

    private Optional<StoredLevel> level(Level level) {
        return report.validationLevels().stream()
                .filter(stored -> stored.name().equals(level.toString()))
                .findFirst();
    }

    private Obstacle obstacle(String reason) {
        Matcher said = NOT_PERFORMED.matcher(report.summary().orElse(""));
        return Obstacle.of(reason, said.matches() ? said.group(1) : "");
    }

    private Optional<BackupEvidence> backup() {
        return report.backup().flatMap(stored -> stored.name().map(name -> BackupEvidence.builder()
                .name(name)
                .uid(stored.uid())
                .startedAt(stored.startedAt())
                .completedAt(stored.completedAt())
                .shortcoming(observed(Reason.BACKUP_FELL_SHORT))
                .passedOver(observed(Reason.NEWER_BACKUPS_PASSED_OVER))
                .namespaces(stored.namespaces())
                .build()));
    }

    private Optional<String> observed(Reason reason) {
        return findings.of(Level.RESTORE_INTEGRITY, reason).stream().findFirst().map(StoredFinding::observed);
    }

    private List<EvidenceGap> gaps() {
        List<EvidenceGap> gaps = new ArrayList<>();
        for (Level level : Level.values()) {
            gaps.addAll(findings.gaps(level));
        }
        return gaps;
    }

    /** Whether the contents were compared, the baseline says. */
    private Optional<CompletenessEvidence> completeness(StoredLevel level) {
        return report.baseline().map(baseline -> new StatedTypes(level, findings).evidence(baseline.goneNamespaces()));
    }

    /** Empty where the times can't be. */
    private static Optional<RtoEvidence> rto(StoredRto stored) {
        boolean possible = stored.measuredSeconds().orElse(-1) >= 0
                && stored.slaMaxSeconds().orElse(1) > 0
                && stored.parts().stream().allMatch(part -> part.seconds() >= 0);
        if (!possible) {
            return Optional.empty();
        }
        return Optional.of(RtoEvidence.builder()
                .measuredSeconds(stored.measuredSeconds().getAsLong())
                .slaMaxSeconds(stored.slaMaxSeconds())
                .parts(stored.parts().stream()
                        .map(part -> RtoPart.of(part.name(), part.seconds()))
                        .toList())
                .build());
    }
}
