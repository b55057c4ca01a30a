package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of docs/scenarios.md: one row for each scenario, made from its stored report. */
final class ScenarioTable {
    private static final Path DOCUMENT = Path.of("..", "docs", "scenarios.md");

    /** The name by which a row refers to its test. */
    static String name(Method test) {
        return test.getDeclaringClass().getSimpleName() + "." + test.getName();
    }

    /** The document's rows without their heading. */
    static List<String> rows() {
        try (var lines = Files.lines(DOCUMENT)) {
            return lines.filter(line -> line.startsWith("| ") && !line.startsWith("| Scenario"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails, and shows the row as it should be, if the document says something else of this scenario. */
    void requireRow(String scenario, RestoreReportStatus status, String test) {
        assertThat(rows()).as(DOCUMENT + " of " + test).contains(row(scenario, status, test));
    }

    private static String row(String scenario, RestoreReportStatus status, String test) {
        return "| %s | %s | %s | %s | `%s` |"
                .formatted(scenario, evidence(status), points(status), verdict(status), test);
    }

    /** What cost points or could not be judged, by reason; names that differ from run to run are cut. */
    private static String evidence(RestoreReportStatus status) {
        if (status.validationLevels() == null || status.validationLevels().isEmpty()) {
            return "`" + status.reason() + "`";
        }
        Map<String, List<String>> objects = new LinkedHashMap<>();
        Scenarios.findings(status).stream()
                .filter(finding -> !"Note".equals(finding.severity()))
                .forEach(finding -> objects.computeIfAbsent(finding.reason(), reason -> new ArrayList<>())
                        .add(stable(finding.object())));
        return objects.isEmpty()
                ? "nothing lost"
                : objects.entrySet().stream()
                        .map(entry -> "`" + entry.getKey() + "` " + shown(entry.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String shown(List<String> objects) {
        return objects.size() > 3 ? "of " + objects.size() + " objects" : String.join(", ", objects);
    }

    /** {@code worker-6c8b9d5f7-p9wqr} is {@code worker-*}, a sandbox {@code rp-test-*}, a restore has no time. */
    private static String stable(String object) {
        return object.replaceAll("-[a-z0-9]{6,10}-[a-z0-9]{5}\\b", "-*")
                .replaceAll("\\brp-test-[0-9a-f]{6}\\b", "rp-test-*")
                .replaceAll("-[0-9]{8}t[0-9]{6}-[0-9a-f]{6}\\b", "-*");
    }

    private static String points(RestoreReportStatus status) {
        return status.validationLevels() == null
                ? ""
                : status.validationLevels().stream()
                        .map(ValidationLevel::pointsEarned)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
    }

    private static String verdict(RestoreReportStatus status) {
        if (status.score() == null) {
            return String.valueOf(status.result());
        }
        boolean decided =
                status.scoreUpperBound() == null || status.scoreUpperBound().equals(status.score());
        return status.result() + " " + status.score() + (decided ? "" : " to " + status.scoreUpperBound());
    }
}
