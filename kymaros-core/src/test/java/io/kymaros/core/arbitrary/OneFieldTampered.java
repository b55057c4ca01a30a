package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.Reason;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.ImmutableStoredItem;
import io.kymaros.core.report.ImmutableStoredLevel;
import io.kymaros.core.report.ImmutableStoredReport;
import io.kymaros.core.report.ImmutableStoredResourceType;
import io.kymaros.core.report.ImmutableStoredRto;
import io.kymaros.core.report.StoredItem;
import io.kymaros.core.report.StoredLevel;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.report.StoredResourceType;
import io.kymaros.core.report.StoredRto;
import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A report with one field changed, for every field that can be judged: all but names, messages and what stands for itself
 * alone, such as the duration of a check. Levels must be worth something.
 */
public final class OneFieldTampered {
    /** A reason code for each way in which a level can stand. */
    private static final Map<Level, List<Reason>> REASONS = Map.of(
            Level.RESTORE_INTEGRITY,
            List.of(Reason.RESTORE_COMPLETED, Reason.RESTORE_FAILED, Reason.EVIDENCE_NOT_GATHERED),
            Level.COMPLETENESS,
            List.of(Reason.COMPLETENESS_EXACT, Reason.COMPLETENESS_GAP, Reason.COMPLETENESS_NOTHING_EXPECTED),
            Level.POD_STARTUP,
            List.of(Reason.PODS_READY, Reason.PODS_NOT_READY, Reason.POD_HELD_BACK),
            Level.HEALTH_CHECKS,
            List.of(
                    Reason.HEALTH_CHECKS_PASSED,
                    Reason.HEALTH_CHECKS_FAILED,
                    Reason.HEALTH_CHECKS_NOT_CONFIGURED,
                    Reason.HEALTH_CHECKS_UNKNOWN),
            Level.CROSS_NS_DEPENDENCIES,
            List.of(Reason.DEPENDENCIES_REACHABLE, Reason.DEPENDENCIES_UNREACHABLE, Reason.DEPENDENCIES_UNKNOWN),
            Level.RTO_COMPLIANCE,
            List.of(Reason.RTO_MET, Reason.RTO_EXCEEDED, Reason.RTO_NOT_CONFIGURED));

    private final ImmutableStoredReport report;
    private final ScoringPolicy policy;
    private final Map<String, StoredReport> tampered = new LinkedHashMap<>();

    private OneFieldTampered(StoredReport report, ScoringPolicy policy) {
        this.report = ImmutableStoredReport.copyOf(report);
        this.policy = policy;
    }

    /** Every tampered report, by what was done to it. */
    public static Map<String, StoredReport> of(StoredReport report, ScoringPolicy policy) {
        OneFieldTampered all = new OneFieldTampered(report, policy);
        all.totals();
        report.rto().ifPresent(all::times);
        for (int i = 0; i < report.validationLevels().size(); i++) {
            all.level(i, report.validationLevels().get(i));
        }
        return all.tampered;
    }

    private void totals() {
        report.score().ifPresent(score -> {
            put("score + 1", report.withScore(score + 1));
            put("score - 1", report.withScore(score - 1));
            put("reason of a run that was performed", report.withReason("StorageLocationUnavailable"));
        });
        report.scoreUpperBound().ifPresent(bound -> {
            put("upper bound + 1", report.withScoreUpperBound(bound + 1));
            put("upper bound - 1", report.withScoreUpperBound(bound - 1));
        });
        if (report.reason().isPresent()) {
            put("score of a run that was not performed", report.withScore(100));
        }
        Arrays.stream(Result.values())
                .map(Result::toString)
                .filter(result -> !report.result().equals(Optional.of(result)))
                .forEach(result -> put("result " + result, report.withResult(result)));
        put("result unheard of", report.withResult("Splendid"));
    }

    private void times(StoredRto rto) {
        ImmutableStoredRto base = ImmutableStoredRto.copyOf(rto);
        long measured = rto.measuredSeconds().orElseThrow();
        put("measured + 2", report.withRto(base.withMeasuredSeconds(measured + 2)));
        put("measured negative", report.withRto(base.withMeasuredSeconds(-measured - 2)));
        rto.compliant().ifPresent(met -> put("compliant", report.withRto(base.withCompliant(!met))));
        rto.slaMaxSeconds().ifPresent(max -> put("objective 0", report.withRto(base.withSlaMaxSeconds(0))));
        boolean judged = report.validationLevels().stream()
                .anyMatch(level -> level.name().equals(Level.RTO_COMPLIANCE.toString()) && judged(level));
        if (judged) {
            rto.slaMaxSeconds().ifPresent(max -> put("objective + 1", report.withRto(base.withSlaMaxSeconds(max + 1))));
            if (rto.slaMaxSeconds().isPresent()) {
                put("measured + 1", report.withRto(base.withMeasuredSeconds(measured + 1)));
            }
        }
        Instant started = report.runStartedAt().orElseThrow();
        Instant completed = report.runCompletedAt().orElseThrow();
        put("started 2 s earlier", report.withRunStartedAt(started.minusSeconds(2)));
        put("started after completion", report.withRunStartedAt(completed.plusSeconds(1)));
        put("completed 2 s later", report.withRunCompletedAt(completed.plusSeconds(2)));
        put("created long before", report.withCreationTimestamp(started.minusSeconds(61)));
    }

    private void level(int index, StoredLevel level) {
        ImmutableStoredLevel base = ImmutableStoredLevel.copyOf(level);
        int max = level.maxPoints().orElseThrow();
        int earned = level.pointsEarned().orElseThrow();
        boolean passed = level.passed().orElseThrow();
        put(index, "unknown name", base.withName("Luck"));
        put(
                index,
                "name of another level",
                base.withName(report.validationLevels().get((index + 1) % 6).name()));
        put(index, "max + 1", base.withMaxPoints(max + 1));
        put(index, "max - 1", base.withMaxPoints(max - 1));
        put(index, "earned + 1", base.withPointsEarned(earned + 1));
        put(index, "earned - 1", base.withPointsEarned(earned - 1));
        put(index, "passed", base.withPassed(!passed));
        for (LevelOutcome outcome : LevelOutcome.values()) {
            if (!level.outcome().equals(Optional.of(outcome.toString()))) {
                put(index, "outcome " + outcome, base.withOutcome(outcome.toString()));
            }
        }
        put(index, "outcome unheard of", base.withOutcome("Splendid"));
        reasons(index, level, base);
        details(index, level, base);
    }

    private void reasons(int index, StoredLevel level, ImmutableStoredLevel base) {
        List<Reason> reasons = REASONS.getOrDefault(Level.named(level.name()).orElseThrow(), List.of());
        boolean alsoWhole = List.of("PodsNoneExpected", "DependenciesNone")
                .contains(level.reason().orElse(""));
        boolean alsoLossy = level.name().equals(Level.RESTORE_INTEGRITY.toString())
                && !level.reason().equals(Optional.of(Reason.RESTORE_COMPLETED.toString()));
        for (Reason reason : reasons) {
            boolean same = level.reason().equals(Optional.of(reason.toString()))
                    || alsoWhole && reason == reasons.get(0)
                    || alsoLossy && reason == reasons.get(1);
            if (judged(level) && !same) {
                put(index, "reason " + reason, base.withReason(reason.toString()));
            }
        }
    }

    private void details(int index, StoredLevel level, ImmutableStoredLevel base) {
        for (int i = 0; i < level.resourceTypes().size(); i++) {
            StoredResourceType type = level.resourceTypes().get(i);
            ImmutableStoredResourceType detail = ImmutableStoredResourceType.copyOf(type);
            putType(
                    index,
                    base,
                    i,
                    "matched",
                    detail.withMatched(!type.matched().orElseThrow()));
            putType(index, base, i, "expected negative", detail.withExpected(-type.expected() - 1));
            putType(index, base, i, "found negative", detail.withFound(-type.found() - 1));
            if (judged(level) && policy.scoredResourceTypes().contains(type.resourceType())) {
                putType(index, base, i, "expected + 1", detail.withExpected(type.expected() + 1));
                if (type.expected() > 0) {
                    putType(index, base, i, "found + 1", detail.withFound(type.found() + 1));
                    putType(index, base, i, "expected - 1", detail.withExpected(type.expected() - 1));
                }
            }
        }
        for (int i = 0; judged(level) && i < level.items().size(); i++) {
            List<StoredItem> items = new ArrayList<>(level.items());
            items.set(
                    i,
                    ImmutableStoredItem.copyOf(items.get(i))
                            .withGood(!items.get(i).good()));
            put(index, "item " + i, base.withItems(items));
        }
    }

    private void putType(int index, ImmutableStoredLevel base, int at, String what, StoredResourceType changed) {
        List<StoredResourceType> types = new ArrayList<>(base.resourceTypes());
        types.set(at, changed);
        put(index, "type " + at + " " + what, base.withResourceTypes(types));
    }

    private static boolean judged(StoredLevel level) {
        return level.outcome()
                .flatMap(LevelOutcome::named)
                .filter(outcome -> outcome != LevelOutcome.INCONCLUSIVE && outcome != LevelOutcome.NOT_CONFIGURED)
                .isPresent();
    }

    private void put(int index, String what, StoredLevel changed) {
        List<StoredLevel> levels = new ArrayList<>(report.validationLevels());
        levels.set(index, changed);
        put("level " + index + " " + what, report.withValidationLevels(levels));
    }

    private void put(String what, StoredReport changed) {
        tampered.put(what, changed);
    }
}
