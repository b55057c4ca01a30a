package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of a workload run. A pod that no controller made is a workload of its own.
 *
 * @param namespace the workload's namespace
 * @param workload for example {@code Deployment/api}
 * @param pod what its pods run
 */
public record PodTemplate(String namespace, String workload, PodSpec pod) {
    /** What a workload runs; empty if it is made from another one, whose own template says it. */
    public static Optional<PodTemplate> of(HasMetadata workload, @Nullable PodTemplateSpec template) {
        return template == null ? Optional.empty() : of(workload, template.getSpec());
    }

    /** What a pod runs; empty if it is made from a workload, whose template says it. */
    static Optional<PodTemplate> of(Pod pod) {
        return of(pod, pod.getSpec());
    }

    private static Optional<PodTemplate> of(HasMetadata workload, @Nullable PodSpec pod) {
        return pod == null || Controllers.of(workload).isPresent()
                ? Optional.empty()
                : Optional.of(new PodTemplate(
                        workload.getMetadata().getNamespace(),
                        workload.getKind() + "/" + workload.getMetadata().getName(),
                        pod));
    }
}
