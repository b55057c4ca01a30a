package io.kymaros.k8s.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReportNameTest {
    private static final Instant START = Instant.parse("2024-01-15T03:00:01Z");
    private static final String UID = "a3f2c1d4-0000-4000-8000-000000000001";
    private static final String DNS_SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String LABEL_VALUE = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";

    @Test
    void namesAreThoseOfTheExample() {
        assertThat(ReportName.report("my-first-test", START, 1)).isEqualTo("my-first-test-20240115-0300");
        assertThat(ReportName.restore("my-first-test", START, UID))
                .isEqualTo("kymaros-my-first-test-20240115t030001-a3f2c1");
        assertThat(ReportName.label("my-first-test")).isEqualTo("my-first-test");
    }

    @Test
    void furtherRunsOfOneMinuteAreNumbered() {
        assertThat(ReportName.report("nightly", START, 2)).isEqualTo("nightly-20240115-0300-2");
        assertThat(ReportName.report("nightly", START, 10)).isEqualTo("nightly-20240115-0300-10");
    }

    @Test
    void restoresOfTwoRunsInOneSecondStayTwo() {
        assertThat(ReportName.restore("nightly", START, UID))
                .isNotEqualTo(ReportName.restore("nightly", START, "b3f2c1d4-0000-4000-8000-000000000001"));
    }

    @Test
    void timesAreInUtc() {
        assertThat(ReportName.report("nightly", Instant.parse("2024-01-14T23:30:00-03:00"), 1))
                .isEqualTo("nightly-20240115-0230");
    }

    @Test
    void nameThatFitsIsKept() {
        String longest = "a".repeat(63);
        assertThat(ReportName.label(longest)).isEqualTo(longest);
        assertThat(ReportName.label(longest + "a"))
                .startsWith("a".repeat(56) + "-")
                .hasSize(63);
    }

    @Test
    void namesThatDifferOnlyInTheirLastLetterStayTwo() {
        String name = "a".repeat(300);
        assertThat(ReportName.report(name + "a", START, 1)).isNotEqualTo(ReportName.report(name + "b", START, 1));
        assertThat(ReportName.restore(name + "a", START, UID)).isNotEqualTo(ReportName.restore(name + "b", START, UID));
        assertThat(ReportName.label(name + "a")).isNotEqualTo(ReportName.label(name + "b"));
    }

    @Property(tries = 300)
    void everyNameIsOneThatKubernetesTakes(
            @ForAll("testNames") String test, @ForAll @IntRange(min = 1, max = 100) int attempt) {
        assertThat(ReportName.report(test, START, attempt))
                .hasSizeLessThanOrEqualTo(253)
                .matches(DNS_SUBDOMAIN);
        assertThat(ReportName.restore(test, START, UID))
                .hasSizeLessThanOrEqualTo(63)
                .matches(DNS_SUBDOMAIN);
        assertThat(ReportName.label(test)).hasSizeLessThanOrEqualTo(63).matches(LABEL_VALUE);
    }

    @Property(tries = 300)
    void differentTestsHaveDifferentNames(@ForAll("testNames") String one, @ForAll("testNames") String other) {
        Assume.that(!one.equals(other));
        assertThat(ReportName.report(one, START, 1)).isNotEqualTo(ReportName.report(other, START, 1));
        assertThat(ReportName.restore(one, START, UID)).isNotEqualTo(ReportName.restore(other, START, UID));
        assertThat(ReportName.label(one)).isNotEqualTo(ReportName.label(other));
    }

    @Property(tries = 300)
    void everyAttemptHasANameOfItsOwn(
            @ForAll("testNames") String test, @ForAll @IntRange(min = 1, max = 99) int attempt) {
        assertThat(ReportName.report(test, START, attempt)).isNotEqualTo(ReportName.report(test, START, attempt + 1));
    }

    @Provide
    Arbitrary<String> testNames() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('-')
                .ofMinLength(1)
                .ofMaxLength(120)
                .map(text -> text.startsWith("-") ? "a" + text : text)
                .map(text -> text.endsWith("-") ? text + "0" : text);
        return label.list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(labels -> String.join(".", labels))
                .map(name ->
                        name.length() <= 253 ? name : name.substring(0, 252).replaceAll("[-.]+$", "") + "z");
    }
}
