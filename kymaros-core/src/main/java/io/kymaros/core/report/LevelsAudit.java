package io.kymaros.core.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Looks at the list of levels: which there are, and what each is worth. */
final class LevelsAudit {
    private static final String LEVELS = "status.validationLevels";

    private final StoredReport report;
    private final ScoringPolicy policy;
    private final List<Contradiction> found;
    private final EnumSet<Level> seen = EnumSet.noneOf(Level.class);

    LevelsAudit(StoredReport report, ScoringPolicy policy, List<Contradiction> found) {
        this.report = report;
        this.policy = policy;
        this.found = found;
    }

    static String path(int index) {
        return LEVELS + "[" + index + "]";
    }

    /** Judges each level by what it states, whatever there is of it. */
    void asFarAsTheyGo() {
        boolean lost = policy.lostData() == LostData.FAILS_THE_RESTORE && losesAClaim();
        for (int i = 0; i < report.validationLevels().size(); i++) {
            StoredLevel stored = report.validationLevels().get(i);
            int index = i;
            known(stored, i).ifPresent(level -> {
                Optional<Share> share = new DetailsAudit(stored, policy, path(index)).audit(level, report.rto(), found);
                boolean nothing = lost && (level == Level.RESTORE_INTEGRITY || level == Level.COMPLETENESS);
                new LevelAudit(level, stored, nothing ? Optional.of(new Share(0, 1)) : share, policy, path(index))
                        .addTo(found);
            });
        }
        weights();
    }

    /** A claim, or a volume without one, that did not come back whole is lost data. */
    private boolean losesAClaim() {
        return report.validationLevels().stream()
                .flatMap(level -> level.resourceTypes().stream())
                .anyMatch(type -> ResourceTypeEvidence.isData(type.resourceType()) && type.found() < type.expected());
    }

    /** Requires the six levels in their order, each with the policy's weight; none of a run that was not performed. */
    void requireAll() {
        if (report.reason().isPresent()) {
            if (!report.validationLevels().isEmpty()) {
                found.add(Contradiction.of(
                        Code.FIELD_UNEXPECTED, LEVELS, report.validationLevels().size() + " levels", "none"));
            }
            return;
        }
        Level last = Level.RESTORE_INTEGRITY;
        for (int i = 0; i < report.validationLevels().size(); i++) {
            StoredLevel stored = report.validationLevels().get(i);
            Optional<Level> level = known(stored, i);
            if (level.isPresent()) {
                if (level.get().compareTo(last) < 0) {
                    found.add(Contradiction.of(
                            Code.LEVEL_OUT_OF_ORDER, path(i) + ".name", stored.name(), List.of(Level.values())));
                }
                last = level.get();
                weight(level.get(), stored, path(i));
            }
        }
        for (Level level : EnumSet.complementOf(seen)) {
            found.add(Contradiction.of(Code.LEVEL_MISSING, LEVELS, seen, level));
        }
    }

    private void weight(Level level, StoredLevel stored, String path) {
        if (stored.maxPoints().isEmpty()) {
            found.add(Contradiction.missing(path + ".maxPoints", policy.weight(level)));
        } else if (stored.maxPoints().getAsInt() != policy.weight(level)) {
            found.add(Contradiction.of(
                    Code.WEIGHT_DIFFERS, path + ".maxPoints", stored.maxPoints().getAsInt(), policy.weight(level)));
        }
    }

    private Optional<Level> known(StoredLevel stored, int index) {
        Optional<Level> level = Level.named(stored.name());
        if (level.isEmpty()) {
            found.add(Contradiction.of(
                    Code.LEVEL_UNKNOWN, path(index) + ".name", stored.name(), List.of(Level.values())));
        } else if (!seen.add(level.get())) {
            found.add(Contradiction.of(Code.LEVEL_REPEATED, path(index) + ".name", stored.name(), seen));
            return Optional.empty();
        }
        return level;
    }

    private void weights() {
        boolean complete = seen.size() == Level.values().length
                && report.validationLevels().stream()
                        .allMatch(level -> level.maxPoints().isPresent());
        long sum = report.validationLevels().stream()
                .mapToLong(level -> level.maxPoints().orElse(0))
                .sum();
        if (complete && sum != 100) {
            found.add(Contradiction.of(Code.WEIGHTS_NOT_HUNDRED, LEVELS + "[*].maxPoints", "100 in total", sum));
        }
    }
}
