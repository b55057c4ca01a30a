package io.kymaros.cli.render;

import java.util.stream.Collectors;

/**
 * What may be written to a terminal. Names, messages and logs come from the cluster under test: control characters,
 * escape sequences and characters that change the direction of text never get through.
 */
public final class Terminal {
    private Terminal() {}

    /** The text without anything that a terminal would act on; line ends become spaces. */
    public static String clean(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\t' || c == '\r' ? ' ' : c)
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Whether a person looks at standard error. */
    public static boolean isTerminal() {
        return System.console() != null && System.getenv("CI") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are welcome on standard output. */
    public static boolean isColourful() {
        String noColour = System.getenv("NO_COLOR");
        return isTerminal() && (noColour == null || noColour.isEmpty());
    }
}
