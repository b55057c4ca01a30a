package io.kymaros.k8s.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Names of what a run creates. A name that would be too long is shortened and keeps a hash, so that two stay two. */
public final class ReportName {
    private static final int LONGEST_OBJECT_NAME = 253;
    private static final int LONGEST_LABEL_VALUE = 63;
    private static final int HASH_DIGITS = 6;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ReportName() {}

    /** {@code <test>-<YYYYMMDD-HHMM>}, in UTC; with {@code -2}, {@code -3} and so on for further runs of one minute. */
    public static String report(String test, Instant startedAt, int attempt) {
        String suffix = "-" + MINUTE.format(startedAt) + (attempt > 1 ? "-" + attempt : "");
        return shortened(test, LONGEST_OBJECT_NAME - suffix.length()) + suffix;
    }

    /**
     * {@code kymaros-<test>-<yyyymmddthhmmss>-<6 hexadecimal digits of the run's uid>}; short enough to be a label's value, which
     * Velero makes of it. Tests of one name in two namespaces may start in one second.
     */
    public static String restore(String test, Instant startedAt, String runUid) {
        String suffix = "-" + SECOND.format(startedAt) + "-" + digits(runUid);
        return shortened("kymaros-" + test, LONGEST_LABEL_VALUE - suffix.length()) + suffix;
    }

    /** The first six digits of a run's uid, which tell what it makes from what others make. */
    public static String digits(String runUid) {
        return runUid.replace("-", "").substring(0, HASH_DIGITS);
    }

    /** A test's name as the value of a label. */
    public static String label(String test) {
        return shortened(test, LONGEST_LABEL_VALUE);
    }

    static String shortened(String name, int longest) {
        if (name.length() <= longest) {
            return name;
        }
        String hash = hash(name);
        String start = name.substring(0, longest - hash.length() - 1);
        // A part between dots may not begin with the hyphen.
        return start.replaceAll("[-.]+$", "") + "-" + hash;
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
