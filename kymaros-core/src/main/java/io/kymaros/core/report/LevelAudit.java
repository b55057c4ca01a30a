package io.kymaros.core.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import java.util.List;
import java.util.Optional;

/** Recomputes what one level of a report in another form earned, as far as its details and its message tell. */
final class LevelAudit {
    private final Level level;
    private final StoredLevel stored;
    private final ScoringPolicy policy;
    private final String path;
    private final Optional<Share> share;

    /**
     * Prepares the audit of a level.
     *
     * @param share how much of the level's details is good, as far as they tell
     */
    LevelAudit(Level level, StoredLevel stored, Optional<Share> share, ScoringPolicy policy, String path) {
        this.level = level;
        this.stored = stored;
        this.share = share.filter(Share::possible);
        this.policy = policy;
        this.path = path;
    }

    void addTo(List<Contradiction> found) {
        if (stored.maxPoints().isEmpty() || stored.pointsEarned().isEmpty()) {
            return;
        }
        int max = stored.maxPoints().getAsInt();
        int earned = stored.pointsEarned().getAsInt();
        if (earned < 0 || earned > max) {
            found.add(Contradiction.of(Code.POINTS_OUT_OF_RANGE, path + ".pointsEarned", earned, "0 to " + max));
        } else if (max == policy.weight(level)) {
            judgedShare(earned).ifPresent(known -> compare(expected(known), earned, found));
        } else {
            found.add(Contradiction.of(Code.WEIGHT_DIFFERS, path + ".maxPoints", max, policy.weight(level)));
        }
    }

    private LevelResult expected(Share known) {
        boolean allOrNothing = level == Level.RESTORE_INTEGRITY
                || level == Level.RTO_COMPLIANCE
                || policy.credit(level) == Credit.ALL_OR_NOTHING;
        long good = allOrNothing && !known.whole() ? 0 : known.good();
        return LevelResult.share(level, policy, good, known.all())
                .reason("")
                .message("")
                .build();
    }

    /** Where the details don't tell, the points speak for themselves. */
    private Optional<Share> judgedShare(int earned) {
        return share.or(
                () -> Optional.of(new Share(earned, policy.weight(level))).filter(Share::possible));
    }

    private void compare(LevelResult expected, int earned, List<Contradiction> found) {
        if (earned != expected.pointsEarned()) {
            found.add(Contradiction.of(Code.POINTS_DIFFER, path + ".pointsEarned", earned, expected.pointsEarned()));
        }
        if (stored.passed().isPresent() && stored.passed().get() != expected.passed()) {
            found.add(Contradiction.of(
                    Code.PASSED_DIFFERS, path + ".passed", stored.passed().get(), expected.passed()));
        }
    }
}
