package io.kymaros.core.level;

import io.kymaros.core.evidence.DurationText;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.List;
import java.util.Optional;

/** The recovery time: all points if it is at most the objective, else none. Not configured without an objective. */
public final class RtoComplianceLevel extends GatheredLevel<RtoEvidence> {
    /** The rule of the specification. */
    public RtoComplianceLevel() {
        super(Level.RTO_COMPLIANCE);
    }

    @Override
    Optional<RtoEvidence> evidence(RunEvidence run) {
        return run.rto();
    }

    @Override
    LevelResult judge(RunEvidence run, RtoEvidence rto, boolean whole, ScoringPolicy policy) {
        String measured = DurationText.of(rto.measuredSeconds());
        if (rto.slaMaxSeconds().isEmpty() && whole) {
            String message = "No recovery time objective is set; set spec.sla.maxRTO to have the measured " + measured
                    + " judged";
            return NotConfigured.result(level(), policy, Reason.RTO_NOT_CONFIGURED, message);
        }
        long objective = rto.slaMaxSeconds().orElse(Long.MAX_VALUE);
        boolean met = rto.measuredSeconds() <= objective;
        boolean held = !met && waitedForHeldBackPods(run, rto, objective);
        String message = "RTO " + measured + (met ? " is within" : " exceeds") + " SLA of " + DurationText.of(objective)
                + (held ? ", with the time for pods that the test's surroundings held back" : "");
        Parts parts = met ? new Parts(1, 0, 0) : held ? new Parts(0, 0, 1) : new Parts(0, 1, 0);
        return earned(parts, whole, policy, Reason.RTO_MET, Reason.RTO_EXCEEDED, Reason.RTO_UNKNOWN)
                .message(message)
                .findings(met ? List.of() : List.of(exceeded(rto, held, message)))
                .build();
    }

    /** A pod that the test's surroundings hold back is waited for in vain, and the backup is not blamed for that time. */
    private static boolean waitedForHeldBackPods(RunEvidence run, RtoEvidence rto, long objective) {
        boolean heldBack = run.podStartup().map(PodStartupEvidence::pods).orElse(List.of()).stream()
                .anyMatch(pod -> pod.unknown() && !pod.ignoredLoss());
        long pods = rto.parts().stream()
                .filter(part -> part.name().equals(RtoPart.PODS))
                .mapToLong(RtoPart::seconds)
                .max()
                .orElse(0);
        return heldBack && rto.measuredSeconds() - pods <= objective;
    }

    private Finding exceeded(RtoEvidence rto, boolean held, String message) {
        List<String> parts = rto.parts().stream()
                .map(part -> part.name() + " " + DurationText.of(part.seconds()))
                .toList();
        String observed = parts.isEmpty() ? message : message + ": " + Phrases.list(parts);
        return Finding.of(
                level(),
                held ? Severity.UNKNOWN : Severity.LOSS,
                held ? Reason.RTO_UNKNOWN : Reason.RTO_EXCEEDED,
                held ? RtoPart.PODS : level().toString(),
                observed);
    }
}
