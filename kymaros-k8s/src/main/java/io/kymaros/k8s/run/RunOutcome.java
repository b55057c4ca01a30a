package io.kymaros.k8s.run;

import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.document.EvidenceDocument;
import io.kymaros.k8s.logs.PodLogs;

/**
 * What a run left behind.
 *
 * @param report the stored report, with its conditions
 * @param score the verdict
 * @param document what the verdict rests on, and the policy it was judged by
 * @param logs what failing pods have said, where the plan asks for it
 */
public record RunOutcome(RestoreReport report, ConfidenceScore score, EvidenceDocument document, PodLogs logs) {}
