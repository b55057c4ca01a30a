package io.kymaros.k8s.run;

/** Told how a run goes, from the run's own thread. */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * The run's report object exists.
     *
     * @param namespace the report's namespace
     * @param name the report's name
     */
    default void reportCreated(String namespace, String name) {}

    /** A step begins. */
    default void started(RunPhase phase) {}

    /** Something changed within a step; one short line. */
    default void progress(RunPhase phase, String line) {}

    /** A step has ended; one short line about its outcome. */
    default void ended(RunPhase phase, String line) {}
}
