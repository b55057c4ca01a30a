package io.kymaros.core.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recomputes what a stored report states and lists each contradiction: score, result, points, outcomes, recovery time and
 * times. Nothing is asked but the report itself, so a report without contradictions is consistent, not necessarily true.
 *
 * <p>What a report leaves out is no contradiction: reports of other tools can be judged as far as they go.
 */
public final class ReportAudit {
    private ReportAudit() {}

    /** The contradictions of a report, in the order of its fields; empty if there are none. */
    public static List<Contradiction> of(StoredReport report) {
        List<Contradiction> found = new ArrayList<>();
        ScoringPolicy policy = policy(report);
        new TotalsAudit(report, policy, found).audit();
        new TimeAudit(report, found).audit();
        levels(report, policy, found);
        return List.copyOf(found);
    }

    private static void levels(StoredReport report, ScoringPolicy policy, List<Contradiction> found) {
        Set<Level> seen = EnumSet.noneOf(Level.class);
        int index = 0;
        for (StoredLevel stored : report.validationLevels()) {
            String path = "status.validationLevels[" + index++ + "]";
            Optional<Level> level = Level.named(stored.name());
            if (level.isEmpty()) {
                found.add(Contradiction.of(Code.LEVEL_UNKNOWN, path + ".name", stored.name(), List.of(Level.values())));
            } else if (!seen.add(level.get())) {
                found.add(Contradiction.of(Code.LEVEL_REPEATED, path + ".name", stored.name(), seen));
            } else {
                Optional<Share> share = new DetailsAudit(stored, policy, path).audit(level.get(), report.rto(), found);
                new LevelAudit(
                                level.get(),
                                stored,
                                share,
                                policy,
                                report.policy().isPresent(),
                                path)
                        .addTo(found);
            }
        }
        weights(report, seen, found);
    }

    private static void weights(StoredReport report, Set<Level> seen, List<Contradiction> found) {
        boolean complete = seen.size() == Level.values().length
                && report.validationLevels().stream()
                        .allMatch(level -> level.maxPoints().isPresent());
        long sum = report.validationLevels().stream()
                .mapToLong(level -> level.maxPoints().orElse(0))
                .sum();
        if (complete && sum != 100) {
            found.add(Contradiction.of(
                    Code.WEIGHTS_NOT_HUNDRED, "status.validationLevels[*].maxPoints", "100 in total", sum));
        }
    }

    /** The report's policy; without one, the standard policy with the weights that the report itself states. */
    private static ScoringPolicy policy(StoredReport report) {
        return report.policy().orElseGet(() -> {
            Map<Level, Integer> weights = new EnumMap<>(Level.class);
            for (StoredLevel stored : report.validationLevels()) {
                stored.maxPoints().ifPresent(max -> Level.named(stored.name())
                        .ifPresent(level -> weights.merge(level, max, Integer::sum)));
            }
            boolean usable = weights.values().stream().allMatch(weight -> weight >= 0 && weight <= 100)
                    && weights.values().stream().mapToInt(Integer::intValue).sum() == 100;
            return usable ? ScoringPolicy.builder().weights(weights).build() : ScoringPolicy.standard();
        });
    }
}
