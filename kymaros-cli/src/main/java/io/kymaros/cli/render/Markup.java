package io.kymaros.cli.render;

/** Escapes text of the cluster for each kind of markup. */
final class Markup {
    private Markup() {}

    /** For HTML and XML 1.0, in text and in quoted attributes; characters that XML can't hold are left out. */
    static String xml(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().filter(Markup::isXml).forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** For a table cell or a list item of GitHub's Markdown: nothing in it is markup, a link or a mention. */
    static String markdown(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        Terminal.clean(text).codePoints().forEach(c -> {
            boolean plain = Character.isLetterOrDigit(c) || c > 0x7f || " .,;/()%-".indexOf(c) >= 0;
            if (plain) {
                safe.appendCodePoint(c);
            } else {
                safe.append("&#").append(c).append(';');
            }
        });
        return safe.toString();
    }

    private static boolean isXml(int c) {
        boolean allowed =
                c == '\n' || c == '\t' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
        return allowed && !(c >= 0x7f && c <= 0x9f) && Character.getType(c) != Character.FORMAT;
    }
}
