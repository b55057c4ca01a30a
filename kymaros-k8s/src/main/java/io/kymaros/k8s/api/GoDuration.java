package io.kymaros.k8s.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Go's notation, as Kubernetes and Velero users write them: {@code 90s}, {@code 15m}, {@code 1h30m}. */
public final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile(Api.DURATION_PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(366);

    private GoDuration() {}

    /** Reads a duration; empty if it isn't one, or is longer than a year. */
    public static Optional<Duration> parse(String text) {
        if (text.length() > 64 || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal millis = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            millis = millis.add(new BigDecimal(part.group(1)).multiply(unitMillis(part.group(2))));
        }
        if (millis.compareTo(BigDecimal.valueOf(LONGEST.toMillis())) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    private static BigDecimal unitMillis(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ms" -> 1L;
                    case "s" -> 1_000L;
                    case "m" -> 60_000L;
                    default -> 3_600_000L;
                });
    }
}
