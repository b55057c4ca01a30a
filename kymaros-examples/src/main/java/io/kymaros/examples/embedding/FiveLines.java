package io.kymaros.examples.embedding;

import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import java.time.Instant;

/** The least that it takes to score a restore; the README shows it. */
public final class FiveLines {
    private FiveLines() {}

    /** Prints the verdict on a restore of which nothing is known but that it ended well. */
    public static void main(String... args) {
        Instant start = Instant.parse("2026-01-01T03:00:00Z");
        Instant end = Instant.parse("2026-01-01T03:01:10Z");

        RestoreEvidence restore = RestoreEvidence.builder()
                .tool("MyTool")
                .phase(RestorePhase.COMPLETED)
                .build();
        RunEvidence evidence = RunEvidence.builder()
                .testName("nightly")
                .testNamespace("shop")
                .startedAt(start)
                .completedAt(end)
                .restore(restore)
                .build();
        ConfidenceScore score = ConfidenceScorer.standard().score(evidence);
        System.out.println(Summary.of(evidence, score));
    }
}
