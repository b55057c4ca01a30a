package io.kymaros.k8s.run;

import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.document.EvidenceDocument;
import io.kymaros.k8s.logs.PodLogs;
import java.util.Optional;

/**
 * What a run left behind.
 *
 * @param report the report as it is stored, with its conditions; as it would have been, where it could not be
 * @param notStored why the verdict could not be stored; empty if it was
 * @param score the verdict
 * @param document what the verdict rests on, and the policy it was judged by
 * @param logs what failing pods have said, where the plan asks for it
 */
public record RunOutcome(
        RestoreReport report,
        Optional<Obstacle> notStored,
        ConfidenceScore score,
        EvidenceDocument document,
        PodLogs logs) {}
