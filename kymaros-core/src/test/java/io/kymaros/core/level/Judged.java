package io.kymaros.core.level;

import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import java.time.Instant;

/** Judges one level of a run that has no other evidence. */
final class Judged {
    private Judged() {}

    static ImmutableRunEvidence.Builder run() {
        return RunEvidence.builder()
                .testName("nightly")
                .testNamespace("kymaros-system")
                .startedAt(Instant.EPOCH)
                .completedAt(Instant.EPOCH);
    }

    static LevelResult by(LevelRule rule, ImmutableRunEvidence.Builder run) {
        return rule.judge(run.build(), ScoringPolicy.standard());
    }
}
