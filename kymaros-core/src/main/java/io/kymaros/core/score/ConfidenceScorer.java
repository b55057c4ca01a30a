package io.kymaros.core.score;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.CompletenessLevel;
import io.kymaros.core.level.CrossNsDependenciesLevel;
import io.kymaros.core.level.HealthChecksLevel;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.level.LevelRule;
import io.kymaros.core.level.PodStartupLevel;
import io.kymaros.core.level.RestoreIntegrityLevel;
import io.kymaros.core.level.RtoComplianceLevel;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the evidence of a run into a confidence score, by six levels and a policy. Immutable, safe for use by many threads,
 * and a pure function: the same evidence always gives the same score. No evidence, however odd, makes it throw.
 *
 * <pre>{@code
 * ConfidenceScore score = ConfidenceScorer.standard().score(evidence);
 * if (score.result() != Result.PASS) {
 *     score.levels().forEach(level -> System.out.println(level.message()));
 * }
 * }</pre>
 */
public final class ConfidenceScorer {
    private static final List<LevelRule> STANDARD_RULES = List.of(
            new RestoreIntegrityLevel(),
            new CompletenessLevel(),
            new PodStartupLevel(),
            new HealthChecksLevel(),
            new CrossNsDependenciesLevel(),
            new RtoComplianceLevel());

    private final ScoringPolicy policy;
    private final Map<Level, LevelRule> rules;

    private ConfidenceScorer(ScoringPolicy policy, Map<Level, LevelRule> rules) {
        this.policy = policy;
        this.rules = rules;
    }

    /** The scorer of the specification. */
    public static ConfidenceScorer standard() {
        return with(ScoringPolicy.standard());
    }

    /** A scorer with the rules of the specification and a policy of one's own. */
    public static ConfidenceScorer with(ScoringPolicy policy) {
        Map<Level, LevelRule> rules = new EnumMap<>(Level.class);
        STANDARD_RULES.forEach(rule -> rules.put(rule.level(), rule));
        return new ConfidenceScorer(policy, rules);
    }

    /**
     * This scorer with one level judged by another rule.
     *
     * @param rule takes the place of the rule of its level
     * @return a new scorer; this one stays as it is
     */
    public ConfidenceScorer withRule(LevelRule rule) {
        Map<Level, LevelRule> replaced = new EnumMap<>(rules);
        replaced.put(rule.level(), rule);
        return new ConfidenceScorer(policy, replaced);
    }

    /** The policy by which this scorer judges. */
    public ScoringPolicy policy() {
        return policy;
    }

    /**
     * Scores a run. The result is that of the policy's thresholds and required levels; where evidence is missing it is
     * decided for the worst and for the best that the missing evidence could show, and is inconclusive if those differ.
     *
     * @throws IllegalStateException if a rule of one's own breaks the contract of {@link LevelRule}
     */
    public ConfidenceScore score(RunEvidence evidence) {
        return evidence.obstacle().map(ConfidenceScorer::notPerformed).orElseGet(() -> judged(evidence));
    }

    private static ConfidenceScore notPerformed(Obstacle obstacle) {
        return ConfidenceScore.builder()
                .result(Result.INCONCLUSIVE)
                .obstacle(obstacle)
                .build();
    }

    private ConfidenceScore judged(RunEvidence evidence) {
        List<LevelResult> levels =
                rules.values().stream().map(rule -> judge(rule, evidence)).toList();
        return ConfidenceScore.builder()
                .score(levels.stream().mapToInt(LevelResult::pointsEarned).sum())
                .scoreUpperBound(
                        levels.stream().mapToInt(LevelResult::pointsUpperBound).sum())
                .result(Verdict.of(policy, levels))
                .levels(levels)
                .build();
    }

    private LevelResult judge(LevelRule rule, RunEvidence evidence) {
        LevelResult result = rule.judge(evidence, policy);
        if (result.level() != rule.level() || result.maxPoints() != policy.weight(rule.level())) {
            throw new IllegalStateException(rule.getClass().getName() + " is to judge " + rule.level() + " for "
                    + policy.weight(rule.level()) + " points, but judged " + result.level() + " for "
                    + result.maxPoints());
        }
        return result;
    }
}
