package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AppsAPIGroupDSL;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;
import java.util.function.Function;

/** The live source's own workloads. */
final class SourceWorkloads {
    private final KubernetesClient client;

    SourceWorkloads(KubernetesClient client) {
        this.client = client;
    }

    /** A workload of the source, and what it asks for. */
    record Found(HasMetadata object, Workload workload) {
        int pods() {
            return workload.expectedPods();
        }
    }

    /**
     * A workload by kind and name; empty if the source has none.
     *
     * @throws KubernetesClientException if it can't be read
     */
    Optional<Found> find(String kind, String namespace, String name) {
        AppsAPIGroupDSL apps = client.apps();
        return switch (kind) {
            case "Deployment" -> read(apps.deployments().inNamespace(namespace).withName(name), Workloads::of);
            case "StatefulSet" ->
                read(apps.statefulSets().inNamespace(namespace).withName(name), Workloads::of);
            case "DaemonSet" -> read(apps.daemonSets().inNamespace(namespace).withName(name), Workloads::of);
            case "ReplicaSet" -> read(apps.replicaSets().inNamespace(namespace).withName(name), Workloads::of);
            case "ReplicationController" ->
                read(client.replicationControllers().inNamespace(namespace).withName(name), Workloads::of);
            case "Job" -> read(client.batch().v1().jobs().inNamespace(namespace).withName(name), Workloads::of);
            default -> Optional.empty();
        };
    }

    private static <T extends HasMetadata> Optional<Found> read(Resource<T> workload, Function<T, Workload> reading) {
        return Optional.ofNullable(workload.get()).map(object -> new Found(object, reading.apply(object)));
    }
}
