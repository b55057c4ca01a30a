package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Since when a ready pod has been so without a restart, and how long that must last before it counts.
 *
 * @param since the later of the pod's readiness and its containers' starts, in server time; empty if the pod doesn't say
 * @param window how long it must last
 */
record ReadyTime(Optional<Instant> since, Duration window) {
    /** What every pod must last. */
    static final Duration USUAL = Duration.ofSeconds(10);

    /** What a pod must last of which a container has restarted: the next crash is often longer in coming than the first. */
    static final Duration AFTER_RESTARTS = Duration.ofSeconds(30);

    /** The server writes whole seconds, and cuts off the rest. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    /**
     * Reads a ready pod's status.
     *
     * @param minReadySeconds what its workload asks for; 0 if nothing
     */
    static ReadyTime of(Pod pod, int minReadySeconds) {
        Duration asked = Duration.ofSeconds(minReadySeconds);
        Duration window = restarts(pod) > 0 ? AFTER_RESTARTS : USUAL;
        return new ReadyTime(since(pod), asked.compareTo(window) > 0 ? asked : window);
    }

    /** How often the pod's containers have restarted. */
    static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getRestartCount)
                        .filter(Objects::nonNull)
                        .mapToInt(Integer::intValue)
                        .sum();
    }

    /**
     * How long it must still last; nothing once it has lasted.
     *
     * @param now in server time
     * @param otherwise since when the pod counts as ready if it doesn't say
     */
    Duration left(Instant now, Instant otherwise) {
        Instant steady = since.orElse(otherwise).plus(window).plus(ROUNDING);
        return now.isBefore(steady) ? Duration.between(now, steady) : Duration.ZERO;
    }

    /** Empty if the pod does not say when it became ready: it must not count as steady for what it keeps silent about. */
    private static Optional<Instant> since(Pod pod) {
        Optional<Instant> ready = PodState.condition(pod, "Ready")
                .map(PodCondition::getLastTransitionTime)
                .flatMap(ReadyTime::time);
        Stream<Instant> starts = pod.getStatus().getContainerStatuses().stream()
                .map(container -> container.getState() == null
                        ? null
                        : container.getState().getRunning())
                .filter(Objects::nonNull)
                .map(ContainerStateRunning::getStartedAt)
                .map(ReadyTime::time)
                .flatMap(Optional::stream);
        return ready.map(at -> starts.reduce(at, (a, b) -> a.isAfter(b) ? a : b));
    }

    /** A time as the server writes it; empty if there is none. */
    static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
