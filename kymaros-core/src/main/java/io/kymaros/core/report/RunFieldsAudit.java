package io.kymaros.core.report;

import io.kymaros.core.report.Contradiction.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what a report in the whole form says of its run: nothing that Kymaros always writes is missing, and all of it fits. */
final class RunFieldsAudit {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile(".*-(\\d{8}-\\d{4})(?:-\\d{1,3})?");
    private static final Pattern RESTORE_NAME = Pattern.compile(".*-(\\d{8}t\\d{6})");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The age was measured with fractions of seconds, and the times are stored without. */
    private static final long ROUNDING_SECONDS = 1;

    private static final String A_TIME = "a time in RFC 3339";
    private static final String A_TEXT = "a text";

    private final StoredReport report;
    private final boolean stored;
    private final boolean performed;
    private final List<Contradiction> found;

    RunFieldsAudit(StoredReport report, ReportForm form, List<Contradiction> found) {
        this.report = report;
        this.stored = form == ReportForm.STORED;
        this.performed = report.reason().isEmpty();
        this.found = found;
    }

    void audit() {
        required("status.result", report.result(), "Pass, Partial, Fail or Inconclusive");
        required("status.runStartedAt", report.runStartedAt(), A_TIME);
        required("status.runCompletedAt", report.runCompletedAt(), A_TIME);
        required("status.summary", report.summary(), A_TEXT);
        if (performed) {
            performed();
        } else {
            notPerformed();
        }
        recoveryTime();
        report.backup().ifPresent(this::backup);
        report.baseline().ifPresent(this::baseline);
        digest();
        if (stored) {
            names();
            conditions();
        }
    }

    private void performed() {
        required("status.score", boxed(report.score().isPresent()), "0 to 100");
        required("status.scoreUpperBound", boxed(report.scoreUpperBound().isPresent()), "0 to 100");
        if (stored) {
            required("status.rto", report.rto(), "the measured time");
            required("status.sandboxNamespace", report.sandboxNamespace(), A_TEXT);
            required("status.veleroRestoreName", report.veleroRestoreName(), A_TEXT);
            required("status.backup", report.backup(), "the backup that was restored");
        }
    }

    private void notPerformed() {
        if (report.scoreUpperBound().isPresent()) {
            unexpected("status.scoreUpperBound", report.scoreUpperBound().getAsInt());
        }
        if (!report.findings().isEmpty()) {
            unexpected("status.findings", report.findings().size() + " findings");
        }
        String start = "The run could not be performed (" + report.reason().orElse("") + "): ";
        report.summary()
                .filter(summary -> !summary.startsWith(start))
                .ifPresent(summary ->
                        found.add(Contradiction.of(Code.SUMMARY_DIFFERS, "status.summary", summary, start + "...")));
    }

    private void recoveryTime() {
        if (report.rto().isEmpty()) {
            return;
        }
        StoredRto rto = report.rto().get();
        required("status.rto.measuredSeconds", boxed(rto.measuredSeconds().isPresent()), "seconds");
        if (rto.slaMaxSeconds().isPresent()) {
            required("status.rto.compliant", rto.compliant(), "true or false");
        } else if (rto.compliant().isPresent()) {
            unexpected("status.rto.compliant", rto.compliant().get());
        }
        if (stored && TimeAudit.possible(rto)) {
            long sum = rto.measuredParts();
            if (sum != rto.measuredSeconds().orElse(sum)) {
                found.add(Contradiction.of(
                        Code.PARTS_NOT_SUM,
                        "status.rto.measuredSeconds",
                        rto.measuredSeconds().getAsLong(),
                        sum));
            }
        }
    }

    private void backup(StoredBackup backup) {
        required("status.backup.name", backup.name(), A_TEXT);
        if (backup.startedAt().isPresent() != backup.ageSeconds().isPresent()) {
            found.add(
                    backup.startedAt().isPresent()
                            ? Contradiction.missing("status.backup.ageSeconds", "seconds")
                            : Contradiction.missing("status.backup.startedAt", A_TIME));
        }
        if (backup.startedAt().isPresent() && report.runStartedAt().isPresent()) {
            Instant data = backup.startedAt().get();
            long age = Math.max(
                    0, Duration.between(data, report.runStartedAt().get()).toSeconds());
            long stated = backup.ageSeconds().orElse(age);
            if (stated < 0 || stated > age + ROUNDING_SECONDS || stated < age - ROUNDING_SECONDS) {
                found.add(Contradiction.of(Code.AGE_DIFFERS, "status.backup.ageSeconds", stated, age));
            }
            backup.completedAt()
                    .filter(completed -> stored && completed.isBefore(data))
                    .ifPresent(completed -> found.add(Contradiction.of(
                            Code.BACKUP_COMPLETED_BEFORE_STARTED, "status.backup.completedAt", completed, data)));
        }
    }

    private void baseline(StoredBaseline baseline) {
        String source = StoredBaseline.source(baseline.goneNamespaces());
        required("status.baseline.source", baseline.source(), source);
        baseline.source()
                .filter(stated -> !stated.equals(source))
                .ifPresent(stated ->
                        found.add(Contradiction.of(Code.BASELINE_DIFFERS, "status.baseline.source", stated, source)));
    }

    private void digest() {
        String field = "status.evidenceDigest";
        if (stored) {
            required(field, report.evidenceDigest(), "SHA-256 of the evidence document");
        }
        report.evidenceDigest()
                .filter(digest -> !DIGEST.matcher(digest).matches())
                .ifPresent(digest -> found.add(
                        Contradiction.of(Code.DIGEST_MALFORMED, field, digest, "64 hexadecimal digits in lower case")));
    }

    /** The report is named when it is made, by the minute of a clock that need not be quite the server's; the restore by the second. */
    private void names() {
        Optional<Instant> started = report.runStartedAt().filter(RunFieldsAudit::hasFourDigitYear);
        if (started.isEmpty()) {
            return;
        }
        String minute = MINUTE.format(started.get());
        Set<String> minutes = Set.of(
                minute,
                MINUTE.format(started.get().minusSeconds(60)),
                MINUTE.format(started.get().plusSeconds(60)));
        stamp(NAME, report.name())
                .filter(stamp -> !minutes.contains(stamp))
                .ifPresent(stamp -> found.add(Contradiction.of(Code.NAME_DIFFERS, "metadata.name", stamp, minute)));
        String second = SECOND.format(started.get());
        stamp(RESTORE_NAME, report.veleroRestoreName())
                .filter(stamp -> !stamp.equals(second))
                .ifPresent(stamp ->
                        found.add(Contradiction.of(Code.NAME_DIFFERS, "status.veleroRestoreName", stamp, second)));
    }

    private static boolean hasFourDigitYear(Instant time) {
        return time.isAfter(Instant.parse("0001-01-01T00:00:00Z"))
                && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
    }

    private static Optional<String> stamp(Pattern pattern, Optional<String> name) {
        return name.map(pattern::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1));
    }

    private void conditions() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < report.conditions().size(); i++) {
            StoredCondition condition = report.conditions().get(i);
            String path = "status.conditions[" + i + "]";
            if (!seen.add(condition.type())) {
                found.add(Contradiction.of(
                        Code.CONDITION_DIFFERS, path + ".type", condition.type(), "each type occurs once"));
            } else if (condition.type().equals(StoredCondition.COMPLETED)) {
                completed(condition, path);
            } else {
                status(condition, path);
            }
        }
        if (!seen.contains(StoredCondition.COMPLETED)) {
            found.add(Contradiction.missing("status.conditions", StoredCondition.COMPLETED + "=True"));
        }
    }

    /** As the verdict was sealed: with its result, when the validation ended. */
    private void completed(StoredCondition condition, String path) {
        String result = report.result().orElse("");
        condition(path + ".status", Optional.of(condition.status()), "True");
        condition(path + ".reason", condition.reason(), result);
        condition(path + ".message", condition.message(), "The run has ended: " + result + ".");
        report.runCompletedAt()
                .ifPresent(ended -> condition(path + ".lastTransitionTime", condition.lastTransitionTime(), ended));
    }

    private void status(StoredCondition condition, String path) {
        if (!Set.of("True", "False", "Unknown").contains(condition.status())) {
            found.add(Contradiction.of(
                    Code.CONDITION_DIFFERS, path + ".status", condition.status(), "True, False or Unknown"));
        }
        required(path + ".reason", condition.reason(), A_TEXT);
    }

    private <T> void condition(String field, Optional<T> stated, T expected) {
        if (stated.isEmpty()) {
            found.add(Contradiction.missing(field, expected));
        } else if (!stated.get().equals(expected)) {
            found.add(Contradiction.of(Code.CONDITION_DIFFERS, field, stated.get(), expected));
        }
    }

    private void required(String field, Optional<?> stated, String what) {
        if (stated.isEmpty()) {
            found.add(Contradiction.missing(field, what));
        }
    }

    private void unexpected(String field, Object stated) {
        found.add(Contradiction.of(Code.FIELD_UNEXPECTED, field, stated, "nothing"));
    }

    private static Optional<Boolean> boxed(boolean present) {
        return present ? Optional.of(true) : Optional.empty();
    }
}
