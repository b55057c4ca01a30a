package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;

/**
 * How one level is judged: a pure function of evidence and policy. A rule keeps no state, reads no clock and throws for no
 * evidence, however odd.
 *
 * <p>A rule of one's own starts from {@link LevelResult#share}, {@link LevelResult#notConfigured} or
 * {@link LevelResult#inconclusive}, which do the arithmetic.
 */
public interface LevelRule {
    /** The level that the rule judges. */
    Level level();

    /**
     * Judges the level.
     *
     * @param evidence the whole run; {@link RunEvidence#gaps()} says whether the level's part of it is whole
     * @param policy what the level is worth
     * @return a result for {@link #level()}, worth its weight in the policy, with a finding for every lost point's cause
     */
    LevelResult judge(RunEvidence evidence, ScoringPolicy policy);
}
