package io.kymaros.core.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.ImmutableLevelResult;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Scores again the evidence that a report states, and compares: what each level earned and says, its details, the findings and
 * the summary. The rules of the levels judge, none is told here a second time.
 */
final class WholeFormAudit {
    private final StoredReport report;
    private final ScoringPolicy policy;
    private final List<Contradiction> found;
    /** Levels whose details can't be, so that nothing follows from them. */
    private final Set<Level> impossible = EnumSet.noneOf(Level.class);

    WholeFormAudit(StoredReport report, ScoringPolicy policy, List<Contradiction> found) {
        this.report = report;
        this.policy = policy;
        this.found = found;
    }

    void audit() {
        lists();
        for (int i = 0; i < report.validationLevels().size(); i++) {
            if (report.validationLevels().get(i).name().equals(Level.COMPLETENESS.toString())) {
                counts(report.validationLevels().get(i), LevelsAudit.path(i));
            }
        }
        if (report.rto().filter(rto -> !TimeAudit.possible(rto)).isPresent()) {
            impossible.add(Level.RTO_COMPLIANCE);
        }
        if (!impossible.contains(Level.COMPLETENESS)) {
            leftOut();
            compare();
        }
    }

    /** Each object that did not come back has a finding, in the list or among those that it leaves out. */
    private void leftOut() {
        long lost = report.validationLevels().stream()
                .flatMap(level -> level.resourceTypes().stream())
                .mapToLong(type -> (long) type.expected() - type.found())
                .sum();
        long findings =
                (long) report.findings().size() + report.findingsLeftOut().orElse(0);
        if (report.findings().size() >= ReportSize.MOST_ENTRIES && findings < lost) {
            found.add(Contradiction.of(
                    Code.LIST_SHORTENED,
                    "status.findingsLeftOut",
                    report.findingsLeftOut().orElse(0),
                    lost + " objects that did not come back, and each has a finding"));
        }
    }

    /** Lists are cut at a fixed length, and the report says so. */
    private void lists() {
        int findings = report.findings().size();
        report.findingsLeftOut().ifPresent(more -> {
            if (more <= 0 || findings != ReportSize.MOST_ENTRIES) {
                found.add(Contradiction.of(
                        Code.LIST_SHORTENED,
                        "status.findingsLeftOut",
                        more,
                        findings + " findings; only a list of " + ReportSize.MOST_ENTRIES + " leaves any out"));
            }
        });
        atMost("status.findings", findings);
        for (int i = 0; i < report.validationLevels().size(); i++) {
            StoredLevel level = report.validationLevels().get(i);
            String path = LevelsAudit.path(i);
            if (level.name().equals(Level.POD_STARTUP.toString())) {
                atMost(path + ".details", level.items().size());
            } else if (level.name().equals(Level.CROSS_NS_DEPENDENCIES.toString())) {
                atMost(path + ".dependencies", level.items().size());
            }
            for (int j = 0; j < level.resourceTypes().size(); j++) {
                atMost(
                        path + ".details[" + j + "].missing",
                        level.resourceTypes().get(j).missing().size());
            }
        }
    }

    private void atMost(String path, int entries) {
        if (entries > ReportSize.MOST_ENTRIES) {
            found.add(Contradiction.of(
                    Code.LIST_TOO_LONG, path, entries + " entries long", "at most " + ReportSize.MOST_ENTRIES));
        }
    }

    private void counts(StoredLevel level, String path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < level.resourceTypes().size(); i++) {
            StoredResourceType type = level.resourceTypes().get(i);
            String at = path + ".details[" + i + "]";
            if (!seen.add(type.resourceType())) {
                impossible(
                        Code.TYPE_REPEATED, at + ".resourceType", type.resourceType(), "a type that is listed above");
            }
            if (type.expected() <= 0) {
                impossible(Code.COUNT_IMPOSSIBLE, at + ".expected", type.expected(), "1 or more");
            }
            if (type.found() < 0 || type.found() > type.expected()) {
                impossible(Code.COUNT_IMPOSSIBLE, at + ".found", type.found(), "0 to " + type.expected());
            } else if (type.unknown() < 0 || type.unknown() > type.expected() - type.found()) {
                impossible(
                        Code.COUNT_IMPOSSIBLE,
                        at + ".unknown",
                        type.unknown(),
                        "0 to " + (type.expected() - type.found()));
            }
        }
    }

    private void impossible(Code code, String field, Object stated, String possible) {
        impossible.add(Level.COMPLETENESS);
        found.add(Contradiction.of(code, field, stated, possible));
    }

    private void compare() {
        RunEvidence evidence = new StatedEvidence(report).evidence();
        ConfidenceScore score = ConfidenceScorer.with(policy).score(evidence);
        StoredReport expected = StoredReport.of(evidence, score, policy);
        Set<Level> compared = EnumSet.noneOf(Level.class);
        for (int i = 0; i < report.validationLevels().size(); i++) {
            StoredLevel stored = report.validationLevels().get(i);
            String path = LevelsAudit.path(i);
            Level.named(stored.name())
                    .filter(level -> !impossible.contains(level) && compared.add(level))
                    .flatMap(level -> expected.validationLevels().stream()
                            .filter(judged -> judged.name().equals(stored.name()))
                            .findFirst())
                    .ifPresent(judged -> level(stored, judged, path));
        }
        if (impossible.isEmpty()
                && compared.size() == expected.validationLevels().size()) {
            List<StoredFinding> findings = score.levels().stream()
                    .flatMap(level -> level.findings().stream())
                    .map(StoredFinding::of)
                    .toList();
            new FindingsAudit(report, findings, found).audit();
            summary(Summary.of(evidence, asStated(score)));
        }
    }

    private void level(StoredLevel stored, StoredLevel expected, String path) {
        points(stored, expected.pointsEarned().orElse(0), path);
        upperBound(stored, expected, path);
        compare(Code.PASSED_DIFFERS, path + ".passed", stored.passed(), expected.passed());
        compare(Code.OUTCOME_DIFFERS, path + ".outcome", stored.outcome(), expected.outcome());
        compare(Code.REASON_DIFFERS, path + ".reason", stored.reason(), expected.reason());
        compare(Code.MESSAGE_DIFFERS, path + ".message", stored.message(), expected.message());
        if (!stored.resourceTypes().isEmpty() && report.baseline().isEmpty()) {
            found.add(Contradiction.missing("status.baseline", "what the details were compared with"));
        }
        for (int i = 0; i < stored.resourceTypes().size(); i++) {
            details(stored.resourceTypes().get(i), path + ".details[" + i + "]");
        }
    }

    private void points(StoredLevel stored, int expected, String path) {
        if (stored.pointsEarned().isEmpty()) {
            found.add(Contradiction.missing(path + ".pointsEarned", expected));
            return;
        }
        int earned = stored.pointsEarned().getAsInt();
        int max = stored.maxPoints().orElse(earned);
        if (earned < 0 || earned > max) {
            found.add(Contradiction.of(Code.POINTS_OUT_OF_RANGE, path + ".pointsEarned", earned, "0 to " + max));
        } else if (earned != expected) {
            found.add(Contradiction.of(Code.POINTS_DIFFER, path + ".pointsEarned", earned, expected));
        }
    }

    /** It stands there only where it differs from the points. */
    private void upperBound(StoredLevel stored, StoredLevel expected, String path) {
        OptionalInt stated = stored.pointsUpperBound();
        String field = path + ".pointsUpperBound";
        if (stated.isPresent() && expected.pointsUpperBound().isEmpty()) {
            found.add(Contradiction.of(
                    Code.FIELD_UNEXPECTED, field, stated.getAsInt(), "no missing evidence could earn more"));
        } else if (stated.isEmpty() && expected.pointsUpperBound().isPresent()) {
            found.add(Contradiction.missing(field, expected.pointsUpperBound().getAsInt()));
        } else if (!stated.equals(expected.pointsUpperBound())) {
            found.add(Contradiction.of(
                    Code.POINTS_DIFFER,
                    field,
                    stated.getAsInt(),
                    expected.pointsUpperBound().getAsInt()));
        }
    }

    private void details(StoredResourceType stored, String path) {
        boolean matched = stored.found() == stored.expected();
        compare(Code.MATCHED_DIFFERS, path + ".matched", stored.matched(), Optional.of(matched));
        long lost = Math.min((long) stored.expected() - stored.found(), ReportSize.MOST_ENTRIES);
        if (stored.missing().size() != lost) {
            found.add(Contradiction.of(
                    Code.MISSING_DIFFERS,
                    path + ".missing",
                    stored.missing().size() + " names",
                    lost + " of what did not come back"));
        }
    }

    /** What it says of the verdict follows from the levels; what it says of lost objects, from findings that are whole. */
    private void summary(String expected) {
        String stated = report.summary().orElse("");
        boolean same = report.findingsLeftOut().isEmpty()
                ? stated.equals(ReportSize.cut(expected))
                : verdict(stated).equals(verdict(expected));
        if (report.summary().isPresent() && !same) {
            found.add(Contradiction.of(Code.SUMMARY_DIFFERS, "status.summary", stated, expected));
        }
    }

    /** The score with its findings in the order of the report, in which the summary names objects. */
    private ConfidenceScore asStated(ConfidenceScore score) {
        Map<StoredFinding, Integer> order = new HashMap<>();
        for (StoredFinding finding : report.findings()) {
            order.putIfAbsent(finding, order.size());
        }
        return ConfidenceScore.builder()
                .from(score)
                .levels(score.levels().stream()
                        .<LevelResult>map(level -> ImmutableLevelResult.copyOf(level)
                                .withFindings(level.findings().stream()
                                        .sorted(Comparator.comparing(
                                                finding -> order.getOrDefault(StoredFinding.of(finding), order.size())))
                                        .toList()))
                        .toList())
                .build();
    }

    private static String verdict(String summary) {
        int end = summary.indexOf("). ");
        return end < 0 ? summary : summary.substring(0, end);
    }

    private <T> void compare(Code code, String field, Optional<T> stated, Optional<T> expected) {
        if (stated.isEmpty() && expected.isPresent()) {
            found.add(Contradiction.missing(field, expected.get()));
        } else if (!stated.equals(expected)) {
            found.add(Contradiction.of(
                    code, field, stated.get(), expected.map(Object::toString).orElse("")));
        }
    }
}
