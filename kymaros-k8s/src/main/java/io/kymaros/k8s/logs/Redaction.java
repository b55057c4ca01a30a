package io.kymaros.k8s.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text, one line at a time: values of keys that sound secret, PEM blocks, JSON Web Tokens, user names
 * and passwords in URLs, keys of well-known services, and whatever looks as if chance had made it. It removes too much
 * rather than too little; a secret that is a plain word without a name before it can't be known.
 */
final class Redaction {
    private static final String GONE = "[redacted]";
    private static final String SECRET_WORDS = "password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key"
            + "|private[_-]?key|signing[_-]?key|encryption[_-]?key|credential|authorization|cookie|session[_-]?id"
            + "|signature|dsn|connection[_-]?string";
    private static final String NAME_CHARACTERS = "[A-Za-z0-9_.-]{0,64}";
    private static final String VALUE =
            "(?:(?:Bearer|Basic|Token)\\s+\\S+|\"(?:\\\\.|[^\"\\\\])*+\"?|'[^']*+'?" + "|[^\\s,;&\"'}\\])]++)";

    /** {@code DB_PASSWORD=x}, {@code "token": "x"}, {@code Authorization: Bearer x}; not {@code volume "token" : secret}. */
    private static final Pattern NAMED = Pattern.compile("(?i)(" + NAME_CHARACTERS + "(?:" + SECRET_WORDS + ")"
            + NAME_CHARACTERS
            + "\\\\?+[\"']?+\\s{0,4}+(?>=>|[=:])\\s{0,4}+\\\\?+)(?!(?:secret|configmap|serviceaccount)s?\\b|\\[redacted\\])"
            + VALUE);

    /** {@code --password x}. */
    private static final Pattern OPTION =
            Pattern.compile("(?i)(--?[a-z-]{0,64}(?:" + SECRET_WORDS + ")[a-z-]{0,64}\\s{1,4})[^\\s-]\\S*");

    private static final Pattern BEARER = Pattern.compile("(?i)\\b(Bearer|Basic)\\s+[A-Za-z0-9+/=._~-]{8,}");
    private static final Pattern USER_INFO = Pattern.compile("\\b([A-Za-z][A-Za-z0-9+.-]{0,30}://)[^\\s\"'<>]*@");
    private static final Pattern JWT = Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+){1,4}");
    private static final Pattern WELL_KNOWN = Pattern.compile("\\b(?:(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}"
            + "|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}"
            + "|xox[a-z]-[A-Za-z0-9-]{8,}|[sr]k[-_](?:live|test|proj)?[-_]?[A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,})");
    private static final Pattern PEM_IN_A_LINE =
            Pattern.compile("-----BEGIN [A-Z0-9 ]{1,40}-----.*?(?:-----END [A-Z0-9 ]{1,40}-----|$)");
    private static final Pattern PEM_BEGIN = Pattern.compile("-----BEGIN [A-Z0-9 ]{1,40}-----");
    private static final Pattern PEM_END = Pattern.compile("-----END [A-Z0-9 ]{1,40}-----");
    private static final Pattern PEM_BODY = Pattern.compile("\\s*(?:[A-Za-z0-9+/=]*|[A-Z][A-Za-z]*-[A-Za-z]+: .*)\\s*");

    private static final Pattern HEXADECIMAL = Pattern.compile("(?<!sha256:)\\b[0-9a-fA-F]{32,}\\b");
    /** What {@link #HEXADECIMAL} has left: digests of images, and identifiers. */
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]+");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/_=-]{20,}+");
    private static final int LONG_LOWER_CASE = 24;
    private static final double BY_CHANCE = 3.6;

    private Redaction() {}

    /** The lines of one log; a PEM block may span several. */
    static List<String> of(List<String> lines) {
        List<String> clean = new ArrayList<>(lines.size());
        boolean inPem = false;
        for (String line : lines) {
            if (inPem && PEM_END.matcher(line).find()) {
                inPem = false;
                clean.add(GONE);
            } else if (inPem && PEM_BODY.matcher(line).matches()) {
                clean.add(GONE);
            } else {
                inPem = PEM_BEGIN.matcher(line).find() && !PEM_END.matcher(line).find();
                clean.add(of(line));
            }
        }
        return clean;
    }

    /** One line. */
    static String of(String line) {
        String text = PEM_IN_A_LINE.matcher(line).replaceAll(GONE);
        text = USER_INFO.matcher(text).replaceAll("$1" + GONE + "@");
        text = NAMED.matcher(text).replaceAll("$1" + GONE);
        text = OPTION.matcher(text).replaceAll("$1" + GONE);
        text = BEARER.matcher(text).replaceAll("$1 " + GONE);
        text = JWT.matcher(text).replaceAll(GONE);
        text = WELL_KNOWN.matcher(text).replaceAll(GONE);
        text = HEXADECIMAL.matcher(text).replaceAll(GONE);
        return TOKEN.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(looksMadeByChance(found.group()) ? GONE : found.group()));
    }

    private static boolean looksMadeByChance(String token) {
        boolean digits = token.chars().anyMatch(Character::isDigit);
        boolean lower = token.chars().anyMatch(Character::isLowerCase);
        boolean upper = token.chars().anyMatch(Character::isUpperCase);
        if (!digits || !lower && !upper || DIGEST.matcher(token).matches()) {
            return false;
        }
        // Names of pods and UUIDs have hyphens and one case; long names of one case without hyphens are keys.
        boolean mixed = lower && upper
                || token.indexOf('-') < 0
                        && token.indexOf('_') < 0
                        && token.indexOf('/') < 0
                        && token.length() >= LONG_LOWER_CASE;
        return mixed && entropy(token) >= BY_CHANCE;
    }

    /** Shannon's entropy of the characters, in bits for each. */
    private static double entropy(String token) {
        Map<Integer, Integer> counts = new HashMap<>();
        token.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
        return -counts.values().stream()
                .mapToDouble(count -> (double) count / token.length())
                .map(share -> share * Math.log(share) / Math.log(2))
                .sum();
    }
}
