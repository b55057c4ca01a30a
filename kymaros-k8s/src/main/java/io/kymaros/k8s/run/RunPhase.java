package io.kymaros.k8s.run;

/** The steps of a run as they are shown to whoever watches it. */
public enum RunPhase {
    BACKUP("backup"),
    SANDBOX("sandbox"),
    RESTORE("restore"),
    COMPLETENESS("completeness"),
    PODS("pods"),
    CHECKS("checks"),
    DEPENDENCIES("dependencies"),
    REPORT("report"),
    LOGS("logs"),
    CLEANUP("cleanup");

    private final String text;

    RunPhase(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
