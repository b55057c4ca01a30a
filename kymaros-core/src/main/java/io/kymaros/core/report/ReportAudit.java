package io.kymaros.core.report;

import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a stored report to what it states, and lists each contradiction. Nothing is asked but the report itself, so a report
 * without contradictions is consistent, not necessarily true; only its evidence can show that.
 *
 * <p>A report in the form that Kymaros writes is held to its whole form: the evidence that its details, messages and findings
 * state is scored again, by the report's policy, and whatever differs, or is not there, is a contradiction. A report in another
 * form is judged as far as it goes, and what it leaves out is no contradiction; see {@link #lacking}.
 */
public final class ReportAudit {
    private ReportAudit() {}

    /** The contradictions of a report, in the order in which they are looked for; empty if there are none. */
    public static List<Contradiction> of(StoredReport report) {
        List<Contradiction> found = new ArrayList<>();
        ScoringPolicy policy = report.policy().orElseGet(ScoringPolicy::standard);
        ReportForm form = ReportForm.of(report);
        new TotalsAudit(report, policy, found).audit();
        new TimeAudit(report, found).audit();
        LevelsAudit levels = new LevelsAudit(report, policy, found);
        if (form == ReportForm.FOREIGN) {
            levels.asFarAsTheyGo();
        } else {
            levels.requireAll();
            new WholeFormAudit(report, policy, found).audit();
            new RunFieldsAudit(report, form, found).audit();
        }
        return List.copyOf(found);
    }

    /**
     * The fields for lack of which a report can't be confirmed, though it may have no contradiction: it is not in the form in
     * which Kymaros stores reports. Empty for one that is; such a report without contradictions is confirmed.
     */
    public static List<String> lacking(StoredReport report) {
        return ReportForm.of(report).lacking(report);
    }
}
