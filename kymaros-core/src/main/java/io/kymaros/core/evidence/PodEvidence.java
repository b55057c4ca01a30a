package io.kymaros.core.evidence;

import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** One expected pod. */
@Value.Immutable
public interface PodEvidence {
    /** The pod's name, or what stands for it when the pod was never created. */
    String podName();

    /** The workload that asks for the pod, for example {@code Deployment/api}; empty for a bare pod. */
    Optional<String> workload();

    /** Whether the pod was Running and Ready (or Succeeded, for a Job) in time, and still so at a second look. */
    boolean ready();

    /** Seconds from the pod's creation until it was ready; not negative. */
    OptionalInt startupSeconds();

    /** Why the pod is not ready: a reason code in CamelCase, for example {@code CrashLoopBackOff}. */
    Optional<String> reason();

    /** What was observed of a pod that is not ready: container, exit code, condition message. */
    Optional<String> message();

    /** Whether the test environment and not the backup kept the pod from becoming ready, for example a full quota. */
    @Value.Default
    default boolean environmentFault() {
        return false;
    }

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        startupSeconds().ifPresent(seconds -> Counts.notNegative("startupSeconds of pod " + podName(), seconds));
        if (ready() && environmentFault()) {
            throw new IllegalArgumentException("pod " + podName() + " can't be ready and held back by its environment");
        }
    }

    /** Starts an empty value. */
    static ImmutablePodEvidence.Builder builder() {
        return ImmutablePodEvidence.builder();
    }
}
