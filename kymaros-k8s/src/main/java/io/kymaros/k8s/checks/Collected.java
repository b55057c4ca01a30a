package io.kymaros.k8s.checks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What an application answers, as far as a rule looks at it. */
final class Collected {
    /** Longest answer that is taken, in bytes. */
    static final int LONGEST = 64 * 1024;

    private final boolean wanted;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLong;

    /** @param wanted whether anybody looks at it; else it is dropped */
    Collected(boolean wanted) {
        this.wanted = wanted;
    }

    void take(byte[] more) {
        tooLong |= wanted && bytes.size() + more.length > LONGEST;
        if (wanted && !tooLong) {
            bytes.writeBytes(more);
        }
    }

    /**
     * The whole answer.
     *
     * @throws NotProbeableException if it is longer than can be looked at
     */
    String text() {
        if (tooLong) {
            throw new NotProbeableException(
                    "the answer is longer than " + LONGEST + " bytes; let the check ask for less");
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
