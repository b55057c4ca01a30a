package io.kymaros.core.evidence;

/** Whether a service of another namespace answered. */
public enum Reachability {
    /** It answered, or has ready endpoints where only those could be looked at. */
    REACHABLE("reachable"),
    /** It does not exist, has no ready endpoint, or did not answer. */
    UNREACHABLE("unreachable"),
    /** It could not be asked. */
    UNKNOWN("unknown");

    private final String text;

    Reachability(String text) {
        this.text = text;
    }

    /** What that makes known of the service. */
    public Standing standing() {
        return switch (this) {
            case REACHABLE -> Standing.GOOD;
            case UNREACHABLE -> Standing.BAD;
            case UNKNOWN -> Standing.UNKNOWN;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
