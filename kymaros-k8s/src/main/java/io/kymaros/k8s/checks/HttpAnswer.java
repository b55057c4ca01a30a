package io.kymaros.k8s.checks;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an HTTP/1 answer (RFC 9112): its status, and how its body comes. */
final class HttpAnswer {
    /** Longest head that is taken, in bytes. */
    static final int LONGEST_HEAD = 64 * 1024;

    private static final String START = "HTTP/1.";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9]{2})( .*)?");
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL = 200;

    private static final Pattern CHUNKED = Pattern.compile("(?i)transfer-encoding:.*\\bchunked[ \t]*");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length:[ \t]*([0-9]{1,9})[ \t]*");

    private final StringBuilder line = new StringBuilder();
    private OptionalInt status = OptionalInt.empty();
    private boolean chunked;
    private OptionalInt length = OptionalInt.empty();
    private byte[] rest = new byte[0];
    private int taken;

    /**
     * Takes bytes of the answer.
     *
     * @return the status, once it is known; interim answers (1xx) are passed over
     * @throws NoAnswerException if this is no HTTP answer, or its head has no end
     */
    OptionalInt take(byte[] bytes) throws NoAnswerException {
        for (int i = 0; i < bytes.length; i++) {
            byte next = bytes[i];
            if (++taken > LONGEST_HEAD) {
                throw new NoAnswerException("the head of the HTTP answer is longer than " + LONGEST_HEAD + " bytes");
            }
            if (next == '\n') {
                if (endsHead()) {
                    rest = Arrays.copyOfRange(bytes, i + 1, bytes.length);
                    return status;
                }
                line.setLength(0);
            } else if (next != '\r') {
                add((char) (next & 0xff));
            }
        }
        return OptionalInt.empty();
    }

    /** How the body comes, once the head is whole. */
    HttpBody body() {
        return new HttpBody(chunked, length);
    }

    /** The bytes of the body that came with the end of the head. */
    byte[] rest() {
        return rest;
    }

    private void add(char next) throws NoAnswerException {
        line.append(next);
        if (status.isEmpty() && line.length() <= START.length() && !START.startsWith(line.toString())) {
            throw new NoAnswerException("the answer is not HTTP/1");
        }
    }

    /** Whether the line that ends here is the last of a final answer's head. */
    private boolean endsHead() throws NoAnswerException {
        if (status.isEmpty()) {
            Matcher first = STATUS_LINE.matcher(line);
            if (!first.matches()) {
                throw new NoAnswerException("the answer is not HTTP/1");
            }
            status = OptionalInt.of(Integer.parseInt(first.group(1)));
            return false;
        }
        if (!line.isEmpty()) {
            header();
            return false;
        }
        if (status.getAsInt() >= FIRST_FINAL || status.getAsInt() == SWITCHING_PROTOCOLS) {
            return true;
        }
        status = OptionalInt.empty();
        chunked = false;
        length = OptionalInt.empty();
        return false;
    }

    private void header() {
        chunked |= CHUNKED.matcher(line).matches();
        Matcher stated = LENGTH.matcher(line);
        if (stated.matches()) {
            length = OptionalInt.of(Integer.parseInt(stated.group(1)));
        }
    }
}
