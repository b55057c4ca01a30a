package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;

/** The result of a level that the user has not configured: what it costs, if anything, has a finding too. */
final class NotConfigured {
    private NotConfigured() {}

    static LevelResult result(Level level, ScoringPolicy policy, Reason reason, String message) {
        LevelResult result = LevelResult.notConfigured(level, policy)
                .reason(reason.toString())
                .message(message)
                .build();
        Severity severity = result.pointsEarned() < result.maxPoints() ? Severity.LOSS : Severity.NOTE;
        return LevelResult.builder()
                .from(result)
                .addFindings(Finding.of(level, severity, reason, level.toString(), message))
                .build();
    }
}
