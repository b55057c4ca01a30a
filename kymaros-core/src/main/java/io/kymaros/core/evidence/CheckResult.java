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

    @Override
    public String toString() {
        return text;
    }
}
