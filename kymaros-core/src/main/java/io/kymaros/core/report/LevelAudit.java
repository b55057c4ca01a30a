package io.kymaros.core.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.ImmutableLevelResult;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ImmutableScoringPolicy;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.report.Contradiction.Code;
import java.util.List;
import java.util.Optional;

/** Recomputes what one level of a report earned from its details, its message and its reason. */
final class LevelAudit {
    private final Level level;
    private final StoredLevel stored;
    private final boolean policyKnown;
    private final ScoringPolicy policy;
    private final String path;
    private final Optional<LevelOutcome> outcome;
    private final Optional<Standing> standing;
    private final Optional<Share> share;

    /**
     * Prepares the audit of a level.
     *
     * @param share how much of the level's details is good, as far as they tell
     * @param policyKnown whether the policy is that of the report, or only assumed
     */
    LevelAudit(
            Level level,
            StoredLevel stored,
            Optional<Share> share,
            ScoringPolicy policy,
            boolean policyKnown,
            String path) {
        this.level = level;
        this.stored = stored;
        this.share = share.filter(Share::possible);
        this.policy = policy;
        this.policyKnown = policyKnown;
        this.path = path;
        this.outcome = stored.outcome().flatMap(LevelOutcome::named);
        this.standing = stored.reason().flatMap(Standing::of);
    }

    void addTo(List<Contradiction> found) {
        boolean outcomeFits = outcomeFitsReason(found);
        if (stored.maxPoints().isEmpty() || stored.pointsEarned().isEmpty()) {
            return;
        }
        int max = stored.maxPoints().getAsInt();
        int earned = stored.pointsEarned().getAsInt();
        if (earned < 0 || earned > max) {
            found.add(Contradiction.of(Code.POINTS_OUT_OF_RANGE, path + ".pointsEarned", earned, "0 to " + max));
        } else if (max == policy.weight(level)) {
            reasonFitsDetails(earned, found);
            expected(earned).ifPresent(expected -> compare(expected, earned, outcomeFits, found));
        } else if (policyKnown) {
            found.add(Contradiction.of(Code.WEIGHT_DIFFERS, path + ".maxPoints", max, policy.weight(level)));
        }
    }

    /** Whether there is an outcome that the reason allows; another one is a contradiction. */
    private boolean outcomeFitsReason(List<Contradiction> found) {
        boolean fits = outcome.filter(
                        known -> standing.map(s -> s.allows(known)).orElse(true))
                .isPresent();
        if (stored.outcome().isPresent() && !fits) {
            found.add(Contradiction.of(
                    Code.OUTCOME_DIFFERS,
                    path + ".outcome",
                    stored.outcome().get(),
                    standing.map(Standing::outcomes).orElse(List.of(LevelOutcome.values()))));
        }
        return fits;
    }

    private void reasonFitsDetails(int earned, List<Contradiction> found) {
        boolean judged =
                standing.filter(s -> s == Standing.WHOLE || s == Standing.LOSSY).isPresent();
        if (!judged || policy.weight(level) == 0 && share.isEmpty()) {
            return;
        }
        Share shown = share.orElse(new Share(earned, policy.weight(level)));
        if (shown.whole() != (standing.get() == Standing.WHOLE)) {
            found.add(Contradiction.of(
                    Code.REASON_DIFFERS, path + ".reason", stored.reason().orElse(""), shown));
        }
    }

    /** The level as it should be; empty where nothing tells. */
    private Optional<LevelResult> expected(int earned) {
        if (outcome.equals(Optional.of(LevelOutcome.INCONCLUSIVE))) {
            return Optional.of(wordless(LevelResult.inconclusive(level, policy)));
        }
        if (outcome.equals(Optional.of(LevelOutcome.NOT_CONFIGURED))) {
            return Optional.of(wordless(notConfigured(earned)));
        }
        return judgedShare(earned).map(known -> wordless(LevelResult.share(level, policy, known.good(), known.all())));
    }

    private ImmutableLevelResult.Builder notConfigured(int earned) {
        boolean awarded = policyKnown ? policy.unconfigured() == Unconfigured.EARNS_ALL : earned > 0;
        boolean never = level == Level.COMPLETENESS;
        return LevelResult.notConfigured(
                level,
                ImmutableScoringPolicy.copyOf(policy)
                        .withUnconfigured(awarded && !never ? Unconfigured.EARNS_ALL : Unconfigured.EARNS_NOTHING));
    }

    private Optional<Share> judgedShare(int earned) {
        if (share.isPresent()) {
            return share;
        }
        int max = policy.weight(level);
        Optional<Boolean> whole = standing.map(Standing.WHOLE::equals);
        if (level == Level.RESTORE_INTEGRITY || level == Level.RTO_COMPLIANCE) {
            // All or nothing. A level worth nothing shows nothing by its points.
            return whole.or(() -> Optional.of(earned == max).filter(any -> max > 0))
                    .map(good -> new Share(good ? 1 : 0, 1));
        }
        if (whole.orElse(false)) {
            return Optional.of(new Share(1, 1));
        }
        return Optional.of(new Share(earned, max)).filter(any -> max > 0);
    }

    private void compare(LevelResult expected, int earned, boolean outcomeFits, List<Contradiction> found) {
        if (earned != expected.pointsEarned()) {
            found.add(Contradiction.of(Code.POINTS_DIFFER, path + ".pointsEarned", earned, expected.pointsEarned()));
        }
        if (stored.passed().isPresent() && stored.passed().get() != expected.passed()) {
            found.add(Contradiction.of(
                    Code.PASSED_DIFFERS, path + ".passed", stored.passed().get(), expected.passed()));
        }
        if (outcomeFits && outcome.get() != expected.outcome()) {
            found.add(Contradiction.of(Code.OUTCOME_DIFFERS, path + ".outcome", outcome.get(), expected.outcome()));
        }
    }

    private static LevelResult wordless(ImmutableLevelResult.Builder result) {
        return result.reason("").message("").build();
    }
}
