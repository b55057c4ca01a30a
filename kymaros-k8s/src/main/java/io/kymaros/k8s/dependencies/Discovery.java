package io.kymaros.k8s.dependencies;

import io.kymaros.core.evidence.EvidenceNote;
import java.util.List;

/**
 * What the restored application says that it needs.
 *
 * @param dependencies services that the application is expected to need
 * @param notes what else is worth knowing
 */
public record Discovery(List<ExpectedDependency> dependencies, List<EvidenceNote> notes) {
    /** Nothing was found, or could be looked for. */
    public static final Discovery NOTHING = new Discovery(List.of(), List.of());
}
