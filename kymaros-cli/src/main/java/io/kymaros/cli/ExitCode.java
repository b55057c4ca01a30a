package io.kymaros.cli;

import io.kymaros.k8s.api.RestoreReportStatus;
import org.jspecify.annotations.Nullable;

/** What the command's exit status says. */
final class ExitCode {
    /** Pass, or at or above {@code --fail-under}. */
    static final int PASSED = 0;

    /** Scored below that. */
    static final int BELOW = 1;

    /** Inconclusive, or the run could not be performed, or a file that was asked for could not be written. */
    static final int INCONCLUSIVE = 2;

    /** The command line itself is wrong. */
    static final int USAGE = 64;

    /** Stopped by a signal. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /**
     * The exit status for a verdict.
     *
     * @param failUnder the lowest score to accept; null to accept a Pass only
     */
    static int of(RestoreReportStatus verdict, @Nullable Integer failUnder) {
        if (failUnder == null) {
            return switch (String.valueOf(verdict.result())) {
                case "Pass" -> PASSED;
                case "Partial", "Fail" -> BELOW;
                default -> INCONCLUSIVE;
            };
        }
        if (verdict.score() == null) {
            return INCONCLUSIVE;
        }
        if (verdict.score() >= failUnder) {
            return PASSED;
        }
        int atMost = verdict.scoreUpperBound() == null ? verdict.score() : verdict.scoreUpperBound();
        return atMost < failUnder ? BELOW : INCONCLUSIVE;
    }
}
