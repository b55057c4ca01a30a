package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.time.Instant;
import java.util.Optional;

/**
 * A workload of the sandbox and how many pods it asks for.
 *
 * @param namespace its namespace
 * @param kind {@code Deployment}, {@code StatefulSet}, {@code DaemonSet}, {@code ReplicaSet}, {@code ReplicationController} or {@code Job}
 * @param name its name
 * @param selector the labels of its pods
 * @param expectedPods how many pods it asks for
 * @param minReadySeconds how long a pod must be ready before the workload calls it available; 0 if it does not say
 * @param finished whether it is a Job that has completed, so that its pods may be gone
 * @param failure why it is a Job that has been given up; nothing starts its pods again
 * @param trouble why its controller can't create pods, in the controller's words
 */
record Workload(
        String namespace,
        String kind,
        String name,
        LabelSelector selector,
        int expectedPods,
        int minReadySeconds,
        boolean finished,
        Optional<JobFailure> failure,
        Optional<String> trouble) {

    /**
     * Why a Job has been given up.
     *
     * @param reason Kubernetes' reason, for example {@code BackoffLimitExceeded}
     * @param message Kubernetes' message
     * @param at when it was given up; empty if Kubernetes does not say
     */
    record JobFailure(String reason, String message, Optional<Instant> at) {}

    /** {@code Deployment/api}. */
    String shown() {
        return kind + "/" + name;
    }
}
