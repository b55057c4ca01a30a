package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kymaros.k8s.api.HealthCheckPolicySpec.Age;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Answer;
import io.kymaros.k8s.api.HealthCheckPolicySpec.NumberRange;
import io.kymaros.k8s.checks.AnswerRule.BackupTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRuleTest {
    private static final BackupTime BACKUP = new BackupTime(
            Optional.of(Instant.parse("2026-01-02T03:00:00Z")), Optional.of(Instant.parse("2026-01-02T03:10:00Z")));

    @ParameterizedTest
    @CsvSource({"42,42,42", "42,0,", "42,,42", "0042,42,42", "-1,-5,0", "42.5,42,43", "' 42\n',42,42"})
    void numberInItsRangeIsRight(String answer, @Nullable Long min, @Nullable Long max) {
        assertThat(number(min, max).wrong(answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,,'the answer is 0, expected at least 1'",
        "41.9,42,,'the answer is 41.9, expected at least 42'",
        "43,,42,'the answer is 43, expected at most 42'",
        "99999999999999999999999,,42,'the answer is 99999999999999999999999, expected at most 42'",
        "'',0,,'the answer is not a number'",
        "4 2,0,,'the answer is not a number'",
        "1e999999999,0,,'the answer is not a number'",
        "s3cret,0,,'the answer is not a number'"
    })
    void otherNumberIsWrong(String answer, @Nullable Long min, @Nullable Long max, String why) {
        assertThat(number(min, max).wrong(answer)).contains(why);
    }

    @Test
    void numberOfAnyLengthIsRefusedInNoTime() {
        assertThat(number(0L, null).wrong("9".repeat(60_000))).contains("the answer is not a number");
    }

    @Test
    void expressionMatchesAnywhereAndOnlyIsQuotedItself() {
        assertThat(rule(new Answer("rows: [1-9]", null, null)).wrong("table\nrows: 12\n"))
                .isEmpty();
        assertThat(rule(new Answer("rows: [1-9]", null, null)).wrong("password=hunter2"))
                .contains("the answer does not match rows: [1-9]");
    }

    @Test
    void firstGroupIsTheNumber() {
        Answer wanted = new Answer("\"orders\": *([0-9]+)", new NumberRange(10L, null), null);
        assertThat(rule(wanted).wrong("{\"users\": 3, \"orders\": 12}")).isEmpty();
        assertThat(rule(wanted).wrong("{\"users\": 30, \"orders\": 9}"))
                .contains("the answer is 9, expected at least 10");
    }

    @Test
    void withoutAGroupTheNumberIsAllThatMatches() {
        assertThat(rule(new Answer("[0-9]+", new NumberRange(12L, 12L), null)).wrong("rows: 12 of 20"))
                .isEmpty();
    }

    @Test
    void groupThatTookNoPartIsNoNumber() {
        assertThat(rule(new Answer("none|([0-9]+)", new NumberRange(0L, null), null))
                        .wrong("none"))
                .contains("the answer is not a number");
    }

    /** An expression that a backtracking engine would not finish in a lifetime. */
    @Test
    void hostileAnswerIsReadInNoTime() {
        assertThat(rule(new Answer("^(a+)+$", null, null)).wrong("a".repeat(60_000) + "!"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:00:00Z",
                "2026-01-02T01:00:00Z",
                "2026-01-02T02:30:00.123456789Z",
                "2026-01-02T04:30:00+02:00",
                "2026-01-02 02:30:00+00",
                "2026-01-02 02:30:00.5+00",
                "2026-01-02 02:30:00 +0000",
                "2026-01-02T03:05:00Z",
                "1767321000",
                "1767321000000"
            })
    void timeOfShortlyBeforeTheBackupIsRight(String answer) {
        assertThat(age("2h").wrong(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T00:59:59Z", "2025-12-31 23:00:00+00", "1767300000"})
    void timeOfLongBeforeTheBackupIsWrong(String answer) {
        assertThat(age("2h").wrong(answer).orElse(""))
                .contains("which is more than 2h before the backup's start at 2026-01-02T03:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-02T00:00:00Z", "2026-01-02", "12", "(1 row)"})
    void whatIsNoTimeIsWrong(String answer) {
        assertThat(age("2h").wrong(answer)).contains("the answer is not a time");
    }

    @Test
    void timeOfAfterTheBackupProvesNothing() {
        assertThatExceptionOfType(NotProbeableException.class)
                .isThrownBy(() -> age("2h").wrong("2026-01-02T03:10:01Z"))
                .withMessageContaining("is later than the backup");
    }

    @Test
    void withoutTheBackupsEndItsStartIsTheLatest() {
        AnswerRule rule =
                new AnswerRule(new Answer(null, null, new Age("2h")), new BackupTime(BACKUP.start(), Optional.empty()));
        assertThat(rule.wrong("2026-01-02T03:00:00Z")).isEmpty();
        assertThatExceptionOfType(NotProbeableException.class).isThrownBy(() -> rule.wrong("2026-01-02T03:00:01Z"));
    }

    @Test
    void withoutTheBackupsStartNoAgeIsKnown() {
        AnswerRule rule =
                new AnswerRule(new Answer(null, null, new Age("2h")), new BackupTime(Optional.empty(), BACKUP.end()));
        assertThatExceptionOfType(NotProbeableException.class).isThrownBy(() -> rule.wrong("2026-01-02T03:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T02:30:00", "2026-01-02 02:30:00.25"})
    void timeWithoutItsOffsetIsNotKnown(String answer) {
        assertThatExceptionOfType(NotProbeableException.class)
                .isThrownBy(() -> age("2h").wrong(answer))
                .withMessageContaining("without its offset from UTC");
    }

    private static AnswerRule number(@Nullable Long min, @Nullable Long max) {
        return rule(new Answer(null, new NumberRange(min, max), null));
    }

    private static AnswerRule age(String notOlderThan) {
        return rule(new Answer(null, null, new Age(notOlderThan)));
    }

    private static AnswerRule rule(Answer wanted) {
        return new AnswerRule(wanted, BACKUP);
    }
}
