package io.kymaros.core.level;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The health checks of the linked policy: passed checks of defined checks. Not configured where nothing is defined: a
 * policy without checks proves no more than none. Inconclusive where one could not be made.
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
    LevelResult judge(RunEvidence run, HealthChecksEvidence evidence, ScoringPolicy policy) {
        List<CheckEvidence> checks = evidence.checks();
        if (checks.isEmpty()) {
            return notConfigured(evidence, policy);
        }
        List<Finding> findings = checks.stream()
                .filter(check -> check.result() != CheckResult.PASS)
                .map(this::finding)
                .toList();
        int unknown = count(checks, CheckResult.INCONCLUSIVE);
        if (unknown > 0) {
            return LevelResult.inconclusive(level(), policy)
                    .reason(Reason.HEALTH_CHECKS_UNKNOWN.toString())
                    .message(Phrases.ratio(unknown, checks.size(), "health check") + " could not be made")
                    .findings(findings)
                    .build();
        }
        int passed = count(checks, CheckResult.PASS);
        return LevelResult.share(level(), policy, passed, checks.size())
                .reason((findings.isEmpty() ? Reason.HEALTH_CHECKS_PASSED : Reason.HEALTH_CHECKS_FAILED).toString())
                .message(Phrases.ratio(passed, checks.size(), "health check") + " passed")
                .findings(findings)
                .build();
    }

    private LevelResult notConfigured(HealthChecksEvidence evidence, ScoringPolicy policy) {
        String message = evidence.policy()
                .map(name ->
                        "HealthCheckPolicy " + name + " defines no checks; add one to have the application checked")
                .orElse(
                        "No HealthCheckPolicy is linked; set spec.healthChecks.policyRef to have the application checked");
        return NotConfigured.result(level(), policy, Reason.HEALTH_CHECKS_NOT_CONFIGURED, message);
    }

    private static int count(List<CheckEvidence> checks, CheckResult result) {
        return (int) checks.stream().filter(check -> check.result() == result).count();
    }

    private Finding finding(CheckEvidence check) {
        boolean failed = check.result() == CheckResult.FAIL;
        String observed = check.message().orElseGet(() -> check.type() + " " + check.target() + ": " + check.result());
        return Finding.of(
                level(),
                failed ? Severity.LOSS : Severity.UNKNOWN,
                failed ? Reason.HEALTH_CHECK_FAILED : Reason.HEALTH_CHECK_UNKNOWN,
                "check/" + check.name(),
                observed);
    }
}
