package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.IgnoredLosses;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What should come back into a sandbox, as far as the backup and its source tell. Made by {@link CompletenessGatherer}. */
public final class Expectation {
    private static final Set<String> WORKLOADS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Pod");

    private final Comparison comparison;
    private final List<TypeComparison> types;

    Expectation(Comparison comparison, List<TypeComparison> types) {
        this.comparison = comparison;
        this.types = List.copyOf(types);
    }

    /**
     * What came back, with those losses marked that the application can do without.
     *
     * @param declared what the test says of them
     */
    public CompletenessEvidence ignoring(List<IgnoredLoss> declared, CompletenessEvidence seen) {
        Set<String> sources = comparison.sandbox().namespaces().keySet();
        Optional<String> only =
                sources.size() == 1 ? Optional.of(sources.iterator().next()) : Optional.empty();
        return IgnoredLosses.markedIn(seen, declared, only);
    }

    /** Kinds of which each object has pods, or is one, and that could not be read: then not all pods that are missing are known. */
    public List<String> unreadWorkloads() {
        return comparison.unread().stream().filter(WORKLOADS::contains).toList();
    }

    /** Whether the backup holds the data of a claim's volume. */
    public boolean holdsData(ObjectName claim) {
        return comparison.holdsData(claim);
    }

    Comparison comparison() {
        return comparison;
    }

    List<TypeComparison> types() {
        return types;
    }
}
