package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.Reason;
import io.kymaros.core.report.ImmutableStoredBackup;
import io.kymaros.core.report.ImmutableStoredBaseline;
import io.kymaros.core.report.ImmutableStoredFinding;
import io.kymaros.core.report.ImmutableStoredItem;
import io.kymaros.core.report.ImmutableStoredLevel;
import io.kymaros.core.report.ImmutableStoredReport;
import io.kymaros.core.report.ImmutableStoredResourceType;
import io.kymaros.core.report.ImmutableStoredRto;
import io.kymaros.core.report.StoredBackup;
import io.kymaros.core.report.StoredFinding;
import io.kymaros.core.report.StoredItem;
import io.kymaros.core.report.StoredItem.State;
import io.kymaros.core.report.StoredLevel;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.report.StoredResourceType;
import io.kymaros.core.report.StoredRto;
import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A report with one field changed, for every field that can be judged by the report alone: all but names, quotations of what a
 * tool or a cluster said, notes, and what stands for itself alone, such as the duration of a check. Levels must be worth
 * something.
 */
public final class OneFieldTampered {
    /** A reason code for each way in which a level can stand. */
    private static final Map<Level, List<Reason>> REASONS = Map.of(
            Level.RESTORE_INTEGRITY,
            List.of(
                    Reason.RESTORE_COMPLETED,
                    Reason.RESTORE_FAILED,
                    Reason.RESTORE_DATA_LOST,
                    Reason.EVIDENCE_NOT_GATHERED),
            Level.COMPLETENESS,
            List.of(
                    Reason.COMPLETENESS_EXACT,
                    Reason.COMPLETENESS_GAP,
                    Reason.COMPLETENESS_DATA_LOST,
                    Reason.COMPLETENESS_NOTHING_EXPECTED),
            Level.POD_STARTUP,
            List.of(Reason.PODS_READY, Reason.PODS_NONE_EXPECTED, Reason.PODS_NOT_READY, Reason.POD_HELD_BACK),
            Level.HEALTH_CHECKS,
            List.of(
                    Reason.HEALTH_CHECKS_PASSED,
                    Reason.HEALTH_CHECKS_FAILED,
                    Reason.HEALTH_CHECKS_NOT_CONFIGURED,
                    Reason.HEALTH_CHECKS_UNKNOWN),
            Level.CROSS_NS_DEPENDENCIES,
            List.of(
                    Reason.DEPENDENCIES_REACHABLE,
                    Reason.DEPENDENCIES_NONE,
                    Reason.DEPENDENCIES_UNREACHABLE,
                    Reason.DEPENDENCIES_UNKNOWN),
            Level.RTO_COMPLIANCE,
            List.of(Reason.RTO_MET, Reason.RTO_EXCEEDED, Reason.RTO_NOT_CONFIGURED));

    /** What a tool said; how much of it a report quotes is the tool's affair. */
    private static final Set<String> QUOTATIONS =
            Set.of(Reason.RESTORE_ERROR.toString(), Reason.RESTORE_HELD_BACK.toString());

    private final ImmutableStoredReport report;
    private final Map<String, StoredReport> tampered = new LinkedHashMap<>();

    private OneFieldTampered(StoredReport report) {
        this.report = ImmutableStoredReport.copyOf(report);
    }

    /** Every tampered report, by what was done to it. */
    public static Map<String, StoredReport> of(StoredReport report) {
        OneFieldTampered all = new OneFieldTampered(report);
        all.totals();
        all.run();
        report.rto().ifPresent(all::times);
        for (int i = 0; i < report.validationLevels().size(); i++) {
            all.level(i, report.validationLevels().get(i));
        }
        for (int i = 0; i < report.findings().size(); i++) {
            all.finding(i, report.findings().get(i));
        }
        return all.tampered;
    }

    private void totals() {
        report.score().ifPresent(score -> {
            put("score + 1", report.withScore(score + 1));
            put("score - 1", report.withScore(score - 1));
            put("no score", report.withScore(OptionalInt.empty()));
            put("reason of a run that was performed", report.withReason("StorageLocationUnavailable"));
        });
        report.scoreUpperBound().ifPresent(bound -> {
            put("upper bound + 1", report.withScoreUpperBound(bound + 1));
            put("upper bound - 1", report.withScoreUpperBound(bound - 1));
            put("no upper bound", report.withScoreUpperBound(OptionalInt.empty()));
        });
        if (report.reason().isPresent()) {
            put("score of a run that was not performed", report.withScore(100));
            put("another reason", report.withReason("Whatever"));
        }
        Arrays.stream(Result.values())
                .map(Result::toString)
                .filter(result -> !report.result().equals(Optional.of(result)))
                .forEach(result -> put("result " + result, report.withResult(result)));
        put("result unheard of", report.withResult("Splendid"));
        put("no result", report.withResult(Optional.empty()));
    }

    private void run() {
        put("summary of another run", report.withSummary("Score 100/100 (Pass). All is well."));
        put("no summary", report.withSummary(Optional.empty()));
        put("digest of nothing", report.withEvidenceDigest("none"));
        put("not started", report.withRunStartedAt(Optional.empty()));
        put("not completed", report.withRunCompletedAt(Optional.empty()));
        report.baseline().ifPresent(baseline -> {
            ImmutableStoredBaseline base = ImmutableStoredBaseline.copyOf(baseline);
            put("compared with nothing", report.withBaseline(base.withSource("Nothing")));
            put("not compared", report.withBaseline(base.withSource(Optional.empty())));
            // A comparison that broke off before it saw anything looks like one that never began.
            if (report.validationLevels().stream().anyMatch(OneFieldTampered::isComparison)) {
                put("no baseline", report.withBaseline(Optional.empty()));
            }
        });
        report.backup().ifPresent(this::backup);
        if (!report.validationLevels().isEmpty()) {
            put("no levels", report.withValidationLevels());
            List<StoredLevel> reversed = new ArrayList<>(report.validationLevels());
            Collections.reverse(reversed);
            put("levels the other way round", report.withValidationLevels(reversed));
        }
    }

    private void backup(StoredBackup backup) {
        ImmutableStoredBackup base = ImmutableStoredBackup.copyOf(backup);
        put("backup without a name", report.withBackup(base.withName(Optional.empty())));
        backup.ageSeconds().ifPresent(age -> {
            put("age + 3", report.withBackup(base.withAgeSeconds(age + 3)));
            put("age unknown", report.withBackup(base.withAgeSeconds(OptionalLong.empty())));
            put("age of no data", report.withBackup(base.withStartedAt(Optional.empty())));
            if (age > 3) {
                put("age - 3", report.withBackup(base.withAgeSeconds(age - 3)));
                Instant data = backup.startedAt().orElseThrow();
                put("data 3 s newer", report.withBackup(base.withStartedAt(data.plusSeconds(3))));
            }
        });
    }

    private void times(StoredRto rto) {
        ImmutableStoredRto base = ImmutableStoredRto.copyOf(rto);
        long measured = rto.measuredSeconds().orElseThrow();
        put("measured + 2", report.withRto(base.withMeasuredSeconds(measured + 2)));
        put("measured negative", report.withRto(base.withMeasuredSeconds(-measured - 2)));
        put("nothing measured", report.withRto(base.withMeasuredSeconds(OptionalLong.empty())));
        put("a negative part", report.withRto(base.withParts(new StoredRto.Part("queue", -1))));
        rto.compliant().ifPresent(met -> {
            put("compliant", report.withRto(base.withCompliant(!met)));
            put("neither compliant nor not", report.withRto(base.withCompliant(Optional.empty())));
        });
        rto.slaMaxSeconds().ifPresent(max -> put("objective 0", report.withRto(base.withSlaMaxSeconds(0))));
        boolean judged = report.validationLevels().stream()
                .anyMatch(level -> level.name().equals(Level.RTO_COMPLIANCE.toString()) && judged(level));
        if (judged) {
            rto.slaMaxSeconds().ifPresent(max -> put("objective + 1", report.withRto(base.withSlaMaxSeconds(max + 1))));
            if (rto.slaMaxSeconds().isPresent()) {
                put("measured + 1", report.withRto(base.withMeasuredSeconds(measured + 1)));
                put("no objective", report.withRto(base.withSlaMaxSeconds(OptionalLong.empty())));
            }
            put("no recovery time", report.withRto(Optional.empty()));
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
        int bound = level.pointsUpperBound().orElse(earned);
        boolean passed = level.passed().orElseThrow();
        List<StoredLevel> others = new ArrayList<>(report.validationLevels());
        others.remove(index);
        put("level " + index + " left out", report.withValidationLevels(others));
        put(index, "unknown name", base.withName("Luck"));
        put(
                index,
                "name of another level",
                base.withName(report.validationLevels().get((index + 1) % 6).name()));
        put(index, "max + 1", base.withMaxPoints(max + 1));
        put(index, "max - 1", base.withMaxPoints(max - 1));
        put(index, "no max", base.withMaxPoints(OptionalInt.empty()));
        put(index, "earned + 1", base.withPointsEarned(earned + 1));
        put(index, "earned - 1", base.withPointsEarned(earned - 1));
        put(index, "no points", base.withPointsEarned(OptionalInt.empty()));
        put(index, "bound + 1", base.withPointsUpperBound(bound + 1));
        put(index, "bound - 1", base.withPointsUpperBound(bound - 1));
        level.pointsUpperBound()
                .ifPresent(any -> put(index, "no bound", base.withPointsUpperBound(OptionalInt.empty())));
        put(index, "passed", base.withPassed(!passed));
        put(index, "neither passed nor not", base.withPassed(Optional.empty()));
        put(index, "another message", base.withMessage("All is well"));
        for (LevelOutcome outcome : LevelOutcome.values()) {
            if (!level.outcome().equals(Optional.of(outcome.toString()))) {
                put(index, "outcome " + outcome, base.withOutcome(outcome.toString()));
            }
        }
        put(index, "outcome unheard of", base.withOutcome("Splendid"));
        put(index, "no outcome", base.withOutcome(Optional.empty()));
        for (Reason reason : REASONS.getOrDefault(Level.named(level.name()).orElseThrow(), List.of())) {
            if (!level.reason().equals(Optional.of(reason.toString()))) {
                put(index, "reason " + reason, base.withReason(reason.toString()));
            }
        }
        put(index, "no reason", base.withReason(Optional.empty()));
        details(index, level, base);
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
            putType(index, base, i, "expected + 1", detail.withExpected(type.expected() + 1));
            putType(index, base, i, "expected - 1", detail.withExpected(type.expected() - 1));
            putType(index, base, i, "found + 1", detail.withFound(type.found() + 1));
            putType(index, base, i, "one more missing", detail.withMissing(with(type.missing(), "what-ever")));
            if (!type.missing().isEmpty()) {
                putType(index, base, i, "none missing", detail.withMissing());
            }
            List<StoredResourceType> twice = with(level.resourceTypes(), type);
            put(index, "type " + i + " twice", base.withResourceTypes(twice));
        }
        for (int i = 0; i < level.items().size(); i++) {
            for (State state : State.values()) {
                boolean saysSo = state != State.UNKNOWN || level.name().equals(Level.HEALTH_CHECKS.toString());
                if (saysSo && level.items().get(i).state() != state) {
                    List<StoredItem> items = new ArrayList<>(level.items());
                    items.set(i, ImmutableStoredItem.copyOf(items.get(i)).withState(state));
                    put(index, "item " + i + " " + state, base.withItems(items));
                }
            }
        }
    }

    /** Of what was found that costs points, or keeps a level from being judged; notes stand for themselves. */
    private void finding(int index, StoredFinding finding) {
        boolean note = finding.severity().equals(Severity.NOTE.toString());
        boolean gap =
                finding.object().equals(finding.level()) && finding.severity().equals(Severity.UNKNOWN.toString());
        if (note || QUOTATIONS.contains(finding.reason())) {
            return;
        }
        List<StoredFinding> others = new ArrayList<>(report.findings());
        others.remove(index);
        ImmutableStoredFinding base = ImmutableStoredFinding.copyOf(finding);
        put("finding " + index + " is a note", withFinding(index, base.withSeverity(Severity.NOTE.toString())));
        put("finding " + index + " unheard of", withFinding(index, base.withSeverity("Splendid")));
        put("finding " + index + " of no level", withFinding(index, base.withLevel("Luck")));
        put("finding " + index + " to be praised", withFinding(index, base.withRemedy("Celebrate.")));
        if (!gap) {
            put("finding " + index + " left out", report.withFindings(others));
            put("finding " + index + " twice", report.withFindings(with(report.findings(), finding)));
            put("finding " + index + " for another reason", withFinding(index, base.withReason("RtoMet")));
            put("finding " + index + " of another object", withFinding(index, base.withObject("What/ever")));
        }
    }

    private StoredReport withFinding(int index, StoredFinding changed) {
        List<StoredFinding> findings = new ArrayList<>(report.findings());
        findings.set(index, changed);
        return report.withFindings(findings);
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

    private static <T> List<T> with(List<? extends T> list, T entry) {
        List<T> longer = new ArrayList<>(list);
        longer.add(entry);
        return longer;
    }

    private void put(String what, StoredReport changed) {
        tampered.put(what, changed);
    }

    private static boolean isComparison(StoredLevel level) {
        return level.name().equals(Level.COMPLETENESS.toString())
                && (!level.resourceTypes().isEmpty()
                        || !level.outcome().equals(Optional.of(LevelOutcome.INCONCLUSIVE.toString())));
    }
}
