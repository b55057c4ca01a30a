package io.kymaros.core.report;

import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.report.Contradiction.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the findings with those that follow from the details. Their order is no matter. Of a list that leaves some out,
 * those that are there must be founded.
 */
final class FindingsAudit {
    private static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::toString).toList();

    private final StoredReport report;
    private final List<StoredFinding> expected;
    private final List<Contradiction> found;

    FindingsAudit(StoredReport report, List<StoredFinding> expected, List<Contradiction> found) {
        this.report = report;
        this.expected = expected;
        this.found = found;
    }

    void audit() {
        if (report.findingsLeftOut().isEmpty()) {
            whole();
        } else {
            cut();
        }
    }

    private void whole() {
        List<StoredFinding> missing = new ArrayList<>(expected);
        for (int i = 0; i < report.findings().size(); i++) {
            StoredFinding stated = report.findings().get(i);
            if (!missing.remove(stated)) {
                unfounded(stated, i, missing);
            }
        }
        missing.forEach(this::missing);
    }

    /** Those that sum up others can't be told in full. Notes are left out first: where the list has one, no loss is left out. */
    private void cut() {
        Set<String> founded = expected.stream().map(FindingsAudit::inWords).collect(Collectors.toSet());
        for (int i = 0; i < report.findings().size(); i++) {
            StoredFinding stated = report.findings().get(i);
            if (!founded.contains(inWords(stated))) {
                unfounded(stated, i, new ArrayList<>());
            }
        }
        Set<String> listed =
                report.findings().stream().map(FindingsAudit::inWords).collect(Collectors.toSet());
        int lightest =
                report.findings().stream().mapToInt(FindingsAudit::rank).max().orElse(0);
        expected.stream()
                .filter(finding -> rank(finding) < lightest && !listed.contains(inWords(finding)))
                .forEach(this::missing);
    }

    private void missing(StoredFinding finding) {
        found.add(Contradiction.of(Code.FINDING_MISSING, "status.findings", "silent", inWords(finding)));
    }

    private static int rank(StoredFinding finding) {
        return SEVERITIES.indexOf(finding.severity());
    }

    /** One that another should stand in place of is one contradiction, not two. */
    private void unfounded(StoredFinding stated, int index, List<StoredFinding> missing) {
        Optional<StoredFinding> instead = missing.stream()
                .filter(other -> other.level().equals(stated.level())
                        && other.object().equals(stated.object())
                        && !report.findings().contains(other))
                .findFirst();
        instead.ifPresent(missing::remove);
        Function<StoredFinding, String> told =
                instead.map(other -> telling(stated, other)).orElse(FindingsAudit::inWords);
        found.add(Contradiction.of(
                Code.FINDING_UNFOUNDED,
                "status.findings[" + index + "]",
                told.apply(stated),
                instead.map(told).orElse("nothing of the kind")));
    }

    /** Words that tell two findings of one object apart. */
    private static Function<StoredFinding, String> telling(StoredFinding one, StoredFinding other) {
        if (!inWords(one).equals(inWords(other))) {
            return FindingsAudit::inWords;
        }
        return one.observed().equals(other.observed())
                ? finding -> inWords(finding) + " with the remedy \"" + finding.remedy() + "\""
                : finding -> inWords(finding) + " because of \"" + finding.observed() + "\"";
    }

    private static String inWords(StoredFinding finding) {
        return finding.severity() + " " + finding.reason() + " of " + finding.object() + " in " + finding.level();
    }
}
