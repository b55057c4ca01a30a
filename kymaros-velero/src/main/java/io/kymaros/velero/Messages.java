package io.kymaros.velero;

/** Makes text from the cluster safe to show: one line, without control or direction characters, not too long. */
final class Messages {
    private static final int LONGEST = 1_000;

    private Messages() {}

    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> isHarmless(c) ? c : ' ')
                .forEach(clean::appendCodePoint);
        String line = clean.toString().replaceAll(" {2,}", " ").strip();
        return text.codePointCount(0, text.length()) > LONGEST ? line + "..." : line;
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
