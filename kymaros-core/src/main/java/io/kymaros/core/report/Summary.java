package io.kymaros.core.report;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DurationText;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.level.Phrases;
import io.kymaros.core.level.Reason;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The verdict in a few sentences, as {@code kubectl describe} prints it. */
public final class Summary {
    /** What is worth a word when all is well. */
    private static final Map<String, String> PRAISES = Map.of(
            Reason.COMPLETENESS_EXACT.toString(), "all expected resources restored",
            Reason.PODS_READY.toString(), "all pods healthy",
            Reason.HEALTH_CHECKS_PASSED.toString(), "all health checks passed",
            Reason.RTO_MET.toString(), "RTO compliant");

    /** A completeness of which the summary says what was lost, and how. */
    private static final Set<String> COMPLETENESS_LOSSES =
            Set.of(Reason.COMPLETENESS_GAP.toString(), Reason.COMPLETENESS_DATA_LOST.toString());

    private Summary() {}

    /** Sums up the score of a run: the verdict, the restore, each level that lost points, and what was well. */
    public static String of(RunEvidence evidence, ConfidenceScore score) {
        return score.obstacle().map(Summary::notPerformed).orElseGet(() -> judged(evidence, score));
    }

    private static String notPerformed(Obstacle obstacle) {
        return "The run could not be performed (" + obstacle.reason() + "): " + sentence(obstacle.message());
    }

    private static String judged(RunEvidence evidence, ConfidenceScore score) {
        List<String> sentences = new ArrayList<>();
        sentences.add(verdict(score));
        List<String> praises = new ArrayList<>();
        for (LevelResult level : score.levels()) {
            if (level.reason().equals(Reason.RESTORE_COMPLETED.toString())) {
                sentences.add(restored(evidence));
            } else if (PRAISES.containsKey(level.reason())) {
                praises.add(praise(level));
            } else if (worthSaying(level)) {
                sentences.add(said(evidence, level));
            }
        }
        if (!praises.isEmpty()) {
            String joined = String.join(", ", praises);
            sentences.add(Character.toUpperCase(joined.charAt(0)) + joined.substring(1) + ".");
        }
        ignored(score).ifPresent(sentences::add);
        notScored(evidence, score).ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    /** What is not scored need not have come back. */
    private static String praise(LevelResult level) {
        boolean partly = level.reason().equals(Reason.COMPLETENESS_EXACT.toString())
                && !unscored(level).isEmpty();
        return partly
                ? "all expected resources of the scored types restored"
                : String.valueOf(PRAISES.get(level.reason()));
    }

    /** The types that are not scored and of which something did not come back. */
    private static Set<String> unscored(LevelResult level) {
        return level.findings().stream()
                .filter(finding -> finding.reason().equals(Reason.COMPLETENESS_UNSCORED_TYPE.toString()))
                .map(Finding::object)
                .collect(Collectors.toSet());
    }

    /** Whoever reads only the summary must learn that something was lost, whether or not that costs points. */
    private static Optional<String> notScored(RunEvidence evidence, ConfidenceScore score) {
        Set<String> unscored = score.levels().stream()
                .flatMap(level -> unscored(level).stream())
                .collect(Collectors.toSet());
        List<String> lost = types(evidence).stream()
                .filter(type -> unscored.contains(type.resourceType()) && lost(type) > 0)
                .map(type -> lost(type) + " of " + Phrases.count(type.expected(), type.resourceType()))
                .toList();
        return lost.isEmpty() ? Optional.empty() : Optional.of("Lost, but not scored: " + Phrases.list(lost) + ".");
    }

    private static List<ResourceTypeEvidence> types(RunEvidence evidence) {
        return evidence.completeness().map(CompletenessEvidence::resourceTypes).orElse(List.of());
    }

    private static int lost(ResourceTypeEvidence type) {
        return type.expected() - type.found() - type.unknown();
    }

    /** Whoever reads only the summary must learn that something was lost. */
    private static Optional<String> ignored(ConfidenceScore score) {
        List<String> objects = score.levels().stream()
                .flatMap(level -> level.findings().stream())
                .filter(finding -> finding.reason().equals(Reason.LOSS_IGNORED.toString()))
                .map(Finding::object)
                .toList();
        return objects.isEmpty()
                ? Optional.empty()
                : Optional.of("Lost, but ignored by the test: " + Phrases.list(objects) + ".");
    }

    private static String verdict(ConfidenceScore score) {
        int lower = score.score().orElse(0);
        int upper = score.scoreUpperBound().orElse(lower);
        if (lower == upper) {
            return "Score " + lower + "/100 (" + score.result() + ").";
        }
        if (score.result() == Result.INCONCLUSIVE) {
            return "Score between " + lower + " and " + upper + " of 100 (" + score.result() + ").";
        }
        return "Score " + lower + "/100 (" + score.result() + "; at most " + upper + " with the missing evidence).";
    }

    private static String restored(RunEvidence evidence) {
        return evidence.rto()
                .map(rto -> "Restore completed in " + DurationText.of(rto.measuredSeconds()) + ".")
                .orElse("Restore completed.");
    }

    private static boolean worthSaying(LevelResult level) {
        return level.pointsEarned() < level.maxPoints()
                || !level.passed()
                || level.outcome() == LevelOutcome.NOT_CONFIGURED;
    }

    private static String said(RunEvidence evidence, LevelResult level) {
        if (level.outcome() == LevelOutcome.INCONCLUSIVE) {
            return level.level() + " is inconclusive (" + level.reason() + "): " + sentence(level.message());
        }
        if (COMPLETENESS_LOSSES.contains(level.reason())) {
            String tool = evidence.restore().map(RestoreEvidence::tool).orElse("the");
            return (isMinor(evidence, level) ? "Minor completeness gap: " : "Completeness gap: ")
                    + CompletenessGap.of(level.findings()).describe(tool) + ".";
        }
        return sentence(level.message());
    }

    /** Of no type more than a quarter is lost. */
    private static boolean isMinor(RunEvidence evidence, LevelResult level) {
        Set<String> unscored = unscored(level);
        return level.passed()
                && types(evidence).stream()
                        .filter(type -> !unscored.contains(type.resourceType()))
                        .allMatch(type -> 4L * lost(type) <= type.expected());
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
