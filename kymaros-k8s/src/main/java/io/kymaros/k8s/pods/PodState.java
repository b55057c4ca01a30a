package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.kymaros.k8s.logs.LogText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pod's status, and the events about it, say: ready or why not.
 *
 * @param ready whether it is Running and Ready, or Succeeded where that is its aim
 * @param startupSeconds seconds from its creation until it was ready
 * @param reason why it is not ready, as a reason code; empty when it is
 * @param message what was observed, one line without secrets; empty when it is ready
 * @param unknown whether the environment and not the backup holds it back
 * @param patience how long this state must last before it is sure that waiting longer can't help; empty when it may help
 */
record PodState(
        boolean ready,
        OptionalInt startupSeconds,
        String reason,
        String message,
        boolean unknown,
        Optional<Duration> patience) {

    /** What a container itself has said, for example in answer to a probe, is cut shorter than Kubernetes' own words. */
    private static final int CONTAINERS_WORDS = 160;

    private static final int WORDS = 400;

    /** A state that can't mend itself is believed after this time: the first look may come a moment too early. */
    private static final Duration STEADY = Duration.ofSeconds(15);

    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> IMAGE_PULL = Set.of("ErrImagePull", "ImagePullBackOff", "RegistryUnavailable");
    private static final Set<String> STABLE_BAD =
            Set.of("CreateContainerConfigError", "CreateContainerError", "InvalidImageName", "ErrImageNeverPull");
    /** A crashing container gets this many starts, because it may only be waiting for its database. */
    private static final int HOPELESS_RESTARTS = 5;

    PodState {
        message = LogText.message(message, WORDS);
    }

    /** A pod that counts. */
    static PodState ready(OptionalInt startupSeconds) {
        return new PodState(true, startupSeconds, "", "", false, Optional.empty());
    }

    /** Not ready, and time may help. */
    static PodState waiting(String reason, String message) {
        return new PodState(false, OptionalInt.empty(), reason, message, false, Optional.empty());
    }

    /** Not ready, and if it stays so for a while it always will. */
    static PodState stableBad(String reason, String message) {
        return new PodState(false, OptionalInt.empty(), reason, message, false, Optional.of(STEADY));
    }

    /** Not ready for good. */
    static PodState hopeless(String reason, String message) {
        return new PodState(false, OptionalInt.empty(), reason, message, false, Optional.of(Duration.ZERO));
    }

    /** Held back by the environment, which may still give what is missing. */
    static PodState environment(String reason, String message) {
        return new PodState(false, OptionalInt.empty(), reason, message, true, Optional.empty());
    }

    /** Held back by the environment, and if it stays so for a while it always will. */
    static PodState environmentForGood(String reason, String message) {
        return new PodState(false, OptionalInt.empty(), reason, message, true, Optional.of(STEADY));
    }

    /** Whether this state does not mend itself, once it has lasted. */
    boolean hopeless() {
        return patience.isPresent();
    }

    /** Reads a pod's status. */
    static PodState of(Pod pod, boolean mayFinish, Clues clues) {
        String phase = phase(pod);
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return waiting("Terminating", "the pod is being deleted");
        }
        if (phase.equals("Succeeded")) {
            return mayFinish
                    ? ready(OptionalInt.empty())
                    : waiting("PodSucceeded", "the pod's containers have exited, but it should keep running");
        }
        Optional<PodCondition> ready = condition(pod, "Ready");
        if (phase.equals("Running") && ready.filter(PodState::isTrue).isPresent()) {
            return ready(startup(pod, ready.get()));
        }
        return notReady(pod, phase, ready, clues);
    }

    /** Whether the pod has ended as failed: its controller replaces it, if it has one. */
    static boolean failed(Pod pod) {
        return phase(pod).equals("Failed");
    }

    /** Whether the pod has not ended, so that it can still lose what it has. */
    static boolean running(Pod pod) {
        return phase(pod).equals("Running");
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null
                ? "Pending"
                : String.valueOf(pod.getStatus().getPhase());
    }

    private static PodState notReady(Pod pod, String phase, Optional<PodCondition> ready, Clues clues) {
        if (phase.equals("Failed") && pod.getStatus().getReason() != null) {
            return ended(pod);
        }
        Optional<PodState> container = containers(pod)
                .map(seen -> ofContainer(pod, seen, clues))
                .flatMap(Optional::stream)
                .findFirst();
        if (container.isPresent()) {
            PodState state = container.get();
            return phase.equals("Failed") && !replaced(pod) ? hopeless(state.reason(), state.message()) : state;
        }
        if (phase.equals("Failed")) {
            return ended(pod);
        }
        Optional<PodCondition> scheduled =
                condition(pod, "PodScheduled").filter(condition -> "False".equals(condition.getStatus()));
        if (scheduled.isPresent()) {
            return Scheduling.of(
                    pod, scheduled.map(PodCondition::getMessage).orElse("the pod could not be scheduled"), clues);
        }
        if (phase.equals("Running")) {
            return running(pod, ready, clues);
        }
        return starting(pod, clues);
    }

    /** A pod that has ended by itself tells why only where something else than its containers has ended it. */
    private static PodState ended(Pod pod) {
        String reason = Optional.ofNullable(pod.getStatus().getReason()).orElse("PodFailed");
        String message = Optional.ofNullable(pod.getStatus().getMessage()).orElse("the pod has failed");
        String said = message.toLowerCase(Locale.ROOT);
        boolean room = reason.startsWith("OutOf")
                || Set.of("NodeLost", "NodeShutdown", "Terminated", "Preempting", "NodeAffinity")
                        .contains(reason)
                || reason.equals("Evicted") && said.contains("node was low on resource");
        Optional<Duration> patience = replaced(pod) ? Optional.empty() : Optional.of(Duration.ZERO);
        return new PodState(false, OptionalInt.empty(), reason, message, room, patience);
    }

    private static boolean replaced(Pod pod) {
        return Controllers.of(pod).isPresent();
    }

    /** Running, but a probe says no; the kubelet tells in an event which, and what it answered. */
    private static PodState running(Pod pod, Optional<PodCondition> ready, Clues clues) {
        Optional<PodState> gated = ReadinessGates.unset(pod);
        if (gated.isPresent()) {
            return gated.get();
        }
        Optional<Event> unhealthy = clues.about(
                        pod.getMetadata().getNamespace(),
                        "Pod",
                        pod.getMetadata().getName(),
                        "Unhealthy")
                .findFirst();
        if (unhealthy.isEmpty()) {
            String message = ready.map(PodCondition::getMessage).orElse("not all containers are ready");
            return waiting("NotReady", message + unread(clues));
        }
        String said = unhealthy.get().getMessage();
        String probe = said.startsWith("Startup")
                ? "StartupProbeFailed"
                : said.startsWith("Liveness") ? "LivenessProbeFailed" : "ReadinessProbeFailed";
        String field = String.valueOf(unhealthy.get().getInvolvedObject().getFieldPath());
        String container = field.contains("{") && field.endsWith("}")
                ? "container " + field.substring(field.indexOf('{') + 1, field.length() - 1) + ": "
                : "";
        return waiting(probe, container + LogText.message(said, CONTAINERS_WORDS));
    }

    /** On its node, but no container has run yet: the kubelet tells in events what it waits for. */
    private static PodState starting(Pod pod, Clues clues) {
        Optional<Event> trouble = clues.about(
                        pod.getMetadata().getNamespace(),
                        "Pod",
                        pod.getMetadata().getName(),
                        "FailedMount",
                        "FailedAttachVolume",
                        "FailedMapVolume",
                        "FailedCreatePodSandBox")
                .findFirst();
        if (trouble.isPresent()) {
            String reason = trouble.get().getReason();
            String message = trouble.get().getMessage();
            if (reason.equals("FailedCreatePodSandBox") || isTheNodes(message)) {
                return environment(reason, message);
            }
            return message.contains("not found") ? stableBad(reason, message) : waiting(reason, message);
        }
        return initialising(pod)
                .map(name -> waiting("Initializing", "init container " + name + " is still running"))
                .orElseGet(() -> waiting("Pending", "the pod has not started" + unread(clues)));
    }

    /** A volume that another pod holds, or for which this node has no driver. */
    private static boolean isTheNodes(String message) {
        return message.contains("Multi-Attach") || message.contains("registered CSI drivers");
    }

    private static Optional<String> initialising(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getInitContainerStatuses().stream()
                        .filter(container -> container.getState() != null
                                && container.getState().getRunning() != null)
                        .filter(container -> !Boolean.TRUE.equals(container.getStarted()))
                        .map(ContainerStatus::getName)
                        .findFirst();
    }

    private static String unread(Clues clues) {
        return clues.complete() ? "" : " (events could not be read; they may say why)";
    }

    private static Optional<PodState> ofContainer(Pod pod, Seen seen, Clues clues) {
        ContainerState state = seen.status().getState();
        if (state != null && state.getWaiting() != null) {
            String reason = state.getWaiting().getReason();
            return reason == null || STARTING.contains(reason)
                    ? Optional.empty()
                    : Optional.of(ofWaiting(pod, seen, reason, clues));
        }
        if (state == null
                || state.getTerminated() == null
                || state.getTerminated().getExitCode() == null
                || state.getTerminated().getExitCode() == 0) {
            return Optional.empty();
        }
        ContainerStateTerminated ended = state.getTerminated();
        String reason = Optional.ofNullable(ended.getReason()).orElse("Error");
        return Optional.of(waiting(reason, seen.name() + ": exited with code " + ended.getExitCode()));
    }

    private static PodState ofWaiting(Pod pod, Seen seen, String reason, Clues clues) {
        ContainerStatus container = seen.status();
        List<String> parts = new ArrayList<>();
        parts.add(seen.name() + ": " + reason);
        boolean killedForMemory = false;
        if (container.getLastState() != null && container.getLastState().getTerminated() != null) {
            ContainerStateTerminated last = container.getLastState().getTerminated();
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
        String message = String.join(", ", parts);
        if (IMAGE_PULL.contains(reason)) {
            return ImagePull.of(pod, reason, message, clues);
        }
        if (STABLE_BAD.contains(reason)) {
            return stableBad(reason, message);
        }
        String shown = killedForMemory ? "OOMKilled" : reason;
        return restarts >= HOPELESS_RESTARTS ? hopeless(shown, message) : waiting(shown, message);
    }

    /** A container and what to call it. */
    private record Seen(String name, ContainerStatus status) {}

    private static Stream<Seen> containers(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream()
                        .map(status -> new Seen("init container " + status.getName(), status)),
                pod.getStatus().getContainerStatuses().stream()
                        .map(status -> new Seen("container " + status.getName(), status)));
    }

    /** What a pod's status says of one of its conditions. */
    static Optional<PodCondition> condition(Pod pod, String type) {
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
        Optional<Instant> created = ReadyTime.time(pod.getMetadata().getCreationTimestamp());
        Optional<Instant> since = ReadyTime.time(ready.getLastTransitionTime());
        if (created.isEmpty() || since.isEmpty()) {
            return OptionalInt.empty();
        }
        long seconds = Duration.between(created.get(), since.get()).toSeconds();
        return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Math.max(0, seconds)));
    }
}
