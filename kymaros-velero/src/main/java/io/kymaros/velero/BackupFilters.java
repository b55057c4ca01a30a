package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.kymaros.velero.api.VeleroBackup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a backup was told to take or leave out, in words: it may explain why something is missing. */
final class BackupFilters {
    private BackupFilters() {}

    /** One line per filter, named as the field of the backup's spec. */
    static List<String> lines(VeleroBackup.Spec spec) {
        List<String> lines = new ArrayList<>();
        add(lines, "includedResources", spec.includedResources());
        add(lines, "excludedResources", spec.excludedResources());
        add(lines, "includedNamespaceScopedResources", spec.includedNamespaceScopedResources());
        add(lines, "excludedNamespaceScopedResources", spec.excludedNamespaceScopedResources());
        add(lines, "excludedNamespaces", spec.excludedNamespaces());
        if (spec.labelSelector() != null) {
            lines.add("labelSelector: " + inWords(spec.labelSelector()));
        }
        if (!spec.orLabelSelectors().isEmpty()) {
            lines.add("orLabelSelectors: "
                    + spec.orLabelSelectors().stream()
                            .map(BackupFilters::inWords)
                            .collect(Collectors.joining(" or ")));
        }
        if (Boolean.FALSE.equals(spec.includeClusterResources())) {
            lines.add("includeClusterResources: false");
        }
        if (Boolean.FALSE.equals(spec.snapshotVolumes())) {
            lines.add("snapshotVolumes: false");
        }
        return lines;
    }

    /** {@code a=b, c=d}, in the order of the keys. */
    static String inWords(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static void add(List<String> lines, String field, List<String> values) {
        if (!values.isEmpty() && !values.equals(List.of("*"))) {
            lines.add(field + ": " + String.join(", ", values));
        }
    }

    private static String inWords(LabelSelector selector) {
        List<String> terms = new ArrayList<>();
        if (selector.getMatchLabels() != null && !selector.getMatchLabels().isEmpty()) {
            terms.add(inWords(selector.getMatchLabels()));
        }
        selector.getMatchExpressions()
                .forEach(term -> terms.add(
                        (term.getKey() + " " + term.getOperator() + " " + String.join("|", term.getValues())).strip()));
        return String.join(", ", terms);
    }
}
