package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pods of workloads that should have come back but did not. A workload counts as many pods as the source's own asks for
 * now, because the backup's list of objects has no numbers; as one, if the source doesn't hold it any more, or asks for none.
 */
final class MissingWorkloads {
    private static final Set<String> KINDS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job");

    private final SourceWorkloads source;
    private final Sandbox sandbox;

    MissingWorkloads(KubernetesClient client, Sandbox sandbox) {
        this.source = new SourceWorkloads(client);
        this.sandbox = sandbox;
    }

    /**
     * An entry for each pod that did not start because it, or what makes it, did not come back.
     *
     * @param seen the pods that have an entry already, for example because they were there and are on their way out
     */
    List<PodEvidence> pods(CompletenessEvidence completeness, PodStartupEvidence seen) {
        Set<String> listed = seen.pods().stream().map(PodEvidence::podName).collect(Collectors.toSet());
        List<PodEvidence> pods = new ArrayList<>();
        for (ResourceTypeEvidence type : completeness.resourceTypes()) {
            type.objects().stream().filter(object -> !object.restored()).forEach(object -> {
                if (KINDS.contains(type.resourceType())) {
                    pods.addAll(podsOf(type.resourceType(), object));
                } else if (type.resourceType().equals("Pod") && !listed.contains(object.qualifiedName())) {
                    pods.add(lost(object));
                }
            });
        }
        return pods;
    }

    private static PodEvidence lost(ObjectEvidence pod) {
        return PodEvidence.builder()
                .podName(pod.qualifiedName())
                .ready(false)
                .unknown(pod.unknown())
                .reason("PodMissing")
                .message("nothing makes the pod again, and it did not come back" + said(pod))
                .ignored(pod.ignored())
                .build();
    }

    private List<PodEvidence> podsOf(String kind, ObjectEvidence workload) {
        Optional<Integer> known = asksFor(kind, workload);
        int pods = Math.max(1, known.orElse(1));
        String counts =
                pods == 1 ? "it counts as one pod" : "it counts as the " + pods + " pods that the source has of it";
        List<PodEvidence> entries = new ArrayList<>();
        for (int i = 1; i <= pods; i++) {
            entries.add(PodEvidence.builder()
                    .podName(workload.qualifiedName()
                            + (pods == 1 ? " (no workload)" : " (pod " + i + " of " + pods + ", no workload)"))
                    .workload(kind + "/" + workload.name())
                    .ready(false)
                    .unknown(workload.unknown())
                    .reason("WorkloadMissing")
                    .message(kind + " " + workload.qualifiedName() + " did not come back, so nothing starts its pods; "
                            + counts)
                    .ignored(workload.ignored())
                    .build());
        }
        return entries;
    }

    private static String said(ObjectEvidence object) {
        return object.toolMessage().map(message -> ": " + message).orElse("");
    }

    /** How many pods the source's own workload asks for; empty if there is none, or it can't be read. */
    private Optional<Integer> asksFor(String kind, ObjectEvidence workload) {
        String namespace = workload.namespace()
                .orElseGet(() -> sandbox.namespaces().keySet().iterator().next());
        try {
            return source.find(kind, namespace, workload.name()).map(SourceWorkloads.Found::pods);
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }
}
