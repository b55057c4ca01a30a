package io.kymaros.k8s.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one entry for text that the application under test has written, or that repeats it: log lines, messages of events.
 * What leaves here holds nothing that a terminal acts on, no characters that change the direction of text, no long lines,
 * and no secret that {@link Redaction} knows.
 */
public final class LogText {
    /** Longest line of a log, in characters. */
    static final int MAX_LINE = 1000;

    /** What is read of one line at all: a line of 100 MB must not cost memory or time. */
    private static final int MAX_RAW = 16 * MAX_LINE;

    private static final String CUT = "…";
    private static final Pattern ESCAPES = Pattern.compile(
            "[\\u001b\\u009b]"
                    + "(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]?|[\\]PX^_][^\\u0007\\u001b\\u009c]*+(?:\\u0007|\\u001b\\\\|\\u009c)?|[ -/]{0,8}[0-~]?)");

    private LogText() {}

    /** One short line of a text, for a message in a report: line ends become spaces. */
    public static String message(String raw, int longest) {
        return cut(
                Redaction.of(plain(raw.length() > MAX_RAW ? raw.substring(0, MAX_RAW) : raw))
                        .replaceAll("\\s+", " ")
                        .strip(),
                longest);
    }

    /** The lines of a log, in the order in which they were written. Bytes that are no UTF-8 become a question mark sign. */
    public static List<String> lines(byte[] raw) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i == raw.length ? start < i : raw[i] == '\n') {
                int length = Math.min(i - start, MAX_RAW);
                lines.add(plain(new String(raw, start, length, StandardCharsets.UTF_8)));
                start = i + 1;
            }
        }
        return Redaction.of(lines).stream().map(line -> cut(line, MAX_LINE)).toList();
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + CUT;
    }

    private static String plain(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        ESCAPES.matcher(raw)
                .replaceAll("")
                .codePoints()
                .map(c -> c == '\n' || c == '\t' || c == '\r' ? ' ' : c)
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
