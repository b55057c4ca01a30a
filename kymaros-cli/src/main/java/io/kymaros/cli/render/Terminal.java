package io.kymaros.cli.render;

import java.io.Console;
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
        return hasConsole() && System.getenv("CI") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** From Java 22 on there is a console without a terminal too, and a method that tells them apart. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** Whether colours are welcome on standard output. */
    public static boolean isColourful() {
        String noColour = System.getenv("NO_COLOR");
        return isTerminal() && (noColour == null || noColour.isEmpty());
    }
}
