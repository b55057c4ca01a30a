package io.kymaros.core.report;

import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.level.Phrases;
import io.kymaros.core.level.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the restore ended, as the message of its level and its findings say. */
final class StatedRestore {
    private static final String WARNINGS = "(\\d{1,10}) warnings?";
    private static final Pattern SOUND = Pattern.compile(
            "(.*?) restore completed without errors(?:, with " + WARNINGS + ")?(?=;|$).*", Pattern.DOTALL);
    private static final Pattern UNSOUND = Pattern.compile(
            "(.*?) restore ended (\\w+) with (\\d{1,10}) errors?(?: and " + WARNINGS + ")?(?=;|$).*", Pattern.DOTALL);
    private static final Pattern TOOL = Pattern.compile("\\(check (\\S{1,99}) (?:backup filters|restore log)\\)");
    private static final Pattern MORE = Pattern.compile("and (\\d{1,6}) (?:error|warning)s? more");

    /** What a tool is called where the report does not say. */
    private static final String SOME_TOOL = "the";

    private final StoredReport report;
    private final StatedFindings findings;
    private final String message;

    StatedRestore(StoredReport report, StatedFindings findings, String message) {
        this.report = report;
        this.findings = findings;
        this.message = message;
    }

    /** Empty where the report says nothing of the restore, which it does only where that could not be looked at. */
    Optional<RestoreEvidence> evidence() {
        Matcher sound = SOUND.matcher(message);
        if (sound.matches()) {
            return Optional.of(quoting(RestoreEvidence.builder()
                    .tool(sound.group(1))
                    .phase(RestorePhase.COMPLETED)
                    .warnings(number(sound.group(2)))));
        }
        Matcher unsound = UNSOUND.matcher(message);
        if (unsound.matches()) {
            return phase(unsound.group(2))
                    .map(phase -> quoting(RestoreEvidence.builder()
                            .tool(unsound.group(1))
                            .phase(phase)
                            .errors(number(unsound.group(3)))
                            .warnings(number(unsound.group(4)))));
        }
        return brokenOff();
    }

    /** The message is that of the gap; whether anything was seen before makes no difference unless a finding tells of it. */
    private Optional<RestoreEvidence> brokenOff() {
        if (findings.gaps(Level.RESTORE_INTEGRITY).isEmpty()) {
            return Optional.empty();
        }
        Matcher named = TOOL.matcher(report.summary().orElse(""));
        return Optional.of(quoting(RestoreEvidence.builder()
                .tool(named.find() ? named.group(1) : SOME_TOOL)
                .phase(RestorePhase.COMPLETED)));
    }

    private RestoreEvidence quoting(ImmutableRestoreEvidence.Builder evidence) {
        return evidence.errorMessages(quoted(Reason.RESTORE_ERROR))
                .environmentErrors(quoted(Reason.RESTORE_HELD_BACK))
                .warningMessages(quoted(Reason.RESTORE_WARNING))
                .build();
    }

    /** The messages of the tool; those that the findings only count have no words. */
    private List<String> quoted(Reason reason) {
        List<String> messages = new ArrayList<>();
        int more = 0;
        for (StoredFinding finding : findings.of(Level.RESTORE_INTEGRITY, reason)) {
            Matcher counted = MORE.matcher(finding.observed());
            if (more == 0 && counted.matches()) {
                more = number(counted.group(1));
            } else {
                messages.add(finding.observed());
            }
        }
        if (more > 0 && messages.size() != Phrases.LISTED) {
            // It was a message after all that is worded like this; what it counts, nobody left out.
            messages.add(
                    "and " + Phrases.count(more, reason == Reason.RESTORE_WARNING ? "warning" : "error") + " more");
        } else {
            messages.addAll(Collections.nCopies(more, ""));
        }
        return messages;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
    }

    private static Optional<RestorePhase> phase(String name) {
        return Arrays.stream(RestorePhase.values())
                .filter(phase -> phase.toString().equals(name))
                .findFirst();
    }
}
