package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pods and workloads as tests need them: in namespace {@code sandbox}, with the label {@code app}. */
final class Pods {
    static final String NAMESPACE = "sandbox";

    private Pods() {}

    static Pod pod(String name, String app) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withLabels(Map.of("app", app))
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    static Pod ready(String name, String app) {
        return pod(name, app)
                .edit()
                .editStatus()
                .withPhase("Running")
                .addToConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withLastTransitionTime("2026-01-01T00:00:18Z")
                        .build())
                .endStatus()
                .build();
    }

    static Pod crashing(String name, String app, int restarts) {
        return with(
                pod(name, app),
                "Running",
                new ContainerStatusBuilder()
                        .withName("main")
                        .withRestartCount(restarts)
                        .withState(new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .withMessage("back-off 5m0s restarting failed container")
                                .endWaiting()
                                .build())
                        .withLastState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(1)
                                .withReason("Error")
                                .endTerminated()
                                .build())
                        .build());
    }

    static Pod waiting(String reason, @Nullable String message) {
        return with(
                pod("api-1", "api"),
                "Pending",
                new ContainerStatusBuilder()
                        .withName("main")
                        .withState(new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason(reason)
                                .withMessage(message)
                                .endWaiting()
                                .build())
                        .build());
    }

    static Pod with(Pod pod, String phase, ContainerStatus container) {
        return pod.edit()
                .editStatus()
                .withPhase(phase)
                .addToContainerStatuses(container)
                .endStatus()
                .build();
    }

    static Pod phase(Pod pod, String phase) {
        return pod.edit().editStatus().withPhase(phase).endStatus().build();
    }

    static Pod ownedBy(Pod pod, String kind, String name) {
        return pod.edit()
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion(
                        switch (kind) {
                            case "Job" -> "batch/v1";
                            case "ReplicationController" -> "v1";
                            case "ReplicaSet", "StatefulSet", "DaemonSet" -> "apps/v1";
                            default -> "example.com/v1";
                        })
                .withKind(kind)
                .withName(name)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    static Workload deployment(String name, int replicas) {
        return workload("Deployment", name, replicas);
    }

    static Workload workload(String kind, String name, int replicas) {
        return new Workload(NAMESPACE, kind, name, app(name), replicas, 0, false, Optional.empty(), Optional.empty());
    }

    static Workload finishedJob(String name, int pods) {
        return new Workload(NAMESPACE, "Job", name, app(name), pods, 0, true, Optional.empty(), Optional.empty());
    }

    static Workload troubled(String name, int replicas, String trouble) {
        return new Workload(
                NAMESPACE, "Deployment", name, app(name), replicas, 0, false, Optional.empty(), Optional.of(trouble));
    }

    static LabelSelector app(String app) {
        return new LabelSelectorBuilder().addToMatchLabels("app", app).build();
    }
}
