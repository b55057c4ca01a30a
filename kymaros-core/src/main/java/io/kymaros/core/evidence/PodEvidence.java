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

    /**
     * Whether it is not known if the backup's pod would be ready: the test environment kept it from that, for example by a full
     * quota, or the time to look ran out.
     */
    @Value.Default
    default boolean unknown() {
        return false;
    }

    /**
     * Why the application can do without the pod, as the test says of the workload or pod that was lost. It counts only for a
     * pod that is not ready.
     */
    Optional<String> ignored();

    /** Refuses values that can't be. */
    @Value.Check
    default void check() {
        startupSeconds().ifPresent(seconds -> Counts.notNegative("startupSeconds of pod " + podName(), seconds));
        if (ready() && unknown()) {
            throw new IllegalArgumentException("pod " + podName() + " can't be ready and unknown");
        }
    }

    /** What is known of the pod. */
    @Value.Derived
    default Standing standing() {
        if (ready()) {
            return Standing.GOOD;
        }
        return unknown() ? Standing.UNKNOWN : Standing.BAD;
    }

    /**
     * Whether the application can do without the pod, which is not ready or of which nothing is known, so that it is not
     * expected any more.
     */
    @Value.Derived
    default boolean ignoredLoss() {
        return !ready() && ignored().isPresent();
    }

    /** Starts an empty value. */
    static ImmutablePodEvidence.Builder builder() {
        return ImmutablePodEvidence.builder();
    }
}
