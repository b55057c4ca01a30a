package io.kymaros.core.report;

import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a level's reason code says about its outcome. */
enum Standing {
    /** Nothing was lost. */
    WHOLE(
            EnumSet.of(LevelOutcome.PASSED),
            EnumSet.of(
                    Reason.RESTORE_COMPLETED,
                    Reason.COMPLETENESS_EXACT,
                    Reason.PODS_READY,
                    Reason.PODS_NONE_EXPECTED,
                    Reason.HEALTH_CHECKS_PASSED,
                    Reason.DEPENDENCIES_REACHABLE,
                    Reason.DEPENDENCIES_NONE,
                    Reason.RTO_MET)),
    /** Something was lost. */
    LOSSY(
            EnumSet.of(LevelOutcome.PASSED, LevelOutcome.PARTIAL, LevelOutcome.FAILED),
            EnumSet.of(
                    Reason.RESTORE_HAD_ERRORS,
                    Reason.RESTORE_PARTIALLY_FAILED,
                    Reason.RESTORE_FAILED,
                    Reason.COMPLETENESS_GAP,
                    Reason.PODS_NOT_READY,
                    Reason.HEALTH_CHECKS_FAILED,
                    Reason.DEPENDENCIES_UNREACHABLE,
                    Reason.RTO_EXCEEDED)),
    /** Nothing was configured. */
    NOT_CONFIGURED(
            EnumSet.of(LevelOutcome.NOT_CONFIGURED),
            EnumSet.of(
                    Reason.COMPLETENESS_NOTHING_EXPECTED,
                    Reason.HEALTH_CHECKS_NOT_CONFIGURED,
                    Reason.RTO_NOT_CONFIGURED)),
    /** Nothing is known. */
    UNKNOWN(
            EnumSet.of(LevelOutcome.INCONCLUSIVE),
            EnumSet.of(
                    Reason.EVIDENCE_NOT_GATHERED,
                    Reason.POD_HELD_BACK,
                    Reason.HEALTH_CHECKS_UNKNOWN,
                    Reason.DEPENDENCIES_UNKNOWN));

    private final Set<LevelOutcome> outcomes;
    private final Set<Reason> reasons;

    Standing(Set<LevelOutcome> outcomes, Set<Reason> reasons) {
        this.outcomes = outcomes;
        this.reasons = reasons;
    }

    /** The standing that a level's reason code gives it; empty for a code of another origin. */
    static Optional<Standing> of(String reason) {
        return Reason.of(reason).flatMap(known -> Arrays.stream(values())
                .filter(standing -> standing.reasons.contains(known))
                .findFirst());
    }

    boolean allows(LevelOutcome outcome) {
        return outcomes.contains(outcome);
    }

    List<LevelOutcome> outcomes() {
        return List.copyOf(outcomes);
    }
}
