package io.kymaros.core.report;

import io.kymaros.core.level.Finding;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.Phrases;
import io.kymaros.core.level.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many objects of which type were lost, and in which of the three ways. */
final class CompletenessGap {
    private final Map<String, Integer> notInBackup = new TreeMap<>();
    private final Map<String, Integer> notRestored = new TreeMap<>();
    private final Map<String, Integer> defective = new TreeMap<>();

    private CompletenessGap() {}

    static CompletenessGap of(List<Finding> findings) {
        CompletenessGap gap = new CompletenessGap();
        for (Finding finding : findings) {
            if (finding.severity() == Severity.LOSS) {
                gap.lostAs(finding.reason()).merge(type(finding), 1, Integer::sum);
            }
        }
        return gap;
    }

    /** For example {@code 1 Secret missing from restore (check Velero backup filters)}. */
    String describe(String tool) {
        List<String> parts = new ArrayList<>();
        add(parts, notInBackup, " missing from restore (check " + tool + " backup filters)");
        add(parts, notRestored, " in the backup, but missing from restore (check " + tool + " restore log)");
        add(parts, defective, " restored with a defect (see findings)");
        return String.join("; ", parts);
    }

    private Map<String, Integer> lostAs(String reason) {
        if (reason.equals(Reason.COMPLETENESS_OBJECT_NOT_IN_BACKUP.toString())) {
            return notInBackup;
        }
        return reason.equals(Reason.COMPLETENESS_OBJECT_MISSING.toString()) ? notRestored : defective;
    }

    /** The kind in the object's name, for example {@code Secret} in {@code Secret/db}. */
    private static String type(Finding finding) {
        return finding.object().split("/", 2)[0];
    }

    private static void add(List<String> parts, Map<String, Integer> counts, String what) {
        if (!counts.isEmpty()) {
            List<String> objects = new ArrayList<>();
            counts.forEach((type, count) -> objects.add(Phrases.count(count, type)));
            parts.add(Phrases.list(objects) + what);
        }
    }
}
