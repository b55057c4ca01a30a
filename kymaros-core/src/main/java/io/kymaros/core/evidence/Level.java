package io.kymaros.core.evidence;

import java.util.Arrays;
import java.util.Optional;

/** The six validation levels of a restore test, in the order in which a report lists them. */
public enum Level {
    /** The restore operation itself ended without errors. */
    RESTORE_INTEGRITY("RestoreIntegrity"),
    /** What was expected to come back did come back. */
    COMPLETENESS("Completeness"),
    /** The pods of the restored workloads became ready, and stayed so. */
    POD_STARTUP("PodStartup"),
    /** The checks of the linked HealthCheckPolicy passed. */
    HEALTH_CHECKS("HealthChecks"),
    /** Services that the application needs from other namespaces were reachable. */
    CROSS_NS_DEPENDENCIES("CrossNSDependencies"),
    /** The restore took no longer than the agreed recovery time objective. */
    RTO_COMPLIANCE("RTOCompliance");

    private final String text;

    Level(String text) {
        this.text = text;
    }

    /** Finds a level by its name in reports; empty if there is none of this name. */
    public static Optional<Level> named(String text) {
        return Arrays.stream(values()).filter(level -> level.text.equals(text)).findFirst();
    }

    /** The level's name as it is written in reports, for example {@code RestoreIntegrity}. */
    @Override
    public String toString() {
        return text;
    }
}
