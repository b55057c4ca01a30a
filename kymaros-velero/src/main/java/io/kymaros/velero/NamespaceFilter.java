package io.kymaros.velero;

import io.kymaros.velero.api.VeleroBackup;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which namespaces a backup takes: those that a pattern includes and none excludes. No pattern at all includes
 * everything. Patterns are Velero's: {@code *}, {@code ?} and {@code [a-z]}.
 *
 * @param includes patterns of the namespaces that are taken
 * @param excludes patterns of the namespaces that are left out even so
 */
record NamespaceFilter(List<String> includes, List<String> excludes) {

    static NamespaceFilter of(VeleroBackup backup) {
        return new NamespaceFilter(
                backup.getSpec().includedNamespaces(), backup.getSpec().excludedNamespaces());
    }

    /** Whether the backup takes a namespace. */
    boolean holds(String namespace) {
        boolean included = includes.isEmpty() || includes.stream().anyMatch(pattern -> matches(pattern, namespace));
        return included && excludes.stream().noneMatch(pattern -> matches(pattern, namespace));
    }

    /** The given namespaces that the backup does not take. */
    List<String> lacks(List<String> namespaces) {
        return namespaces.stream().filter(namespace -> !holds(namespace)).toList();
    }

    /** The included namespaces, if all of them are named; else empty. */
    List<String> named() {
        if (includes.stream().anyMatch(NamespaceFilter::isPattern)) {
            return List.of();
        }
        return includes.stream().filter(this::holds).distinct().sorted().toList();
    }

    @Override
    public String toString() {
        String taken = includes.isEmpty() ? "all" : String.join(", ", includes);
        return excludes.isEmpty() ? taken : taken + " except " + String.join(", ", excludes);
    }

    private static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    private static boolean matches(String pattern, String namespace) {
        return isPattern(pattern) ? regex(pattern).matcher(namespace).matches() : pattern.equals(namespace);
    }

    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                regex.append('[')
                        .append(characterClass(glob.substring(i + 1, close)))
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /** Namespaces hold only a-z, 0-9 and the hyphen; the hyphen keeps its meaning as a range between two others. */
    private static String characterClass(String set) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < set.length(); i++) {
            char c = set.charAt(i);
            boolean range = c == '-' && i > 0 && i < set.length() - 1 && set.charAt(i - 1) <= set.charAt(i + 1);
            escaped.append(Character.isLetterOrDigit(c) || range ? String.valueOf(c) : "\\" + c);
        }
        return escaped.toString();
    }
}
