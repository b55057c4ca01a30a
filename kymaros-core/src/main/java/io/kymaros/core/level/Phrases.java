package io.kymaros.core.level;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Counted nouns and lists, as the messages of levels and reports use them. */
public final class Phrases {
    /** How many of many similar things a message or a finding list names one by one. */
    public static final int LISTED = 10;

    private static final Pattern ENDS_IN_Y = Pattern.compile("[^aeiou]y\\z");
    private static final Pattern ENDS_IN_HISS = Pattern.compile("(s|x|ch|sh)\\z");

    private Phrases() {}

    /** {@code 1 error}, {@code 3 errors}. */
    public static String count(long count, String singular) {
        return count + " " + (count == 1 ? singular : plural(singular));
    }

    /** {@code 1/1 health check}, {@code 2/3 health checks}. */
    public static String ratio(long part, long whole, String singular) {
        return part + "/" + count(whole, singular);
    }

    /** The first few, and how many more there are. */
    public static String list(List<String> items) {
        if (items.size() <= LISTED) {
            return String.join(", ", items);
        }
        List<String> shown = new ArrayList<>(items.subList(0, LISTED));
        shown.add((items.size() - LISTED) + " more");
        return String.join(", ", shown);
    }

    /** The English plural of a noun or a kind: {@code Secrets}, {@code NetworkPolicies}, {@code Ingresses}. */
    public static String plural(String singular) {
        int dot = singular.indexOf('.');
        if (dot > 0) {
            return plural(singular.substring(0, dot)) + singular.substring(dot);
        }
        if (ENDS_IN_Y.matcher(singular).find()) {
            return singular.substring(0, singular.length() - 1) + "ies";
        }
        return singular + (ENDS_IN_HISS.matcher(singular).find() ? "es" : "s");
    }
}
