package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's status says: ready or why not.
 *
 * @param ready whether it is Running and Ready, or Succeeded where that is its aim
 * @param startupSeconds seconds from its creation until it was ready
 * @param reason why it is not ready, as a reason code; empty when it is
 * @param message what was observed; empty when it is ready
 * @param environmentFault whether the environment and not the backup holds it back
 * @param hopeless whether waiting longer can't help
 */
record PodState(
        boolean ready,
        OptionalInt startupSeconds,
        String reason,
        String message,
        boolean environmentFault,
        boolean hopeless) {

    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> HOPELESS =
            Set.of("CreateContainerConfigError", "CreateContainerError", "InvalidImageName", "ErrImageNeverPull");
    /** A crashing container gets this many starts, because it may only be waiting for its database. */
    private static final int HOPELESS_RESTARTS = 5;

    /** Reads a pod's status. */
    static PodState of(Pod pod, boolean mayFinish) {
        String phase = pod.getStatus() == null
                ? "Pending"
                : String.valueOf(pod.getStatus().getPhase());
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return waiting("Terminating", "the pod is being deleted");
        }
        if (phase.equals("Succeeded")) {
            return mayFinish
                    ? new PodState(true, OptionalInt.empty(), "", "", false, false)
                    : waiting("PodSucceeded", "the pod's containers have exited, but it should keep running");
        }
        Optional<PodCondition> ready = condition(pod, "Ready");
        if (phase.equals("Running") && ready.filter(PodState::isTrue).isPresent()) {
            return new PodState(true, startup(pod, ready.get()), "", "", false, false);
        }
        return notReady(pod, phase, ready);
    }

    private static PodState notReady(Pod pod, String phase, Optional<PodCondition> ready) {
        Optional<PodState> container = containers(pod)
                .map(PodState::ofContainer)
                .flatMap(Optional::stream)
                .findFirst();
        if (container.isPresent()) {
            return container.get();
        }
        if (phase.equals("Failed")) {
            String reason = Optional.ofNullable(pod.getStatus().getReason()).orElse("PodFailed");
            return waiting(
                    reason, Optional.ofNullable(pod.getStatus().getMessage()).orElse("the pod has failed"));
        }
        Optional<PodCondition> scheduled =
                condition(pod, "PodScheduled").filter(condition -> "False".equals(condition.getStatus()));
        if (scheduled.isPresent()) {
            String message = scheduled.map(PodCondition::getMessage).orElse("the pod could not be scheduled");
            boolean claim = message.toLowerCase(Locale.ROOT).contains("persistentvolumeclaim");
            return new PodState(false, OptionalInt.empty(), "Unschedulable", message, !claim, false);
        }
        if (phase.equals("Running")) {
            String message = ready.map(PodCondition::getMessage).orElse("not all containers are ready");
            return waiting("NotReady", message);
        }
        return waiting("Pending", "the pod has not started");
    }

    private static Optional<PodState> ofContainer(ContainerStatus container) {
        String name = "container " + container.getName() + ": ";
        if (container.getState() != null && container.getState().getWaiting() != null) {
            String reason = container.getState().getWaiting().getReason();
            if (reason == null || STARTING.contains(reason)) {
                return Optional.empty();
            }
            return Optional.of(ofWaiting(container, name, reason));
        }
        if (container.getState() != null
                && container.getState().getTerminated() != null
                && container.getState().getTerminated().getExitCode() != null
                && container.getState().getTerminated().getExitCode() != 0) {
            String reason = Optional.ofNullable(
                            container.getState().getTerminated().getReason())
                    .orElse("Error");
            return Optional.of(waiting(
                    reason,
                    name + "exited with code "
                            + container.getState().getTerminated().getExitCode()));
        }
        return Optional.empty();
    }

    private static PodState ofWaiting(ContainerStatus container, String name, String reason) {
        List<String> parts = new ArrayList<>();
        parts.add(name + reason);
        boolean killedForMemory = false;
        if (container.getLastState() != null && container.getLastState().getTerminated() != null) {
            var last = container.getLastState().getTerminated();
            killedForMemory = "OOMKilled".equals(last.getReason());
            parts.add("last exit code " + last.getExitCode()
                    + (last.getReason() == null ? "" : " (" + last.getReason() + ")"));
        }
        int restarts = container.getRestartCount() == null ? 0 : container.getRestartCount();
        if (restarts > 0) {
            parts.add(restarts + (restarts == 1 ? " restart" : " restarts"));
        }
        String said = container.getState().getWaiting().getMessage();
        if (said != null && !said.isBlank()) {
            parts.add(said.strip());
        }
        boolean hopeless = HOPELESS.contains(reason) || restarts >= HOPELESS_RESTARTS;
        return new PodState(
                false,
                OptionalInt.empty(),
                killedForMemory ? "OOMKilled" : reason,
                String.join(", ", parts),
                false,
                hopeless);
    }

    private static PodState waiting(String reason, @Nullable String message) {
        return new PodState(false, OptionalInt.empty(), reason, message == null ? reason : message, false, false);
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    private static boolean isTrue(PodCondition condition) {
        return "True".equals(condition.getStatus());
    }

    private static OptionalInt startup(Pod pod, PodCondition ready) {
        Optional<Instant> created = time(pod.getMetadata().getCreationTimestamp());
        Optional<Instant> since = time(ready.getLastTransitionTime());
        if (created.isEmpty() || since.isEmpty()) {
            return OptionalInt.empty();
        }
        long seconds = Duration.between(created.get(), since.get()).toSeconds();
        return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Math.max(0, seconds)));
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
