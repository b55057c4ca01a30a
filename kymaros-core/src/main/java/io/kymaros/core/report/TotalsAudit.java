package io.kymaros.core.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import io.kymaros.core.score.Result;
import io.kymaros.core.score.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recomputes score, bounds and result from the levels of a report. */
final class TotalsAudit {
    private static final Pattern SCORE = Pattern.compile("Score (\\d{1,9})/100 \\((\\w+)\\b.*", Pattern.DOTALL);

    private final StoredReport report;
    private final ScoringPolicy policy;
    private final List<Contradiction> found;

    TotalsAudit(StoredReport report, ScoringPolicy policy, List<Contradiction> found) {
        this.report = report;
        this.policy = policy;
        this.found = found;
    }

    void audit() {
        if (report.reason().isPresent()) {
            notPerformed(report.reason().get());
        } else {
            sums();
            expectedResult().ifPresent(this::compareResult);
        }
        if (ReportForm.of(report) == ReportForm.FOREIGN) {
            report.summary().ifPresent(this::summary);
        }
    }

    private void notPerformed(String reason) {
        if (report.score().isPresent()) {
            found.add(Contradiction.of(
                    Code.SCORE_OF_NO_RUN, "status.score", report.score().getAsInt(), reason));
        }
        compareResult(Result.INCONCLUSIVE);
    }

    private void sums() {
        List<StoredLevel> levels = report.validationLevels();
        boolean earnedKnown =
                levels.stream().allMatch(level -> level.pointsEarned().isPresent());
        if (levels.isEmpty() || !earnedKnown) {
            return;
        }
        long sum = levels.stream().mapToLong(TotalsAudit::earned).sum();
        if (report.score().isPresent() && report.score().getAsInt() != sum) {
            found.add(Contradiction.of(
                    Code.SCORE_NOT_SUM, "status.score", report.score().getAsInt(), sum));
        }
        long bound = levels.stream().mapToLong(TotalsAudit::upperBound).sum();
        OptionalInt stated = report.scoreUpperBound();
        if (stated.isPresent() && stated.getAsInt() != bound) {
            found.add(Contradiction.of(Code.UPPER_BOUND_NOT_SUM, "status.scoreUpperBound", stated.getAsInt(), bound));
        }
    }

    private static int earned(StoredLevel level) {
        return level.pointsEarned().orElse(0);
    }

    private static int upperBound(StoredLevel level) {
        return level.pointsUpperBound().orElse(earned(level));
    }

    private static boolean inconclusive(StoredLevel level) {
        return level.outcome().flatMap(LevelOutcome::named).equals(Optional.of(LevelOutcome.INCONCLUSIVE));
    }

    /** By the levels where all are there and possible; else by the stated score; empty where there is none. */
    private Optional<Result> expectedResult() {
        List<LevelResult> levels = new ArrayList<>();
        for (StoredLevel stored : report.validationLevels()) {
            Optional<LevelResult> level = Level.named(stored.name()).flatMap(named -> level(named, stored));
            if (level.isEmpty()) {
                return byScore();
            }
            levels.add(level.get());
        }
        return levels.isEmpty() ? byScore() : Optional.of(Verdict.of(policy, levels));
    }

    private Optional<Result> byScore() {
        if (report.score().isEmpty()) {
            return Optional.empty();
        }
        Result worst = Result.of(report.score().getAsInt(), policy);
        Result best = Result.of(report.scoreUpperBound().orElse(report.score().getAsInt()), policy);
        return Optional.of(worst == best ? worst : Result.INCONCLUSIVE);
    }

    private Optional<LevelResult> level(Level level, StoredLevel stored) {
        int max = stored.maxPoints().orElse(-1);
        int earned = stored.pointsEarned().orElse(-1);
        int bound = upperBound(stored);
        if (earned < 0 || bound < earned || bound > max || max > 100) {
            return Optional.empty();
        }
        boolean inconclusive = inconclusive(stored);
        boolean reached = max == 0 ? stored.passed().orElse(true) : policy.isPassed(earned, max);
        return Optional.of(LevelResult.builder()
                .level(level)
                .maxPoints(max)
                .pointsEarned(earned)
                .pointsUpperBound(bound)
                .passed(reached)
                .outcome(inconclusive ? LevelOutcome.INCONCLUSIVE : LevelOutcome.PASSED)
                .reason("")
                .message("")
                .build());
    }

    private void compareResult(Result expected) {
        if (report.result().isPresent() && !report.result().get().equals(expected.toString())) {
            found.add(Contradiction.of(
                    Code.RESULT_DIFFERS, "status.result", report.result().get(), expected));
        }
    }

    private void summary(String summary) {
        Matcher said = SCORE.matcher(summary.strip());
        if (!said.matches() || report.score().isEmpty() || report.result().isEmpty()) {
            return;
        }
        String saidVerdict = said.group(1) + " (" + said.group(2) + ")";
        String stated = report.score().getAsInt() + " (" + report.result().get() + ")";
        if (!saidVerdict.equals(stated)) {
            found.add(Contradiction.of(Code.SUMMARY_DIFFERS, "status.summary", saidVerdict, stated));
        }
    }
}
