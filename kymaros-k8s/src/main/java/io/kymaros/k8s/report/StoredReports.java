package io.kymaros.k8s.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.report.ImmutableStoredLevel;
import io.kymaros.core.report.ImmutableStoredReport;
import io.kymaros.core.report.ImmutableStoredRto;
import io.kymaros.core.report.StoredBackup;
import io.kymaros.core.report.StoredBaseline;
import io.kymaros.core.report.StoredCondition;
import io.kymaros.core.report.StoredFinding;
import io.kymaros.core.report.StoredItem;
import io.kymaros.core.report.StoredItem.State;
import io.kymaros.core.report.StoredLevel;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.report.StoredResourceType;
import io.kymaros.core.report.StoredRto;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.RestoreTestSpec.Scoring;
import io.kymaros.k8s.fault.InvalidInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        if (!status.isObject() || isUnderWay(status)) {
            throw new InvalidInputException(subject
                    + ": status: has no verdict yet; the run is under way, or was killed, and kymaros gc finishes it");
        }
        return new Reading(subject).report(report, status);
    }

    /** As a run leaves it from its first step on. */
    private static boolean isUnderWay(JsonNode status) {
        return status.size() == 1 && status.path("conditions").isArray();
    }

    /** One reading; it knows what to call the report. */
    private record Reading(String subject) {
        StoredReport report(JsonNode report, JsonNode status) {
            boolean operator = isOperators(status);
            ImmutableStoredReport.Builder stored = StoredReport.builder()
                    .name(text(report.path("metadata"), "name"))
                    .creationTimestamp(time(report.path("metadata"), "creationTimestamp"))
                    .score(integer(status, "score"))
                    .scoreUpperBound(integer(status, "scoreUpperBound"))
                    .result(text(status, "result").map(result -> operator ? capitalised(result) : result))
                    .reason(operator ? Optional.empty() : text(status, "reason"))
                    .runStartedAt(time(status, operator ? "startedAt" : "runStartedAt"))
                    .runCompletedAt(time(status, operator ? "completedAt" : "runCompletedAt"))
                    .sandboxNamespace(text(status, "sandboxNamespace"))
                    .veleroRestoreName(text(status, "veleroRestoreName"))
                    .findingsLeftOut(integer(status, "findingsLeftOut"))
                    .summary(text(status, "summary"))
                    .evidenceDigest(text(status, "evidenceDigest"));
            if (status.path("rto").isObject()) {
                stored.rto(operator ? operatorRto(status.path("rto")) : rto(status.path("rto")));
            }
            if (operator) {
                operatorLevels(status, stored);
            } else {
                status.path("validationLevels").forEach(level -> stored.addValidationLevels(level(level)));
                status.path("conditions").forEach(condition -> stored.addConditions(condition(condition)));
                object(status, "backup").map(this::backup).ifPresent(stored::backup);
            }
            status.path("findings").forEach(finding -> stored.addFindings(finding(finding)));
            object(status, "baseline").map(Reading::baseline).ifPresent(stored::baseline);
            object(status, "scoring")
                    .map(fields ->
                            ScoringFields.policy(subject, "status.scoring", MAPPER.convertValue(fields, Scoring.class)))
                    .ifPresent(stored::policy);
            return stored.build();
        }

        /** Its levels are an object; where there are none its times have other names. */
        private static boolean isOperators(JsonNode status) {
            JsonNode levels = status.path("validationLevels");
            return levels.isObject() || !levels.isArray() && status.has("startedAt");
        }

        private StoredLevel level(JsonNode level) {
            ImmutableStoredLevel.Builder stored = StoredLevel.builder()
                    .name(text(level, "name").orElse(""))
                    .maxPoints(integer(level, "maxPoints"))
                    .pointsEarned(integer(level, "pointsEarned"))
                    .pointsUpperBound(integer(level, "pointsUpperBound"))
                    .passed(bool(level, "passed"))
                    .outcome(text(level, "outcome"))
                    .reason(text(level, "reason"))
                    .message(text(level, "message"));
            for (JsonNode detail : level.path("details")) {
                if (detail.has("resourceType")) {
                    stored.addResourceTypes(type(detail));
                } else {
                    stored.addItems(pod(detail));
                }
            }
            level.path("checks").forEach(check -> stored.addItems(check(check)));
            level.path("dependencies").forEach(dependency -> stored.addItems(dependency(dependency)));
            return stored.build();
        }

        private StoredResourceType type(JsonNode detail) {
            return StoredResourceType.builder()
                    .resourceType(detail.path("resourceType").asText())
                    .expected(integer(detail, "expected").orElse(0))
                    .found(integer(detail, "found").orElse(0))
                    .unknown(integer(detail, "unknown").orElse(0))
                    .matched(bool(detail, "matched"))
                    .missing(texts(detail.path("missing")))
                    .build();
        }

        private static StoredItem pod(JsonNode pod) {
            return StoredItem.builder()
                    .name(pod.path("podName").asText())
                    .state(pod.path("ready").asBoolean() ? State.GOOD : State.BAD)
                    .reason(text(pod, "reason"))
                    .message(text(pod, "message"))
                    .build();
        }

        private StoredItem check(JsonNode check) {
            String result = check.path("result").asText();
            return StoredItem.builder()
                    .name(check.path("name").asText())
                    .state(
                            switch (result) {
                                case "pass" -> State.GOOD;
                                case "fail" -> State.BAD;
                                case "inconclusive" -> State.UNKNOWN;
                                default ->
                                    throw new InvalidInputException(subject + ": result: \"" + result + "\" of check "
                                            + check.path("name").asText() + " is not pass, fail or inconclusive");
                            })
                    .type(text(check, "type"))
                    .target(text(check, "target"))
                    .looksAtData(check.path("looksAtData").asBoolean())
                    .message(text(check, "message"))
                    .build();
        }

        private StoredItem dependency(JsonNode dependency) {
            return StoredItem.builder()
                    .name(dependency.path("name").asText())
                    .state(dependency.path("reachable").asBoolean() ? State.GOOD : State.BAD)
                    .namespace(text(dependency, "namespace"))
                    .port(integer(dependency, "port"))
                    .method(text(dependency, "method"))
                    .foundIn(text(dependency, "foundIn"))
                    .message(text(dependency, "message"))
                    .build();
        }

        private static StoredFinding finding(JsonNode finding) {
            return StoredFinding.builder()
                    .level(finding.path("level").asText())
                    .reason(finding.path("reason").asText())
                    .severity(finding.path("severity").asText())
                    .object(finding.path("object").asText())
                    .observed(finding.path("observed").asText())
                    .remedy(finding.path("remedy").asText())
                    .build();
        }

        private static StoredCondition condition(JsonNode condition) {
            return StoredCondition.builder()
                    .type(condition.path("type").asText())
                    .status(condition.path("status").asText())
                    .reason(text(condition, "reason"))
                    .message(text(condition, "message"))
                    .lastTransitionTime(time(condition, "lastTransitionTime"))
                    .build();
        }

        private StoredBackup backup(JsonNode backup) {
            return StoredBackup.builder()
                    .name(text(backup, "name"))
                    .uid(text(backup, "uid"))
                    .startedAt(time(backup, "startedAt"))
                    .ageSeconds(longInteger(backup, "ageSeconds"))
                    .completedAt(time(backup, "completedAt"))
                    .namespaces(texts(backup.path("namespaces")))
                    .build();
        }

        private static StoredBaseline baseline(JsonNode baseline) {
            return StoredBaseline.builder()
                    .source(text(baseline, "source"))
                    .goneNamespaces(texts(baseline.path("goneNamespaces")))
                    .build();
        }

        private StoredRto rto(JsonNode rto) {
            ImmutableStoredRto.Builder stored = StoredRto.builder()
                    .measuredSeconds(longInteger(rto, "measuredSeconds"))
                    .slaMaxSeconds(longInteger(rto, "slaMaxSeconds"))
                    .compliant(bool(rto, "compliant"));
            for (JsonNode part : rto.path("parts")) {
                stored.addParts(new StoredRto.Part(
                        part.path("name").asText(), longInteger(part, "seconds").orElse(-1)));
            }
            return stored.build();
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
                    completeness.addResourceTypes(StoredResourceType.builder()
                            .resourceType(type)
                            .expected(expected)
                            .found(found)
                            .build());
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

        private static List<String> texts(JsonNode list) {
            List<String> texts = new ArrayList<>();
            list.forEach(entry -> texts.add(entry.asText()));
            return texts;
        }

        private static Optional<Instant> time(JsonNode node, String field) {
            return ReportStatus.time(text(node, field).orElse(null));
        }

        private static Optional<JsonNode> object(JsonNode node, String field) {
            return Optional.of(node.path(field)).filter(JsonNode::isObject);
        }

        private static Optional<Boolean> bool(JsonNode node, String field) {
            return node.path(field).isBoolean() ? Optional.of(node.path(field).asBoolean()) : Optional.empty();
        }

        private OptionalInt integer(JsonNode node, String field) {
            OptionalLong value = longInteger(node, field);
            if (value.isPresent() && value.getAsLong() != (int) value.getAsLong()) {
                throw new InvalidInputException(subject + ": " + field + ": " + value.getAsLong() + " is too large");
            }
            return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
        }

        private OptionalLong longInteger(JsonNode node, String field) {
            @Nullable JsonNode value = node.get(field);
            if (value == null || value.isNull()) {
                return OptionalLong.empty();
            }
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw new InvalidInputException(subject + ": " + field + ": " + value + " is not an integer");
            }
            return OptionalLong.of(value.longValue());
        }
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
