package io.kymaros.k8s.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kymaros.k8s.api.RestoreReportStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares a stored report with the one that its evidence gives, field by field. Only what the cluster alone knows is left out:
 * the conditions, and all of the object but its status.
 */
public final class EvidenceComparison {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> OF_THE_CLUSTER = Set.of("status.conditions");
    private static final int LONGEST = 300;

    private final List<Difference> differences = new ArrayList<>();

    private EvidenceComparison() {}

    /**
     * A field in which the two are not the same.
     *
     * @param field its path, for example {@code status.validationLevels[1].pointsEarned}
     * @param stated what the report states
     * @param given what the evidence gives
     */
    public record Difference(String field, String stated, String given) {
        /** The difference in one sentence. */
        public String message() {
            return field + " is " + stated + ", but the evidence gives " + given;
        }
    }

    /**
     * The differences, in the order of the fields; empty if the evidence gives just this report.
     *
     * @param report the whole resource, as it was stored
     * @param status what its evidence gives
     */
    public static List<Difference> of(JsonNode report, RestoreReportStatus status) {
        EvidenceComparison comparison = new EvidenceComparison();
        comparison.compare("status", report.path("status"), MAPPER.valueToTree(status));
        return List.copyOf(comparison.differences);
    }

    private void compare(String field, JsonNode stated, JsonNode given) {
        if (OF_THE_CLUSTER.contains(field) || isNothing(stated) && isNothing(given)) {
            return;
        }
        if (stated.isObject() && given.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            given.fieldNames().forEachRemaining(names::add);
            stated.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(field + "." + name, stated.path(name), given.path(name)));
        } else if (stated.isArray() && given.isArray()) {
            for (int i = 0; i < Math.max(stated.size(), given.size()); i++) {
                compare(field + "[" + i + "]", stated.path(i), given.path(i));
            }
        } else if (!same(stated, given)) {
            differences.add(new Difference(field, inWords(stated), inWords(given)));
        }
    }

    /** A report is stored without what is empty. */
    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || node.isTextual() && node.asText().isEmpty()
                || node.isContainerNode() && node.isEmpty();
    }

    private static boolean same(JsonNode stated, JsonNode given) {
        if (stated.isIntegralNumber() && given.isIntegralNumber()) {
            return stated.bigIntegerValue().equals(given.bigIntegerValue());
        }
        return stated.equals(given);
    }

    private static String inWords(JsonNode node) {
        if (node instanceof MissingNode || node.isNull()) {
            return "nothing";
        }
        String text = node.isValueNode() ? node.asText() : node.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
