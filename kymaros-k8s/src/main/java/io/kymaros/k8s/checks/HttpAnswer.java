package io.kymaros.k8s.checks;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status of an HTTP/1 answer (RFC 9112). It is known when the answer's head is whole; the body that follows is not read.
 */
final class HttpAnswer {
    /** Longest head that is taken, in bytes. */
    static final int LONGEST_HEAD = 64 * 1024;

    private static final String START = "HTTP/1.";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9]{2})( .*)?");
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL = 200;

    private final StringBuilder statusLine = new StringBuilder();
    private OptionalInt status = OptionalInt.empty();
    private int lineLength;
    private int taken;

    /**
     * Takes bytes of the answer.
     *
     * @return the status, once it is known; interim answers (1xx) are passed over
     * @throws NoAnswerException if this is no HTTP answer, or its head has no end
     */
    OptionalInt take(byte[] bytes) throws NoAnswerException {
        for (byte next : bytes) {
            if (++taken > LONGEST_HEAD) {
                throw new NoAnswerException("the head of the HTTP answer is longer than " + LONGEST_HEAD + " bytes");
            }
            if (next == '\n') {
                if (endsHead()) {
                    return status;
                }
                lineLength = 0;
            } else if (next != '\r') {
                lineLength++;
                if (status.isEmpty()) {
                    addToStatusLine((char) (next & 0xff));
                }
            }
        }
        return OptionalInt.empty();
    }

    private void addToStatusLine(char next) throws NoAnswerException {
        statusLine.append(next);
        if (statusLine.length() <= START.length() && !START.startsWith(statusLine.toString())) {
            throw new NoAnswerException("the answer is not HTTP/1");
        }
    }

    /** Whether the line that ends here is the last of a final answer's head. */
    private boolean endsHead() throws NoAnswerException {
        if (status.isEmpty()) {
            Matcher line = STATUS_LINE.matcher(statusLine);
            if (!line.matches()) {
                throw new NoAnswerException("the answer is not HTTP/1");
            }
            status = OptionalInt.of(Integer.parseInt(line.group(1)));
            return false;
        }
        if (lineLength > 0) {
            return false;
        }
        if (status.getAsInt() >= FIRST_FINAL || status.getAsInt() == SWITCHING_PROTOCOLS) {
            return true;
        }
        status = OptionalInt.empty();
        statusLine.setLength(0);
        return false;
    }
}
