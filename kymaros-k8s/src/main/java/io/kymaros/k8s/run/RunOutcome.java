package io.kymaros.k8s.run;

import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.document.EvidenceDocument;

/**
 * What a run left behind.
 *
 * @param report the stored report, with its conditions
 * @param score the verdict
 * @param document what the verdict rests on, and the policy it was judged by
 */
public record RunOutcome(RestoreReport report, ConfidenceScore score, EvidenceDocument document) {}
