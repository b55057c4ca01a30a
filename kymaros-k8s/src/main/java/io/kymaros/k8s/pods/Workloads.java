package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads from each kind of workload how many pods it asks for. */
final class Workloads {
    private static final LabelSelector NOTHING = new LabelSelector();

    private Workloads() {}

    static Workload of(Deployment deployment) {
        Optional<String> trouble = Optional.ofNullable(deployment.getStatus())
                .flatMap(status -> replicaFailure(
                        status.getConditions(),
                        DeploymentCondition::getType,
                        DeploymentCondition::getStatus,
                        DeploymentCondition::getMessage));
        return workload(
                deployment.getMetadata().getNamespace(),
                "Deployment",
                deployment.getMetadata().getName(),
                deployment.getSpec().getSelector(),
                orOne(deployment.getSpec().getReplicas()),
                deployment.getSpec().getMinReadySeconds(),
                trouble);
    }

    static Workload of(StatefulSet set) {
        return workload(
                set.getMetadata().getNamespace(),
                "StatefulSet",
                set.getMetadata().getName(),
                set.getSpec().getSelector(),
                orOne(set.getSpec().getReplicas()),
                set.getSpec().getMinReadySeconds(),
                Optional.empty());
    }

    static Workload of(ReplicaSet set) {
        Optional<String> trouble = Optional.ofNullable(set.getStatus())
                .flatMap(status -> replicaFailure(
                        status.getConditions(),
                        ReplicaSetCondition::getType,
                        ReplicaSetCondition::getStatus,
                        ReplicaSetCondition::getMessage));
        return workload(
                set.getMetadata().getNamespace(),
                "ReplicaSet",
                set.getMetadata().getName(),
                set.getSpec().getSelector(),
                orOne(set.getSpec().getReplicas()),
                set.getSpec().getMinReadySeconds(),
                trouble);
    }

    static Workload of(ReplicationController controller) {
        Optional<String> trouble = Optional.ofNullable(controller.getStatus())
                .flatMap(status -> replicaFailure(
                        status.getConditions(),
                        ReplicationControllerCondition::getType,
                        ReplicationControllerCondition::getStatus,
                        ReplicationControllerCondition::getMessage));
        LabelSelector selector = new LabelSelector();
        selector.setMatchLabels(controller.getSpec().getSelector());
        return workload(
                controller.getMetadata().getNamespace(),
                "ReplicationController",
                controller.getMetadata().getName(),
                selector,
                orOne(controller.getSpec().getReplicas()),
                controller.getSpec().getMinReadySeconds(),
                trouble);
    }

    /** Until its controller has counted the nodes, a DaemonSet asks for at least one pod. */
    static Workload of(DaemonSet set) {
        boolean counted = set.getStatus() != null
                && set.getStatus().getObservedGeneration() != null
                && set.getMetadata().getGeneration() != null
                && set.getStatus().getObservedGeneration() >= set.getMetadata().getGeneration();
        return workload(
                set.getMetadata().getNamespace(),
                "DaemonSet",
                set.getMetadata().getName(),
                set.getSpec().getSelector(),
                counted ? orOne(set.getStatus().getDesiredNumberScheduled()) : 1,
                set.getSpec().getMinReadySeconds(),
                Optional.empty());
    }

    static Workload of(Job job) {
        boolean suspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
        int parallel = orOne(job.getSpec().getParallelism());
        int pods = job.getSpec().getCompletions() == null
                ? parallel
                : Math.min(parallel, job.getSpec().getCompletions());
        boolean finished = job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Complete") && c.getStatus().equals("True"));
        return new Workload(
                job.getMetadata().getNamespace(),
                "Job",
                job.getMetadata().getName(),
                orNothing(job.getSpec().getSelector()),
                suspended ? 0 : pods,
                0,
                finished,
                job.getStatus() == null
                        ? Optional.empty()
                        : failure(job.getStatus().getConditions()),
                Optional.empty());
    }

    /** Why the pods of a workload can't be made, in its controller's words; its condition has a type of its own. */
    private static <C> Optional<String> replicaFailure(
            List<C> conditions, Function<C, String> type, Function<C, String> status, Function<C, String> message) {
        return conditions.stream()
                .filter(c -> type.apply(c).equals("ReplicaFailure")
                        && status.apply(c).equals("True"))
                .map(c -> String.valueOf(message.apply(c)))
                .findFirst();
    }

    private static Optional<Workload.JobFailure> failure(List<JobCondition> conditions) {
        return conditions.stream()
                .filter(c -> c.getType().equals("Failed") && c.getStatus().equals("True"))
                .map(c -> new Workload.JobFailure(
                        Optional.ofNullable(c.getReason()).orElse("JobFailed"),
                        Optional.ofNullable(c.getMessage()).orElse("the Job has failed"),
                        ReadyTime.time(c.getLastTransitionTime())))
                .findFirst();
    }

    private static Workload workload(
            String namespace,
            String kind,
            String name,
            @Nullable LabelSelector selector,
            int pods,
            @Nullable Integer minReadySeconds,
            Optional<String> trouble) {
        int minReady = minReadySeconds == null ? 0 : minReadySeconds;
        return new Workload(
                namespace, kind, name, orNothing(selector), pods, minReady, false, Optional.empty(), trouble);
    }

    private static LabelSelector orNothing(@Nullable LabelSelector selector) {
        return selector == null ? NOTHING : selector;
    }

    private static int orOne(@Nullable Integer number) {
        return number == null ? 1 : Math.max(0, number);
    }
}
