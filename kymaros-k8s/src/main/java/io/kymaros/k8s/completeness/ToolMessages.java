package io.kymaros.k8s.completeness;

import java.util.List;
import java.util.Optional;

/**
 * Finds what the backup tool said of an object. A message speaks of an object if it names its type, its namespace and its
 * name; one that only looks alike is another object's.
 */
final class ToolMessages {
    private final List<String> messages;

    ToolMessages(List<String> messages) {
        this.messages = messages;
    }

    /**
     * The first message about an object.
     *
     * @param namespace the sandbox namespace that the object was to be restored into
     */
    Optional<String> about(ResourceType type, String namespace, String name) {
        return messages.stream()
                .filter(message -> speaksOf(message, type, namespace, name))
                .findFirst();
    }

    private static boolean speaksOf(String message, ResourceType type, String namespace, String name) {
        int slash = message.indexOf('/');
        String path = type.groupResource() + "/" + namespace + "/" + name;
        int at = slash - type.groupResource().length();
        if (at >= 0 && message.startsWith(path, at)) {
            return bounded(message, at, path);
        }
        // Messages without a path stand under their namespace: "namespace: text".
        return message.startsWith(namespace + ": ")
                && (names(message, type.kind().kind() + ":" + name)
                        || names(message, type.kind().kind() + " \"" + name + "\"")
                        || names(message, type.groupResource() + " \"" + name + "\""));
    }

    /** Whether the text stands in the message before anything else in quotes does, and not as a part of a longer name. */
    private static boolean names(String message, String text) {
        int at = message.indexOf(text);
        int quote = message.indexOf('"');
        return at >= 0 && (quote < 0 || quote >= at) && bounded(message, at, text);
    }

    private static boolean bounded(String message, int at, String text) {
        int end = at + text.length();
        boolean begins = at == 0 || !partOfName(message.charAt(at - 1));
        // A name may hold a colon, but doesn't end in one.
        boolean ends = end == message.length()
                || !partOfName(message.charAt(end))
                || message.startsWith(": ", end)
                || message.startsWith(". ", end);
        return begins && ends;
    }

    private static boolean partOfName(char c) {
        return Character.isLetterOrDigit(c) || "-_.:/".indexOf(c) >= 0;
    }
}
