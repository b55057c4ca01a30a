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
 * The restore itself: all points if it ended Completed with 0 errors, else none. A partial failure is one. Warnings are
 * shown and cost nothing, for Velero warns of what is harmless too, such as an object that each namespace has anyway.
 * Inconclusive where every error came from the test's surroundings.
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
    LevelResult judge(RunEvidence run, RestoreEvidence restore, ScoringPolicy policy) {
        // The count and the messages are read at different times; whichever is higher is believed.
        int heldBack = restore.environmentErrors().size();
        int errors = Math.max(restore.errors(), restore.errorMessages().size() + heldBack);
        boolean sound = restore.phase() == RestorePhase.COMPLETED && errors == 0;
        Reason reason = reason(restore.phase(), errors);
        String name = run.restoreName().orElse("restore");
        List<Finding> findings = new ArrayList<>();
        run.backup().ifPresent(backup -> backup.shortcoming()
                .ifPresent(shortcoming -> findings.add(
                        Finding.of(level(), Severity.NOTE, Reason.BACKUP_FELL_SHORT, backup.name(), shortcoming))));
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
        return LevelResult.share(level(), policy, sound ? 1 : 0, 1)
                .reason(reason.toString())
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
