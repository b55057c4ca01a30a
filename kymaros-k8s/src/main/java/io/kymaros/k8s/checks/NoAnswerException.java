package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** The application refused the question, or did not answer as asked. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> unreadyPods;

    NoAnswerException(String message) {
        this(message, List.of());
    }

    /** @param unready the pods that would have been asked, where none of them is ready */
    NoAnswerException(String message, List<Pod> unready) {
        super(message);
        this.unreadyPods = List.copyOf(
                unready.stream().map(pod -> pod.getMetadata().getName()).toList());
    }

    /** The names of the pods that would have been asked; empty if it was not for their readiness. */
    List<String> unreadyPods() {
        return unreadyPods;
    }
}
