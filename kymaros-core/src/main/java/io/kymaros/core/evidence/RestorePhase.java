package io.kymaros.core.evidence;

/** The terminal states of a restore, named as Velero names them. */
public enum RestorePhase {
    /** Everything that the tool meant to restore was restored. */
    COMPLETED("Completed"),
    /** Some objects could not be restored. */
    PARTIALLY_FAILED("PartiallyFailed"),
    /** The restore broke off, or was refused because of the backup itself. */
    FAILED("Failed");

    private final String text;

    RestorePhase(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
