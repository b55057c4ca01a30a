package io.kymaros.core.evidence;

import java.util.List;
import org.immutables.value.Value;

/** One entry for each pod that the restored workloads ask for, whether it exists or not. */
@Value.Immutable
public interface PodStartupEvidence {
    /** The expected pods. */
    List<PodEvidence> pods();

    /** Starts an empty value. */
    static ImmutablePodStartupEvidence.Builder builder() {
        return ImmutablePodStartupEvidence.builder();
    }
}
