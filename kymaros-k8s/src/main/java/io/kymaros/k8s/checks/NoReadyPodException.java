package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** None of the pods that a check would ask is ready. */
final class NoReadyPodException extends NoAnswerException {
    private static final long serialVersionUID = 1L;

    private final List<String> pods;

    /** @param pods those that are there */
    NoReadyPodException(String message, List<Pod> pods) {
        super(message);
        this.pods = List.copyOf(
                pods.stream().map(pod -> pod.getMetadata().getName()).toList());
    }

    /** The names of those that are there; empty if none is. */
    List<String> pods() {
        return pods;
    }
}
