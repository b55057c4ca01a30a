package io.kymaros.velero;

/** Makes text from the cluster safe to show: one line, without control or direction characters, not too long. */
final class Messages {
    private static final int LONGEST = 1_000;

    private Messages() {}

    static String clean(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().map(c -> isHarmless(c) ? c : ' ').forEach(line::appendCodePoint);
        String clean = line.toString().replaceAll("\\s+", " ").strip();
        return clean.length() <= LONGEST
                ? clean
                : clean.substring(0, LONGEST - 3).strip() + "...";
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
