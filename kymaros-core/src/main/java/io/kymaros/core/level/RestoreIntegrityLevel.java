package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The restore itself: all points if it ended Completed with 0 errors and no volume lost its data, else none. A partial
 * failure is one. Warnings are shown and cost nothing. Inconclusive where every error came from the test's surroundings, or
 * where it is not known whether the volumes have their data.
 */
public final class RestoreIntegrityLevel extends GatheredLevel<RestoreEvidence> {
    /** The rule of the specification. */
    public RestoreIntegrityLevel() {
        super(Level.RESTORE_INTEGRITY);
    }

    @Override
    Optional<RestoreEvidence> evidence(RunEvidence run) {
        return run.restore();
    }

    @Override
    public LevelResult judge(RunEvidence run, ScoringPolicy policy) {
        LevelResult restored = super.judge(run, policy);
        VolumeData data = VolumeData.of(run, policy);
        String name = name(run);
        if (data.isLost()) {
            return withoutData(restored, name, data, policy);
        }
        boolean failed = restored.outcome() == LevelOutcome.FAILED;
        return data.unknown() && !failed ? withDataUnknown(restored, name, policy) : restored;
    }

    /** A restore that failed by itself keeps its reason. */
    private LevelResult withoutData(LevelResult restored, String name, VolumeData data, ScoringPolicy policy) {
        boolean failed = restored.outcome() == LevelOutcome.FAILED;
        return Earned.nothing(level(), policy)
                .result()
                .reason(failed ? restored.reason() : Reason.RESTORE_DATA_LOST.toString())
                .message(restored.message() + "; " + data.loss())
                .addFindings(Finding.of(
                        level(),
                        Severity.LOSS,
                        Reason.RESTORE_DATA_LOST,
                        name,
                        data.loss() + ": " + Phrases.list(data.lost())))
                .addAllFindings(restored.findings())
                .build();
    }

    /** What else is not known of the restore keeps its reason. */
    private LevelResult withDataUnknown(LevelResult restored, String name, ScoringPolicy policy) {
        boolean known = restored.outcome() != LevelOutcome.INCONCLUSIVE;
        String unknown = "whether each volume has its data is not known";
        return Earned.unknown(level(), policy)
                .result()
                .reason(known ? Reason.RESTORE_DATA_UNKNOWN.toString() : restored.reason())
                .message(known ? restored.message() + "; " + unknown : restored.message())
                .findings(restored.findings())
                .addFindings(Finding.of(level(), Severity.UNKNOWN, Reason.RESTORE_DATA_UNKNOWN, name, unknown))
                .build();
    }

    private static String name(RunEvidence run) {
        return run.restoreName().orElse("restore");
    }

    @Override
    LevelResult judge(RunEvidence run, RestoreEvidence restore, boolean whole, ScoringPolicy policy) {
        // The count and the messages are read at different times; whichever is higher is believed.
        int heldBack = restore.environmentErrors().size();
        int errors = Math.max(restore.errors(), restore.errorMessages().size() + heldBack);
        boolean sound = restore.phase() == RestorePhase.COMPLETED && errors == 0;
        Reason reason = reason(restore.phase(), errors);
        String name = name(run);
        List<Finding> findings = new ArrayList<>();
        run.backup().ifPresent(backup -> backup.shortcoming()
                .ifPresent(shortcoming -> findings.add(
                        Finding.of(level(), Severity.NOTE, Reason.BACKUP_FELL_SHORT, backup.name(), shortcoming))));
        run.backup().ifPresent(backup -> backup.passedOver()
                .ifPresent(newer -> findings.add(
                        Finding.of(level(), Severity.NOTE, Reason.NEWER_BACKUPS_PASSED_OVER, backup.name(), newer))));
        if (heldBack > 0 && heldBack == errors && restore.phase() != RestorePhase.FAILED) {
            findings.addAll(
                    quoted(name, Severity.UNKNOWN, Reason.RESTORE_HELD_BACK, "error", restore.environmentErrors()));
            findings.addAll(quoted(name, Severity.NOTE, Reason.RESTORE_WARNING, "warning", restore.warningMessages()));
            return LevelResult.inconclusive(level(), policy)
                    .reason(Reason.RESTORE_HELD_BACK.toString())
                    .message(message(restore, errors) + "; the test's surroundings caused "
                            + (errors == 1 ? "it" : "them"))
                    .findings(findings)
                    .build();
        }
        if (!sound) {
            findings.add(Finding.of(level(), Severity.LOSS, reason, name, message(restore, errors)));
        }
        findings.addAll(quoted(name, Severity.LOSS, Reason.RESTORE_ERROR, "error", restore.errorMessages()));
        findings.addAll(quoted(name, Severity.NOTE, Reason.RESTORE_HELD_BACK, "error", restore.environmentErrors()));
        findings.addAll(quoted(name, Severity.NOTE, Reason.RESTORE_WARNING, "warning", restore.warningMessages()));
        Parts parts = sound ? new Parts(1, 0, 0) : new Parts(0, 1, 0);
        return earned(parts, whole, policy, reason, reason, reason)
                .message(message(restore, errors))
                .findings(findings)
                .build();
    }

    private static Reason reason(RestorePhase phase, int errors) {
        return switch (phase) {
            case COMPLETED -> errors == 0 ? Reason.RESTORE_COMPLETED : Reason.RESTORE_HAD_ERRORS;
            case PARTIALLY_FAILED -> Reason.RESTORE_PARTIALLY_FAILED;
            case FAILED -> Reason.RESTORE_FAILED;
        };
    }

    private static String message(RestoreEvidence restore, int errors) {
        String warnings = restore.warnings() == 0 ? "" : Phrases.count(restore.warnings(), "warning");
        if (restore.phase() == RestorePhase.COMPLETED && errors == 0) {
            return restore.tool() + " restore completed without errors"
                    + (warnings.isEmpty() ? "" : ", with " + warnings);
        }
        return restore.tool() + " restore ended " + restore.phase() + " with " + Phrases.count(errors, "error")
                + (warnings.isEmpty() ? "" : " and " + warnings);
    }

    private List<Finding> quoted(String name, Severity severity, Reason reason, String noun, List<String> messages) {
        List<Finding> findings = new ArrayList<>();
        for (String message : messages.subList(0, Math.min(messages.size(), Phrases.LISTED))) {
            findings.add(Finding.of(level(), severity, reason, name, message));
        }
        int more = messages.size() - Phrases.LISTED;
        if (more > 0) {
            findings.add(Finding.of(level(), severity, reason, name, "and " + Phrases.count(more, noun) + " more"));
        }
        return findings;
    }
}
