package io.kymaros.examples.embedding;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;

/** Scores by a policy of one's own: every object counts, and without all of its pods no restore is a Pass. */
public final class PolicyOfOnesOwn {
    /** The policy. */
    static final ScoringPolicy POLICY = ScoringPolicy.builder()
            .putCredits(Level.COMPLETENESS, Credit.PROPORTIONAL)
            .passThreshold(95)
            .addRequiredLevels(Level.POD_STARTUP)
            .build();

    private PolicyOfOnesOwn() {}

    /** Prints what the policy makes of a restore that lost a Secret. */
    public static void main(String... args) {
        ConfidenceScore score = ConfidenceScorer.with(POLICY).score(EmbeddedScoring.observed());
        System.out.println(score.result() + ", "
                + score.levels().stream()
                        .map(level -> level.level() + " " + level.pointsEarned() + "/" + level.maxPoints())
                        .toList());
    }
}
