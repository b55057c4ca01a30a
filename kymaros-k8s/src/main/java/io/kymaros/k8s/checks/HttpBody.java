package io.kymaros.k8s.checks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of an HTTP/1 answer (RFC 9112, section 6): in chunks, of a known length, or up to the end of the connection. */
final class HttpBody {
    /** Longest body that is taken, in bytes as they come. */
    static final int LONGEST = Collected.LONGEST;

    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9a-fA-F]{1,6})[ \t]*(;.*)?");

    private final boolean chunked;
    private final OptionalInt length;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * @param chunked whether the body comes in chunks
     * @param length its length, where the head says one; chunks go first
     */
    HttpBody(boolean chunked, OptionalInt length) {
        this.chunked = chunked;
        this.length = length;
    }

    /**
     * Takes bytes of the body.
     *
     * @return whether it is whole
     * @throws NoAnswerException if these are no chunks
     * @throws NotProbeableException if the body is longer than can be looked at
     */
    boolean take(byte[] more) throws NoAnswerException {
        if (bytes.size() + more.length > LONGEST) {
            throw new NotProbeableException(
                    "the answer is longer than " + LONGEST + " bytes; let the check ask for less");
        }
        bytes.writeBytes(more);
        return chunked ? chunks().isPresent() : length.isPresent() && bytes.size() >= length.getAsInt();
    }

    /** Whether the body may end with the connection. */
    boolean endsWithConnection() {
        return !chunked && length.isEmpty();
    }

    /** The body, when it is whole. */
    String text() throws NoAnswerException {
        byte[] body = chunked ? chunks().orElseThrow() : bytes.toByteArray();
        int end = chunked ? body.length : Math.min(body.length, length.orElse(body.length));
        return new String(body, 0, end, StandardCharsets.UTF_8);
    }

    /** What the chunks hold; empty while one is missing. */
    private Optional<byte[]> chunks() throws NoAnswerException {
        byte[] all = bytes.toByteArray();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = endOfLine(all, at);
            if (end < 0) {
                return Optional.empty();
            }
            Matcher size = CHUNK_SIZE.matcher(new String(all, at, end - at, StandardCharsets.ISO_8859_1).strip());
            if (!size.matches()) {
                throw new NoAnswerException("the HTTP answer's body is not in chunks, as its head says");
            }
            int bytesOfChunk = Integer.parseInt(size.group(1), 16);
            if (bytesOfChunk == 0) {
                return Optional.of(body.toByteArray());
            }
            int start = end + 1;
            if (start + bytesOfChunk > all.length) {
                return Optional.empty();
            }
            body.writeBytes(Arrays.copyOfRange(all, start, start + bytesOfChunk));
            int next = endOfLine(all, start + bytesOfChunk);
            if (next < 0) {
                return Optional.empty();
            }
            at = next + 1;
        }
    }

    private static int endOfLine(byte[] all, int from) {
        for (int i = from; i < all.length; i++) {
            if (all[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
