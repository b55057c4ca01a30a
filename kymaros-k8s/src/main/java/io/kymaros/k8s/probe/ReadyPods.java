package io.kymaros.k8s.probe;

import io.fabric8.kubernetes.api.model.Pod;

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
}
