package io.kymaros.examples.embedding;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import java.time.Instant;

/** Scores a restore in plain Java: whatever made the observations, the score is a function of them. */
public final class EmbeddedScoring {
    private EmbeddedScoring() {}

    /** Prints the verdict on a restore that lost a Secret. */
    public static void main(String... args) {
        RunEvidence evidence = observed();
        ConfidenceScore score = ConfidenceScorer.standard().score(evidence);
        System.out.println(Summary.of(evidence, score));
        score.levels().forEach(level -> level.findings()
                .forEach(finding -> System.out.println(finding.object() + ": " + finding.remedy())));
    }

    static RunEvidence observed() {
        return RunEvidence.builder()
                .testName("own-tool")
                .testNamespace("backup")
                .startedAt(Instant.parse("2026-01-01T03:00:00Z"))
                .completedAt(Instant.parse("2026-01-01T03:01:10Z"))
                .restore(RestoreEvidence.builder()
                        .tool("OwnTool")
                        .phase(RestorePhase.COMPLETED)
                        .build())
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("Secret")
                                .addObjects(object("database-login", true), object("mail-login", false))
                                .build())
                        .build())
                .podStartup(PodStartupEvidence.builder()
                        .addPods(PodEvidence.builder()
                                .podName("api-0")
                                .ready(true)
                                .startupSeconds(12)
                                .build())
                        .build())
                .build();
    }

    private static ObjectEvidence object(String name, boolean restored) {
        return ObjectEvidence.builder().name(name).restored(restored).build();
    }
}
