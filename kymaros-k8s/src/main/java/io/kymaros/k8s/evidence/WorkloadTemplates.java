package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the workloads of a namespace run: the pod templates, and pods that no controller made. */
final class WorkloadTemplates {
    private final KubernetesClient client;

    WorkloadTemplates(KubernetesClient client) {
        this.client = client;
    }

    /**
     * A workload's pods.
     *
     * @param namespace the workload's namespace
     * @param workload for example {@code Deployment/api}
     * @param pod what its pods run
     */
    record Template(String namespace, String workload, PodSpec pod) {}

    List<Template> of(String namespace) {
        List<Template> all = new ArrayList<>();
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> add(all, workload, workload.getSpec().getTemplate()));
        client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> add(all, workload, workload.getSpec().getTemplate()));
        client.apps()
                .daemonSets()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> add(all, workload, workload.getSpec().getTemplate()));
        client.batch()
                .v1()
                .cronjobs()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> add(
                        all,
                        workload,
                        workload.getSpec().getJobTemplate().getSpec().getTemplate()));
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> add(all, workload, workload.getSpec().getTemplate()));
        client.replicationControllers()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> add(all, workload, workload.getSpec().getTemplate()));
        client.pods().inNamespace(namespace).list().getItems().forEach(pod -> add(all, pod, pod.getSpec()));
        return all;
    }

    private static void add(List<Template> all, HasMetadata workload, @Nullable PodTemplateSpec template) {
        if (template != null) {
            add(all, workload, template.getSpec());
        }
    }

    /** What a controller made is what its own template says. */
    private static void add(List<Template> all, HasMetadata workload, @Nullable PodSpec pod) {
        boolean controlled = workload.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
        if (pod != null && !controlled) {
            all.add(new Template(
                    workload.getMetadata().getNamespace(),
                    workload.getKind() + "/" + workload.getMetadata().getName(),
                    pod));
        }
    }
}
