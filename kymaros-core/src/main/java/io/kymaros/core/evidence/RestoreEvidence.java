package io.kymaros.core.evidence;

import java.util.List;
import org.immutables.value.Value;

/** How the restore operation ended, in the words of the backup tool. */
@Value.Immutable
public interface RestoreEvidence {
    /** The backup tool as users call it, for example {@code Velero}. */
    String tool();

    /** The terminal state that the tool gave the restore. */
    RestorePhase phase();

    /** Number of errors that the tool counted, whatever caused them; not negative. */
    @Value.Default
    default int errors() {
        return 0;
    }

    /** Number of warnings that the tool counted; not negative. Shown, never scored. */
    @Value.Default
    default int warnings() {
        return 0;
    }

    /** The tool's own error messages, as far as they could be read, without {@link #environmentErrors()}. */
    List<String> errorMessages();

    /**
     * Those error messages that come from the test's surroundings and not from the backup, for example a port that the
     * source still holds. The backup is not blamed for them.
     */
    List<String> environmentErrors();

    /** The tool's own warnings, as far as they could be read. */
    List<String> warningMessages();

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        Counts.notNegative("errors", errors());
        Counts.notNegative("warnings", warnings());
    }

    /** Starts an empty value. */
    static ImmutableRestoreEvidence.Builder builder() {
        return ImmutableRestoreEvidence.builder();
    }
}
