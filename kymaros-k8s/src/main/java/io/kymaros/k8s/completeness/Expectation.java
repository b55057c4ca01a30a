package io.kymaros.k8s.completeness;

import java.util.List;

/** What should come back into a sandbox, as far as the backup and its source tell. Made by {@link CompletenessGatherer}. */
public final class Expectation {
    private final Comparison comparison;
    private final List<TypeComparison> types;

    Expectation(Comparison comparison, List<TypeComparison> types) {
        this.comparison = comparison;
        this.types = List.copyOf(types);
    }

    Comparison comparison() {
        return comparison;
    }

    List<TypeComparison> types() {
        return types;
    }
}
