package io.kymaros.core.evidence;

/** Why an object was expected to come back. */
public enum ObjectOrigin {
    /** The backup's own list names it. */
    BACKUP("Backup"),
    /** The source namespace held it before the backup began, and the backup left it out. */
    SOURCE_NAMESPACE("SourceNamespace");

    private final String text;

    ObjectOrigin(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
