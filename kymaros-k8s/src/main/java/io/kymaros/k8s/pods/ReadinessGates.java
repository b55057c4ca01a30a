package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Readiness gates that nobody has set. A load balancer's controller, for example, sets one when it sends traffic to a pod, and a
 * sandbox has no load balancer. A gate that somebody has set to no is an answer.
 */
final class ReadinessGates {
    private ReadinessGates() {}

    /** The state of a pod whose containers are all ready, and that waits only for gates that nobody has set; else empty. */
    static Optional<PodState> unset(Pod pod) {
        List<String> gates = pod.getSpec() == null
                ? List.of()
                : Objects.requireNonNullElse(pod.getSpec().getReadinessGates(), List.<PodReadinessGate>of()).stream()
                        .map(PodReadinessGate::getConditionType)
                        .toList();
        if (gates.isEmpty() || pod.getStatus() == null) {
            return Optional.empty();
        }
        Map<String, PodCondition> conditions = pod.getStatus().getConditions().stream()
                .collect(Collectors.toMap(PodCondition::getType, Function.identity(), (a, b) -> a));
        List<String> unset =
                gates.stream().filter(gate -> !conditions.containsKey(gate)).toList();
        boolean others = gates.stream().filter(conditions::containsKey).allMatch(gate -> isTrue(conditions.get(gate)));
        return unset.isEmpty() || !others || !isTrue(conditions.get("ContainersReady"))
                ? Optional.empty()
                : Optional.of(PodState.environment(
                        "ReadinessGateUnset",
                        "its containers are ready, and nothing in the sandbox sets its readiness "
                                + (unset.size() == 1 ? "gate " : "gates ") + String.join(", ", unset)));
    }

    private static boolean isTrue(@Nullable PodCondition condition) {
        return condition != null && "True".equals(condition.getStatus());
    }
}
