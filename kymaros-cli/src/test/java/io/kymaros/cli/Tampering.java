package io.kymaros.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something that a forger did to a report.
 *
 * @param honest the report before
 * @param what what was done, in words
 * @param report the report afterwards
 */
record Tampering(HonestReport honest, String what, ObjectNode report) {
    static Tampering of(HonestReport honest, String what, Consumer<Edited> change) {
        ObjectNode report = honest.stored();
        change.accept(new Edited(report));
        return new Tampering(honest, what, report);
    }

    static Tampering coherent(HonestReport honest, String what, ObjectNode report) {
        return new Tampering(honest, what, report);
    }

    @Override
    public String toString() {
        return honest + ": " + what;
    }

    /** A report that is being edited. */
    record Edited(ObjectNode report) {
        ObjectNode metadata() {
            return (ObjectNode) report.path("metadata");
        }

        ObjectNode status() {
            return (ObjectNode) report.path("status");
        }

        ObjectNode level(String name) {
            return find(levels(), level -> level.path("name").asText().equals(name));
        }

        ArrayNode levels() {
            return (ArrayNode) status().path("validationLevels");
        }

        ObjectNode detail(String level, String resourceType) {
            return find(
                    (ArrayNode) level(level).path("details"),
                    detail -> detail.path("resourceType").asText().equals(resourceType));
        }

        ObjectNode check(String name) {
            return find(
                    (ArrayNode) level("HealthChecks").path("checks"),
                    check -> check.path("name").asText().equals(name));
        }

        ObjectNode condition(String type) {
            return find(
                    (ArrayNode) status().path("conditions"),
                    condition -> condition.path("type").asText().equals(type));
        }

        ArrayNode findings() {
            return (ArrayNode) status().path("findings");
        }

        ObjectNode finding(String reason) {
            return find(findings(), finding -> finding.path("reason").asText().equals(reason));
        }

        ObjectNode rto() {
            return (ObjectNode) status().path("rto");
        }

        ObjectNode backup() {
            return (ObjectNode) status().path("backup");
        }

        /** Score, bound and result; the summary's first sentence too. */
        Edited verdict(int score, String result) {
            String summary = status().path("summary").asText();
            status().put("score", score)
                    .put("scoreUpperBound", score)
                    .put("result", result)
                    .put(
                            "summary",
                            "Score " + score + "/100 (" + result + ")." + summary.substring(summary.indexOf(").") + 2));
            condition("Completed").put("reason", result).put("message", "The run has ended: " + result + ".");
            return this;
        }

        Edited fullPoints(String level, String reason, String message) {
            level(level)
                    .put("pointsEarned", level(level).path("maxPoints").asInt())
                    .put("passed", true)
                    .put("outcome", "Passed")
                    .put("reason", reason)
                    .put("message", message);
            return this;
        }

        static void drop(JsonNode list, Predicate<JsonNode> which) {
            for (Iterator<JsonNode> entries = list.elements(); entries.hasNext(); ) {
                if (which.test(entries.next())) {
                    entries.remove();
                }
            }
        }

        private static ObjectNode find(ArrayNode list, Predicate<JsonNode> which) {
            for (JsonNode entry : list) {
                if (which.test(entry)) {
                    return (ObjectNode) entry;
                }
            }
            throw new IllegalArgumentException("there is no such entry in " + list);
        }
    }
}
