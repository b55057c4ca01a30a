package io.kymaros.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S",
        "15m, PT15M",
        "1h30m, PT1H30M",
        "720h0m0s, PT720H",
        "1.5h, PT1H30M",
        "250ms, PT0.25S",
        "0s, PT0S",
        "1m1m, PT2M",
        "0.5ms, PT0S",
        "8784h, PT8784H"
    })
    void goNotationIsRead(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "15",
                "m",
                "15 m",
                "-15m",
                "+15m",
                "1d",
                "15M",
                "PT15M",
                "1h-30m",
                "1..5h",
                "1.h",
                ".5h",
                "1e3s",
                "NaNs",
                "15m\n",
                "\u0661\u0665m",
                "8785h",
                "99999999999999999999999999999999999999999999999999h"
            })
    void anythingElseIsRefused(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Test
    void endlessTextIsRefusedAtOnce() {
        assertThat(GoDuration.parse("1s".repeat(1_000_000))).isEmpty();
    }

    @Property
    void hoursMinutesAndSecondsAreReadAsWritten(
            @ForAll @IntRange(max = 8000) int hours,
            @ForAll @IntRange(max = 59) int minutes,
            @ForAll @IntRange(max = 59) int seconds) {
        String text = hours + "h" + minutes + "m" + seconds + "s";
        assertThat(GoDuration.parse(text))
                .contains(Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds));
    }

    @Property
    void noTextMakesItThrow(@ForAll String text) {
        assertThat(GoDuration.parse(text))
                .satisfies(parsed -> parsed.ifPresent(
                        duration -> assertThat(duration).isBetween(Duration.ZERO, Duration.ofDays(366))));
    }

    @Property
    void noTextOfItsOwnLettersMakesItThrow(
            @ForAll @Chars({'.', 'h', 'm', 's', '-'}) @CharRange(from = '0', to = '9') String text) {
        assertThat(GoDuration.parse(text))
                .satisfies(parsed -> parsed.ifPresent(
                        duration -> assertThat(duration).isBetween(Duration.ZERO, Duration.ofDays(366))));
    }
}
