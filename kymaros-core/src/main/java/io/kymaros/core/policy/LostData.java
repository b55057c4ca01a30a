package io.kymaros.core.policy;

/** What it costs when the data of a volume did not come back. */
public enum LostData {
    /** RestoreIntegrity and Completeness earn nothing: an application without its data is not restored. The default. */
    FAILS_THE_RESTORE("FailsTheRestore"),
    /** The claim counts as any other object that is missing. */
    COUNTS_AS_AN_OBJECT("CountsAsAnObject");

    private final String text;

    LostData(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
