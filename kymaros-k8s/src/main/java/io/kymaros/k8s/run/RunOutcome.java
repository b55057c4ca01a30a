package io.kymaros.k8s.run;

import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.k8s.api.RestoreReport;

/**
 * What a run left behind.
 *
 * @param report the stored report, with its conditions
 * @param score the verdict
 * @param evidence what the verdict rests on
 * @param policy the policy it was judged by
 */
public record RunOutcome(RestoreReport report, ConfidenceScore score, RunEvidence evidence, ScoringPolicy policy) {}
