package io.kymaros.core.evidence;

/** What is known of an object, a pod, a check or a dependency. What is not known is never good. */
public enum Standing {
    /** It is as it should be. */
    GOOD,
    /** It is not, and the backup answers for it. */
    BAD,
    /** It could not be found out, or something else than the backup stood in its way. */
    UNKNOWN
}
