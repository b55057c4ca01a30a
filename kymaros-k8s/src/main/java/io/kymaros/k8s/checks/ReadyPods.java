package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** Kubernetes' own word on whether a pod is ready. */
final class ReadyPods {
    private ReadyPods() {}

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /**
     * The first pod that has a network of its own. A pod in the node's network could reach, and be mistaken for, whatever
     * else runs on the node; a NetworkPolicy does not hold it.
     *
     * @throws NotProbeableException if all are in the node's network
     */
    static Pod inTheSandboxesNetwork(List<Pod> ready) {
        return ready.stream()
                .filter(pod -> !Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                .findFirst()
                .orElseThrow(() -> new NotProbeableException("pod "
                        + ready.get(0).getMetadata().getName()
                        + " uses its node's network (hostNetwork), which is outside the sandbox, and is not asked"));
    }
}
