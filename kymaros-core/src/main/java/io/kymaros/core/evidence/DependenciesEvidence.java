package io.kymaros.core.evidence;

import java.util.List;
import org.immutables.value.Value;

/** The services of other namespaces that the application needs. */
@Value.Immutable
public interface DependenciesEvidence {
    /** One entry for each expected service. */
    List<DependencyEvidence> dependencies();

    /** What else was found; it costs nothing. */
    List<EvidenceNote> notes();

    /** Starts an empty value. */
    static ImmutableDependenciesEvidence.Builder builder() {
        return ImmutableDependenciesEvidence.builder();
    }
}
