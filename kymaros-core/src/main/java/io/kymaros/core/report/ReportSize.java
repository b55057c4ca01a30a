package io.kymaros.core.report;

import io.kymaros.core.level.Finding;
import io.kymaros.core.level.Reason;
import io.kymaros.core.score.ConfidenceScore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How much of a run a report tells. Its evidence document has all of it; a report stays far below what etcd takes. */
public final class ReportSize {
    /** The most entries that a list of a report has. A list that is cut is this long, and the report counts what it leaves out. */
    public static final int MOST_ENTRIES = 200;

    /** The longest text that is not cut, in chars. */
    public static final int LONGEST_TEXT = 1000;

    private static final String CUT = "...";

    private ReportSize() {}

    /** The first entries of a list, as many as a report has room for. */
    public static <T> List<T> limited(List<T> entries) {
        return entries.size() <= MOST_ENTRIES ? entries : entries.subList(0, MOST_ENTRIES);
    }

    /** All findings of a score: what cost points first, then what is not known, then what is ignored; notes are cut off first. */
    public static List<Finding> findings(ConfidenceScore score) {
        return score.levels().stream()
                .flatMap(level -> level.findings().stream())
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(finding -> !finding.reason().equals(Reason.LOSS_IGNORED.toString())))
                .toList();
    }

    /** A text as a report has it: cut, and not at all where it has no letters. */
    static Optional<String> stored(Optional<String> text) {
        return text.map(ReportSize::cut).filter(cut -> !cut.isEmpty());
    }

    /** A text without its end, where it is long; never cut within a letter. */
    public static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        boolean split = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
        return text.substring(0, split ? LONGEST_TEXT - 1 : LONGEST_TEXT) + CUT;
    }
}
