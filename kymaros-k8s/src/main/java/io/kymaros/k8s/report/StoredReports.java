package io.kymaros.k8s.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.report.ImmutableStoredLevel;
import io.kymaros.core.report.ImmutableStoredReport;
import io.kymaros.core.report.ImmutableStoredRto;
import io.kymaros.core.report.StoredItem;
import io.kymaros.core.report.StoredLevel;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.report.StoredResourceType;
import io.kymaros.core.report.StoredRto;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.RestoreTestSpec.Scoring;
import io.kymaros.k8s.fault.InvalidInputException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a RestoreReport what it states, so that it can be audited. Also reports of the existing Kymaros operator are
 * read, whose levels are an object without points, as far as they can be judged.
 */
public final class StoredReports {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> OPERATOR_TYPES = new TreeMap<>(Map.of(
            "deployments", "Deployment",
            "services", "Service",
            "secrets", "Secret",
            "configMaps", "ConfigMap",
            "pvcs", "PersistentVolumeClaim"));

    private StoredReports() {}

    /**
     * What a report states.
     *
     * @param subject what to call the report in messages
     * @param report the whole resource
     * @throws InvalidInputException if it is no RestoreReport, or a field that is judged can't be read
     */
    public static StoredReport of(String subject, JsonNode report) {
        if (!report.path("kind").asText().equals("RestoreReport")) {
            throw new InvalidInputException(
                    subject + ": kind: is \"" + report.path("kind").asText() + "\", but a RestoreReport is needed");
        }
        JsonNode status = report.path("status");
        if (!status.isObject()) {
            throw new InvalidInputException(subject + ": status: is missing; the report has no verdict yet");
        }
        return new Reading(subject).report(report, status);
    }

    /** One reading; it knows what to call the report. */
    private record Reading(String subject) {
        StoredReport report(JsonNode report, JsonNode status) {
            boolean operator = !status.path("validationLevels").isArray();
            ImmutableStoredReport.Builder stored = StoredReport.builder()
                    .score(integer(status, "score"))
                    .scoreUpperBound(integer(status, "scoreUpperBound"))
                    .result(text(status, "result").map(result -> operator ? capitalised(result) : result))
                    .reason(text(status, "reason"))
                    .runStartedAt(ReportStatus.time(text(status, operator ? "startedAt" : "runStartedAt")
                            .orElse(null)))
                    .runCompletedAt(ReportStatus.time(text(status, operator ? "completedAt" : "runCompletedAt")
                            .orElse(null)))
                    .creationTimestamp(ReportStatus.time(
                            text(report.path("metadata"), "creationTimestamp").orElse(null)))
                    .summary(text(status, "summary"));
            if (status.path("rto").isObject()) {
                stored.rto(operator ? operatorRto(status.path("rto")) : rto(status.path("rto")));
            }
            if (operator) {
                operatorLevels(status, stored);
            } else {
                status.path("validationLevels").forEach(level -> stored.addValidationLevels(level(level)));
            }
            if (status.path("scoring").isObject()) {
                stored.policy(ScoringFields.policy(
                        subject, "status.scoring", MAPPER.convertValue(status.path("scoring"), Scoring.class)));
            }
            return stored.build();
        }

        private StoredLevel level(JsonNode level) {
            ImmutableStoredLevel.Builder stored = StoredLevel.builder()
                    .name(text(level, "name").orElse(""))
                    .maxPoints(integer(level, "maxPoints"))
                    .pointsEarned(integer(level, "pointsEarned"))
                    .passed(bool(level, "passed"))
                    .outcome(text(level, "outcome"))
                    .reason(text(level, "reason"))
                    .message(text(level, "message"));
            for (JsonNode detail : level.path("details")) {
                if (detail.has("resourceType")) {
                    stored.addResourceTypes(type(
                            detail.path("resourceType").asText(),
                            integer(detail, "expected"),
                            integer(detail, "found"),
                            bool(detail, "matched")));
                } else {
                    stored.addItems(StoredItem.of(
                            detail.path("podName").asText(),
                            detail.path("ready").asBoolean()));
                }
            }
            for (JsonNode check : level.path("checks")) {
                stored.addItems(StoredItem.of(
                        check.path("name").asText(),
                        check.path("result").asText().equals("pass")));
            }
            for (JsonNode dependency : level.path("dependencies")) {
                stored.addItems(StoredItem.of(
                        dependency.path("name").asText(),
                        dependency.path("reachable").asBoolean()));
            }
            return stored.build();
        }

        private StoredResourceType type(
                String name, OptionalInt expected, OptionalInt found, Optional<Boolean> matched) {
            return StoredResourceType.builder()
                    .resourceType(name)
                    .expected(expected.orElse(0))
                    .found(found.orElse(0))
                    .matched(matched)
                    .build();
        }

        private StoredRto rto(JsonNode rto) {
            return StoredRto.builder()
                    .measuredSeconds(longInteger(rto, "measuredSeconds"))
                    .slaMaxSeconds(longInteger(rto, "slaMaxSeconds"))
                    .compliant(bool(rto, "compliant"))
                    .build();
        }

        private StoredRto operatorRto(JsonNode rto) {
            ImmutableStoredRto.Builder stored = StoredRto.builder();
            seconds(rto, "measured").ifPresent(stored::measuredSeconds);
            Optional<Long> target = seconds(rto, "target").filter(seconds -> seconds > 0);
            target.ifPresent(stored::slaMaxSeconds);
            if (target.isPresent()) {
                stored.compliant(bool(rto, "withinSLA"));
            }
            return stored.build();
        }

        /** Its levels have a word each and no points; its completeness is counts, its checks a list beside the levels. */
        private void operatorLevels(JsonNode status, ImmutableStoredReport.Builder stored) {
            ImmutableStoredLevel.Builder completeness = StoredLevel.builder().name(Level.COMPLETENESS.toString());
            OPERATOR_TYPES.forEach((field, type) -> {
                String[] counts =
                        status.path("completeness").path(field).asText().split("/", -1);
                if (counts.length == 2 && counts[0].matches("[0-9]{1,9}") && counts[1].matches("[0-9]{1,9}")) {
                    int found = Integer.parseInt(counts[0]);
                    int expected = Integer.parseInt(counts[1]);
                    completeness.addResourceTypes(
                            type(type, OptionalInt.of(expected), OptionalInt.of(found), Optional.empty()));
                }
            });
            passed(status, "completeness").ifPresent(completeness::passed);
            stored.addValidationLevels(completeness.build());
            ImmutableStoredLevel.Builder checks = StoredLevel.builder().name(Level.HEALTH_CHECKS.toString());
            for (JsonNode check : status.path("checks")) {
                if (!check.path("status").asText().equals("skip")) {
                    checks.addItems(StoredItem.of(
                            check.path("name").asText(),
                            check.path("status").asText().equals("pass")));
                }
            }
            passed(status, "internalHealth").ifPresent(checks::passed);
            stored.addValidationLevels(checks.build());
        }

        private static Optional<Boolean> passed(JsonNode status, String level) {
            return switch (status.path("validationLevels")
                    .path(level)
                    .path("status")
                    .asText()) {
                case "pass" -> Optional.of(true);
                case "fail" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        private static Optional<Long> seconds(JsonNode node, String field) {
            return text(node, field).flatMap(GoDuration::parse).map(duration -> duration.toSeconds());
        }

        private static Optional<String> text(JsonNode node, String field) {
            return node.path(field).isTextual() ? Optional.of(node.path(field).asText()) : Optional.empty();
        }

        private static Optional<Boolean> bool(JsonNode node, String field) {
            return node.path(field).isBoolean() ? Optional.of(node.path(field).asBoolean()) : Optional.empty();
        }

        private OptionalInt integer(JsonNode node, String field) {
            OptionalLong value = longInteger(node, field);
            return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
        }

        private OptionalLong longInteger(JsonNode node, String field) {
            @Nullable JsonNode value = node.get(field);
            if (value == null || value.isNull()) {
                return OptionalLong.empty();
            }
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw new InvalidInputException(subject + ": " + field + ": " + value + " is not an integer");
            }
            return OptionalLong.of(value.longValue());
        }
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
