package io.kymaros.core.evidence;

/** How a health check ended. */
public enum CheckResult {
    /** The application answered as the check expects. */
    PASS("pass"),
    /** The application answered otherwise, or not at all. */
    FAIL("fail"),
    /** The check could not be made: the application is not blamed. */
    INCONCLUSIVE("inconclusive");

    private final String text;

    CheckResult(String text) {
        this.text = text;
    }

    /** What that makes known of what was checked. */
    public Standing standing() {
        return switch (this) {
            case PASS -> Standing.GOOD;
            case FAIL -> Standing.BAD;
            case INCONCLUSIVE -> Standing.UNKNOWN;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
