package io.kymaros.k8s.checks;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Age;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Answer;
import io.kymaros.k8s.api.HealthCheckPolicySpec.NumberRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the application must answer, so that its data shows. Of an answer only the number or the time is quoted that the rule
 * asks for: the rest may be anybody's data.
 */
final class AnswerRule {
    private static final int LONGEST_NUMBER = 64;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{10}");
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{13}");

    /** RFC 3339, and as databases print it: a space for the T, and an offset of hours only. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[' ']")
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private static final DateTimeFormatter WITHOUT_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter();

    private final Answer wanted;
    private final BackupTime backup;

    /** @param backup when the backup was made, with which times are compared */
    AnswerRule(Answer wanted, BackupTime backup) {
        this.wanted = wanted;
        this.backup = backup;
    }

    /**
     * Why an answer is not the one that is wanted; empty if it is.
     *
     * @throws NotProbeableException if the answer can't be judged
     */
    Optional<String> wrong(String answer) {
        String value = answer.strip();
        if (wanted.matches() != null) {
            Matcher matcher = Pattern.compile(wanted.matches()).matcher(answer);
            if (!matcher.find()) {
                return Optional.of("the answer does not match " + wanted.matches());
            }
            value = Optional.ofNullable(matcher.group(matcher.groupCount() == 0 ? 0 : 1))
                    .orElse("")
                    .strip();
        }
        Optional<String> number = wrongNumber(wanted.number(), value);
        return number.isPresent() ? number : wrongTime(wanted.time(), value);
    }

    private static Optional<String> wrongNumber(@Nullable NumberRange range, String value) {
        if (range == null) {
            return Optional.empty();
        }
        if (value.length() > LONGEST_NUMBER || !NUMBER.matches(value)) {
            return Optional.of("the answer is not a number");
        }
        BigDecimal number = new BigDecimal(value);
        if (range.min() != null && number.compareTo(BigDecimal.valueOf(range.min())) < 0) {
            return Optional.of("the answer is " + value + ", expected at least " + range.min());
        }
        if (range.max() != null && number.compareTo(BigDecimal.valueOf(range.max())) > 0) {
            return Optional.of("the answer is " + value + ", expected at most " + range.max());
        }
        return Optional.empty();
    }

    private Optional<String> wrongTime(@Nullable Age age, String value) {
        if (age == null) {
            return Optional.empty();
        }
        Optional<Instant> time = time(value);
        if (time.isEmpty()) {
            return Optional.of("the answer is not a time");
        }
        Instant start = backup.start()
                .orElseThrow(() -> new NotProbeableException(
                        "when the backup was made is not known, so that the answer's" + " age can't be told"));
        if (time.get().isAfter(backup.end().orElse(start))) {
            throw new NotProbeableException(
                    "the answer is " + time.get() + ", which is later than the backup: the application"
                            + " has written that since. Let the check ask for the newest entry of before the backup");
        }
        Duration oldest = GoDuration.parse(String.valueOf(age.notOlderThan())).orElseThrow();
        if (time.get().isBefore(start.minus(oldest))) {
            return Optional.of("the answer is " + time.get() + ", which is more than " + age.notOlderThan()
                    + " before the backup's start at " + start);
        }
        return Optional.empty();
    }

    private static Optional<Instant> time(String value) {
        if (SECONDS.matches(value)) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(value)));
        }
        if (MILLISECONDS.matches(value)) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(value)));
        }
        try {
            return Optional.of(OffsetDateTime.parse(value, TIME).toInstant());
        } catch (DateTimeParseException e) {
            requireOffset(value);
            return Optional.empty();
        }
    }

    /** In which place of the world a clock shows a time is not known without an offset from UTC. */
    private static void requireOffset(String value) {
        try {
            WITHOUT_OFFSET.parse(value);
        } catch (DateTimeParseException e) {
            return;
        }
        throw new NotProbeableException(
                "the answer is a time without its offset from UTC. Let the check ask for one with it");
    }

    /**
     * When a backup was made.
     *
     * @param start when it began
     * @param end when it was complete
     */
    record BackupTime(Optional<Instant> start, Optional<Instant> end) {}
}
