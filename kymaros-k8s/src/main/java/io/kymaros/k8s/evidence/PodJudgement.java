package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.PodEvidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the pods that are there against the pods that the workloads ask for. A pure function of both. */
final class PodJudgement {
    private final List<PodEvidence> pods;
    private final boolean settled;

    private PodJudgement(List<PodEvidence> pods, boolean settled) {
        this.pods = pods;
        this.settled = settled;
    }

    /** One entry for each expected pod. */
    List<PodEvidence> pods() {
        return pods;
    }

    /** Whether every pod is ready, or can't become so. */
    boolean settled() {
        return settled;
    }

    /** The judgement on the pods of one namespace. */
    static PodJudgement of(List<Workload> workloads, List<Pod> pods) {
        return of(workloads, pods, Map.of());
    }

    /**
     * The judgement on the pods of several namespaces.
     *
     * @param prefixes by namespace, what to write before a pod's name, so that pods of the same name stay apart
     */
    static PodJudgement of(List<Workload> workloads, List<Pod> pods, Map<String, String> prefixes) {
        List<PodEvidence> evidence = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        Set<String> counted = new HashSet<>();
        boolean settled = true;
        for (Workload workload : workloads) {
            List<Pod> own = pods.stream()
                    .filter(pod -> pod.getMetadata().getNamespace().equals(workload.namespace()))
                    .filter(pod -> matches(workload.selector(), labels(pod)))
                    .filter(pod -> mayBelong(workload, pod))
                    .toList();
            own.forEach(pod -> wanted.add(key(pod)));
            settled &= judge(
                    workload,
                    own.stream().filter(pod -> !counted.contains(key(pod))).toList(),
                    evidence,
                    counted,
                    prefixes.getOrDefault(workload.namespace(), ""));
        }
        for (Pod pod : pods) {
            if (wanted.add(key(pod)) && bare(pod)) {
                PodState state = PodState.of(pod, true);
                String prefix = prefixes.getOrDefault(pod.getMetadata().getNamespace(), "");
                evidence.add(entry(prefix + pod.getMetadata().getName(), state).build());
                settled &= state.ready() || state.hopeless();
            }
        }
        return new PodJudgement(evidence, settled);
    }

    /**
     * Adds an entry for each pod that the workload asks for; the ready ones first, so that a surplus does no harm. A pod
     * that has an entry counts for no other workload.
     */
    private static boolean judge(
            Workload workload, List<Pod> own, List<PodEvidence> evidence, Set<String> counted, String prefix) {
        boolean job = workload.kind().equals("Job");
        record Seen(Pod pod, PodState state) {}
        List<Seen> seen = own.stream()
                .map(pod -> new Seen(pod, PodState.of(pod, job)))
                .filter(s -> s.state().ready() || !workload.finished())
                .sorted(Comparator.comparing((Seen s) -> !s.state().ready())
                        .thenComparing(s -> s.pod().getMetadata().getDeletionTimestamp() != null)
                        .thenComparing(s -> s.pod().getMetadata().getName()))
                .toList();
        boolean settled = true;
        for (int i = 0; i < workload.expectedPods(); i++) {
            PodState state;
            String name;
            if (i < seen.size()) {
                state = seen.get(i).state();
                name = seen.get(i).pod().getMetadata().getName();
                counted.add(key(seen.get(i).pod()));
            } else {
                state = absent(workload);
                name = workload.name() + " (pod " + (i + 1) + " of " + workload.expectedPods() + ")";
            }
            evidence.add(entry(prefix + name, state).workload(workload.shown()).build());
            settled &= state.ready() || state.hopeless();
        }
        return settled;
    }

    private static PodState absent(Workload workload) {
        if (workload.finished()) {
            return new PodState(true, java.util.OptionalInt.empty(), "", "", false, false);
        }
        if (workload.trouble().isEmpty()) {
            return new PodState(
                    false,
                    java.util.OptionalInt.empty(),
                    "PodMissing",
                    workload.shown() + " asks for a pod that was not created",
                    false,
                    false);
        }
        String trouble = workload.trouble().get();
        String lower = trouble.toLowerCase(Locale.ROOT);
        boolean quota = lower.contains("exceeded quota") || lower.contains("failed quota");
        boolean podSecurity = lower.contains("violates podsecurity");
        String reason = quota ? "QuotaExceeded" : podSecurity ? "PodSecurityForbidden" : "FailedCreate";
        return new PodState(false, java.util.OptionalInt.empty(), reason, trouble, quota || podSecurity, false);
    }

    private static ImmutablePodEvidence.Builder entry(String name, PodState state) {
        ImmutablePodEvidence.Builder entry = PodEvidence.builder().podName(name).ready(state.ready());
        state.startupSeconds().ifPresent(entry::startupSeconds);
        if (!state.ready()) {
            entry.reason(state.reason()).message(state.message()).environmentFault(state.environmentFault());
        }
        return entry;
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private static boolean bare(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .noneMatch((OwnerReference owner) -> Boolean.TRUE.equals(owner.getController()));
    }

    /** Labels alone don't make a pod a workload's own: the pod of another controller may carry the same. */
    private static boolean mayBelong(Workload workload, Pod pod) {
        Optional<OwnerReference> controller = pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
        if (controller.isEmpty()) {
            return true;
        }
        return workload.kind().equals("Deployment")
                ? controller.get().getKind().equals("ReplicaSet")
                : controller.get().getKind().equals(workload.kind())
                        && controller.get().getName().equals(workload.name());
    }

    private static Map<String, String> labels(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    }

    /** Kubernetes' rule for label selectors; one that asks for nothing matches nothing here. */
    static boolean matches(LabelSelector selector, Map<String, String> labels) {
        Map<String, String> wanted =
                Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of());
        if (wanted.isEmpty() && selector.getMatchExpressions().isEmpty()) {
            return false;
        }
        return labels.entrySet().containsAll(wanted.entrySet())
                && selector.getMatchExpressions().stream().allMatch(requirement -> matches(requirement, labels));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
