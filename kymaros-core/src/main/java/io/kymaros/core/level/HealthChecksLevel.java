package io.kymaros.core.level;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The health checks of the linked policy: under the standard policy all points if each of them passed, else none. Not
 * configured where nothing is defined: a policy without checks proves no more than none. A check that could not be made
 * leaves open what it would have shown, unless another has failed.
 */
public final class HealthChecksLevel extends GatheredLevel<HealthChecksEvidence> {
    /** The rule of the specification. */
    public HealthChecksLevel() {
        super(Level.HEALTH_CHECKS);
    }

    @Override
    Optional<HealthChecksEvidence> evidence(RunEvidence run) {
        return run.healthChecks();
    }

    @Override
    LevelResult judge(RunEvidence run, HealthChecksEvidence evidence, boolean whole, ScoringPolicy policy) {
        List<CheckEvidence> checks = evidence.checks();
        if (checks.isEmpty() && whole) {
            return notConfigured(evidence, policy);
        }
        Parts parts = Parts.of(checks, check -> check.result().standing());
        return earned(
                        parts,
                        whole,
                        policy,
                        Reason.HEALTH_CHECKS_PASSED,
                        Reason.HEALTH_CHECKS_FAILED,
                        Reason.HEALTH_CHECKS_UNKNOWN)
                .message(message(parts, checks))
                .findings(findings(checks, whole))
                .build();
    }

    private static String message(Parts parts, List<CheckEvidence> checks) {
        long data = checks.stream().filter(CheckEvidence::looksAtData).count();
        return Phrases.ratio(parts.good(), parts.all(), "health check") + " passed"
                + (parts.unknown() == 0 ? "" : ", " + parts.unknown() + " could not be made")
                + (data == 0 ? "" : "; " + data + (data == 1 ? " looks at data" : " look at data"));
    }

    private List<Finding> findings(List<CheckEvidence> checks, boolean whole) {
        List<Finding> findings = new ArrayList<>(checks.stream()
                .filter(check -> check.result() != CheckResult.PASS)
                .map(this::finding)
                .toList());
        if (whole && checks.stream().noneMatch(CheckEvidence::looksAtData)) {
            findings.add(Finding.of(
                    level(),
                    Severity.NOTE,
                    Reason.HEALTH_CHECKS_WITHOUT_DATA,
                    level().toString(),
                    "no check expects an answer that only the application's data gives"));
        }
        return findings;
    }

    private LevelResult notConfigured(HealthChecksEvidence evidence, ScoringPolicy policy) {
        String message = evidence.policy()
                .map(name ->
                        "HealthCheckPolicy " + name + " defines no checks; add one to have the application checked")
                .orElse(
                        "No HealthCheckPolicy is linked; set spec.healthChecks.policyRef to have the application checked");
        return NotConfigured.result(level(), policy, Reason.HEALTH_CHECKS_NOT_CONFIGURED, message);
    }

    private Finding finding(CheckEvidence check) {
        boolean failed = check.result() == CheckResult.FAIL;
        String observed = check.message().orElseGet(() -> check.type() + " " + check.target() + ": " + check.result());
        Reason usual = failed ? Reason.HEALTH_CHECK_FAILED : Reason.HEALTH_CHECK_UNKNOWN;
        return Finding.of(
                level(),
                failed ? Severity.LOSS : Severity.UNKNOWN,
                check.reason().flatMap(Reason::of).orElse(usual),
                "check/" + check.name(),
                observed);
    }
}
