package io.kymaros.k8s.dependencies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds names of Services in a text, as the cluster's DNS has them: {@code <service>.<namespace>.svc[.cluster.local]}, also
 * with a pod's name before it, and {@code <service>.<namespace>}. The text is read once, in linear time.
 */
final class HostNames {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})(?![0-9A-Za-z._-])");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#|//|;).*");
    private static final List<String> CLUSTER_DOMAIN = List.of("cluster", "local");
    private static final int LONGEST_NAME = 253;
    private static final int HIGHEST_PORT = 65535;

    private HostNames() {}

    /**
     * A name.
     *
     * @param service the Service
     * @param namespace its namespace
     * @param port the port that follows the name
     * @param qualified whether {@code .svc} makes it a name of the cluster beyond doubt
     * @param addressed whether it stands where a host stands: after {@code ://}, or before a port
     * @param whole whether the text is nothing else
     */
    record Mention(
            String service, String namespace, OptionalInt port, boolean qualified, boolean addressed, boolean whole) {}

    /** The names in a text, in their order. Lines that are comments are left out. */
    static List<Mention> in(String text) {
        List<Mention> mentions = new ArrayList<>();
        int length = text.strip().length();
        text.lines().filter(line -> !COMMENT.matcher(line).matches()).forEach(line -> new Line(line, length)
                .scan(mentions));
        return mentions;
    }

    /** One line of a text. */
    private static final class Line {
        private final String line;
        private final int textLength;
        /** Whether the word that is being read has a scheme, as a URL has. */
        private boolean url;

        Line(String line, int textLength) {
            this.line = line;
            this.textLength = textLength;
        }

        void scan(List<Mention> mentions) {
            int start = 0;
            while (start < line.length()) {
                if (Character.isWhitespace(line.charAt(start))) {
                    url = false;
                } else if (line.startsWith("://", start)) {
                    url = true;
                }
                int end = start;
                while (end < line.length() && inName(line.charAt(end))) {
                    end++;
                }
                if (end > start && end - start <= LONGEST_NAME) {
                    mention(start, end).ifPresent(mentions::add);
                }
                start = Math.max(end, start + 1);
            }
        }

        private Optional<Mention> mention(int start, int end) {
            String name = line.substring(start, end).toLowerCase(Locale.ROOT);
            boolean dot = name.endsWith(".");
            List<String> labels = List.of((dot ? name.substring(0, name.length() - 1) : name).split("\\.", -1));
            if (labels.size() < 2
                    || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
                return Optional.empty();
            }
            OptionalInt port = port(end);
            int svc = labels.lastIndexOf("svc");
            List<String> rest = svc < 0 ? List.of() : labels.subList(svc + 1, labels.size());
            if (svc >= 2 && (rest.isEmpty() || rest.equals(CLUSTER_DOMAIN))) {
                return Optional.of(new Mention(labels.get(svc - 2), labels.get(svc - 1), port, true, true, true));
            }
            if (labels.size() != 2 || partOfSomethingElse(start, end)) {
                return Optional.empty();
            }
            boolean addressed = port.isPresent() || line.startsWith("://", start - 3) || inAuthority(start);
            return Optional.of(
                    new Mention(labels.get(0), labels.get(1), port, false, addressed, textLength == end - start));
        }

        private OptionalInt port(int end) {
            Matcher matcher = PORT.matcher(line).region(end, line.length());
            if (!matcher.lookingAt()) {
                return OptionalInt.empty();
            }
            int port = Integer.parseInt(matcher.group(1));
            return port >= 1 && port <= HIGHEST_PORT ? OptionalInt.of(port) : OptionalInt.empty();
        }

        /** A part of a path or of a mail address, or a user's name. */
        private boolean partOfSomethingElse(int start, int end) {
            char before = start == 0 ? ' ' : line.charAt(start - 1);
            char after = end == line.length() ? ' ' : line.charAt(end);
            boolean path = (before == '/' || before == '\\') && !line.startsWith("://", start - 3);
            boolean mail = before == '@' && !inAuthority(start);
            return path || mail || after == '@' || after == '(';
        }

        /** Whether the name follows a user's name in a URL. */
        private boolean inAuthority(int start) {
            return url && start > 0 && line.charAt(start - 1) == '@';
        }

        private static boolean inName(char c) {
            return c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '-'
                    || c == '_';
        }
    }
}
