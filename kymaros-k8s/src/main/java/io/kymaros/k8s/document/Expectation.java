package io.kymaros.k8s.document;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.Result;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** What the evidence of a document should score: a label, for cases that implementations are tried with. */
@Value.Immutable
public interface Expectation {
    /** The result. */
    Result result();

    /** The score; empty for a run that could not be performed. */
    OptionalInt score();

    /** The upper bound of the score. */
    OptionalInt scoreUpperBound();

    /** Points that each level earns. */
    Map<Level, Integer> points();

    /** How each level ends. */
    Map<Level, LevelOutcome> outcomes();

    /** The reason codes of what cost points or could not be judged, each once, sorted; for a run without score its reason. */
    List<String> reasons();

    /** Starts an empty expectation. */
    static ImmutableExpectation.Builder builder() {
        return ImmutableExpectation.builder();
    }

    /** What a score would have met: two are equal if the scores agree in all that a label says. */
    static Expectation metBy(ConfidenceScore score) {
        Map<Level, Integer> points = new EnumMap<>(Level.class);
        Map<Level, LevelOutcome> outcomes = new EnumMap<>(Level.class);
        for (LevelResult level : score.levels()) {
            points.put(level.level(), level.pointsEarned());
            outcomes.put(level.level(), level.outcome());
        }
        return builder()
                .result(score.result())
                .score(score.score())
                .scoreUpperBound(score.scoreUpperBound())
                .points(points)
                .outcomes(outcomes)
                .reasons(reasons(score))
                .build();
    }

    private static List<String> reasons(ConfidenceScore score) {
        return score.obstacle().map(obstacle -> List.of(obstacle.reason())).orElseGet(() -> score.levels().stream()
                .flatMap(level -> level.findings().stream())
                .filter(finding -> finding.severity() != Severity.NOTE)
                .map(Finding::reason)
                .distinct()
                .sorted()
                .toList());
    }
}
