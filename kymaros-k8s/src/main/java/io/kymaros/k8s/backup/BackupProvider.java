package io.kymaros.k8s.backup;

import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a backup tool must offer to be tested. The run calls the methods in this order: {@link #find}, {@link #contents},
 * {@link #start}, {@link #await}, {@link #explain}, {@link #release}.
 *
 * <p>Every method throws {@link ObstacleException} when the run can't go on through no fault of the backup, naming the
 * object and the next step.
 */
public interface BackupProvider {
    /** The tool's name as in {@code spec.backupSource.provider}, for example {@code velero}. */
    String name();

    /** The backup to test: the named one, or the newest usable one. */
    Backup find(BackupRequest request);

    /**
     * What the backup says it holds.
     *
     * @throws EvidenceUnavailableException if the backup's own lists can't be read; the run goes on without them
     */
    BackupContents contents(Backup backup);

    /** Asks for the restore and returns at once. Asking again for the same run must not restore twice. */
    RestoreHandle start(RestoreRequest request);

    /**
     * Waits until the restore has ended. The run measures from then on, so this method returns as soon as the phase and the
     * counts of errors and warnings are known.
     *
     * @param atMost how long to wait; then an {@link ObstacleException} names the phase the restore was stuck in
     * @param progress told about each change, in the tool's words
     * @throws InterruptedException if the run was asked to stop
     */
    RestoreOutcome await(RestoreHandle restore, Duration atMost, Consumer<String> progress) throws InterruptedException;

    /**
     * Completes the outcome of a restore that has ended by what takes longer to find out: what the tool says of single
     * objects, when it copied volumes, and which of them it left empty. The run calls it in a thread of its own, while it
     * looks at the sandbox.
     *
     * @param request what {@link #start} was asked for
     * @param ended what {@link #await} has returned, which is all that there is to know unless this method is overridden
     * @throws InterruptedException if the run was asked to stop
     */
    default RestoreOutcome explain(RestoreRequest request, RestoreHandle restore, RestoreOutcome ended)
            throws InterruptedException {
        return ended;
    }

    /** Removes what {@link #start} made for its own use. The restore itself stays, as evidence. Never throws. */
    void release(RestoreHandle restore);

    /**
     * Whether the tool may still put objects into the sandbox, for example because the run gave up a restore that goes on.
     * Asked after {@link #release}. While it may, the sandbox must stay: a tool that finds the namespace gone may make it
     * again, without isolation. True also if the tool can't be asked. Never throws.
     */
    boolean stillRestoring(RestoreHandle restore);
}
