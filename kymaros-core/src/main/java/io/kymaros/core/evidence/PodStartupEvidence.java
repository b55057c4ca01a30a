package io.kymaros.core.evidence;

import java.util.List;
import org.immutables.value.Value;

/** One entry for each pod that the restored workloads ask for, whether it exists or not. */
@Value.Immutable
public interface PodStartupEvidence {
    /** The expected pods. */
    List<PodEvidence> pods();

    /** What else was seen, for example pods that don't count because they were not ready in the source either. */
    List<EvidenceNote> notes();

    /** Starts an empty value. */
    static ImmutablePodStartupEvidence.Builder builder() {
        return ImmutablePodStartupEvidence.builder();
    }
}
