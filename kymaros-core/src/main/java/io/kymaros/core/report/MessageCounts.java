package io.kymaros.core.report;

import io.kymaros.core.level.Phrases;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the counts out of a level's message, where it has the wording of the specification. */
final class MessageCounts {
    /** More pods, services or claims than any cluster holds. */
    static final int MOST = 200_000;

    private static final String NUMBER = "(\\d{1,9})";
    private static final Pattern ALL = Pattern.compile("All " + NUMBER + " pods reached .*");
    private static final Pattern RATIO = Pattern.compile(
            NUMBER + "/" + NUMBER
                    + " (?:pods? reached|health checks? passed|external dependenc(?:y|ies) reachable|resource types? matched)\\b.*");
    private static final Pattern UNKNOWN =
            Pattern.compile(", " + NUMBER + " (?:held back by the test environment|could not be asked)\\z");

    private MessageCounts() {}

    /** The ratio with which the message begins. */
    static Optional<Share> ratio(String message) {
        Matcher all = ALL.matcher(message);
        if (all.matches()) {
            return Optional.of(new Share(Long.parseLong(all.group(1)), Long.parseLong(all.group(1))));
        }
        Matcher ratio = RATIO.matcher(message);
        return ratio.matches()
                ? Optional.of(new Share(Long.parseLong(ratio.group(1)), Long.parseLong(ratio.group(2))))
                : Optional.empty();
    }

    /** How many are good, bad and unknown of those with which the message begins; empty where it counts none. */
    static Optional<Counted> counted(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        long open = unknown.find() ? Long.parseLong(unknown.group(1)) : 0;
        return ratio(message).map(share -> new Counted(share.good(), share.bad() - open, open));
    }

    /** The ratio that the message gives for one resource type, for example {@code Secrets: 7/8}. */
    static Optional<Share> ratioOf(String resourceType, String message) {
        Matcher ratio = Pattern.compile("[;,] " + Pattern.quote(Phrases.plural(resourceType)) + ": " + NUMBER + "/"
                        + NUMBER + "(?=,|$)")
                .matcher(message);
        return ratio.find()
                ? Optional.of(new Share(Long.parseLong(ratio.group(1)), Long.parseLong(ratio.group(2))))
                : Optional.empty();
    }

    /** How many are good, bad and unknown. */
    record Counted(long good, long bad, long unknown) {
        boolean possible() {
            return good >= 0 && bad >= 0 && unknown >= 0 && good + bad + unknown <= MOST;
        }
    }
}
