package io.kymaros.core.report;

import io.kymaros.core.report.Contradiction.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Recomputes the times of a report: their order, the recovery time, and whether it meets its objective. */
final class TimeAudit {
    /** Start and end are whole seconds, cut off; the time between them can differ by one from what was measured. */
    private static final long ROUNDING_SECONDS = 1;

    /** How much earlier than the run its report may have been created. The specification's example has one second. */
    private static final Duration BEFORE_RUN = Duration.ofMinutes(1);

    private final StoredReport report;
    private final List<Contradiction> found;

    TimeAudit(StoredReport report, List<Contradiction> found) {
        this.report = report;
        this.found = found;
    }

    void audit() {
        report.rto().ifPresent(this::objective);
        if (report.runStartedAt().isPresent()) {
            started(report.runStartedAt().get());
        }
    }

    /** Whether nothing of a recovery time is what no time can be. */
    static boolean possible(StoredRto rto) {
        return rto.measuredSeconds().orElse(0) >= 0
                && rto.slaMaxSeconds().orElse(1) > 0
                && rto.parts().stream().allMatch(part -> part.seconds() >= 0);
    }

    private void objective(StoredRto rto) {
        if (rto.measuredSeconds().orElse(0) < 0) {
            impossible("measuredSeconds", rto.measuredSeconds().getAsLong(), "0 or more");
        }
        if (rto.slaMaxSeconds().orElse(1) <= 0) {
            impossible("slaMaxSeconds", rto.slaMaxSeconds().getAsLong(), "more than 0");
        }
        for (int i = 0; i < rto.parts().size(); i++) {
            long seconds = rto.parts().get(i).seconds();
            if (seconds < 0) {
                impossible("parts[" + i + "].seconds", seconds, "0 or more");
            }
        }
        if (rto.measuredSeconds().isPresent()
                && rto.slaMaxSeconds().isPresent()
                && rto.compliant().isPresent()) {
            boolean met =
                    rto.measuredSeconds().getAsLong() <= rto.slaMaxSeconds().getAsLong();
            if (rto.compliant().get() != met) {
                found.add(Contradiction.of(
                        Code.COMPLIANCE_DIFFERS,
                        "status.rto.compliant",
                        rto.compliant().get(),
                        met));
            }
        }
    }

    private void impossible(String field, long stated, String possible) {
        found.add(Contradiction.of(Code.RTO_IMPOSSIBLE, "status.rto." + field, stated, possible));
    }

    private void started(Instant started) {
        report.creationTimestamp()
                .filter(created -> Duration.between(created, started).compareTo(BEFORE_RUN) > 0)
                .ifPresent(created -> found.add(
                        Contradiction.of(Code.CREATED_BEFORE_STARTED, "metadata.creationTimestamp", created, started)));
        if (report.runCompletedAt().isEmpty()) {
            return;
        }
        Instant completed = report.runCompletedAt().get();
        if (completed.isBefore(started)) {
            found.add(Contradiction.of(Code.COMPLETED_BEFORE_STARTED, "status.runCompletedAt", completed, started));
            return;
        }
        long elapsed = Duration.between(started, completed).toSeconds();
        report.rto().ifPresent(rto -> elapsed(rto, elapsed));
    }

    private void elapsed(StoredRto rto, long elapsed) {
        long measurable = elapsed - Math.max(0, Math.min(elapsed, rto.steadinessSeconds()));
        long measured = rto.measuredSeconds().orElse(measurable);
        if (Math.abs(measured - measurable) > ROUNDING_SECONDS) {
            found.add(Contradiction.of(Code.RTO_NOT_ELAPSED, "status.rto.measuredSeconds", measured, measurable));
        }
    }
}
