package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.PodEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Holds the pods that are there against the pods that the workloads ask for. A pure function of both, and of the clues. */
final class PodJudgement {
    private static final Set<String> PULLING = Set.of("ErrImagePull", "ImagePullBackOff");

    /** The controllers that workloads stand for; the pods of all others, an operator's for example, count by themselves. */
    private static final Set<String> COUNTED_CONTROLLERS =
            Set.of("apps/ReplicaSet", "apps/StatefulSet", "apps/DaemonSet", "batch/Job", "ReplicationController");

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> counted = new HashSet<>();
    private final Map<String, String> prefixes;
    private final Clues clues;

    private PodJudgement(Map<String, String> prefixes, Clues clues) {
        this.prefixes = prefixes;
        this.clues = clues;
    }

    /**
     * One expected pod.
     *
     * @param key namespace and name of the pod, or of what stands for it
     * @param evidence what is reported of it
     * @param patience how long its state must last before it is believed for good; empty while waiting may help
     * @param readyTime since when it is ready, and how long that must last; empty if it is not, or has done its work
     */
    record Entry(String key, PodEvidence evidence, Optional<Duration> patience, Optional<ReadyTime> readyTime) {
        /** The namespace of the pod, and its workload if it has one. */
        String workload() {
            return key.substring(0, key.indexOf('/') + 1) + evidence.workload().orElse("");
        }

        /** The same pod, of which something else is reported. */
        Entry with(PodEvidence reported) {
            return new Entry(key, reported, patience, readyTime);
        }

        /** States that Kubernetes shows in turn are one state: an image that is pulled, fails, and is waited for. */
        String state() {
            String reason = evidence.reason().orElse("");
            return PULLING.contains(reason) ? "ImagePull" : reason;
        }
    }

    /** One entry for each expected pod. */
    List<Entry> entries() {
        return entries;
    }

    /** What is reported of each expected pod. */
    List<PodEvidence> pods() {
        return entries.stream().map(Entry::evidence).toList();
    }

    /** The judgement on the pods of one namespace by their status alone. */
    static PodJudgement of(List<Workload> workloads, List<Pod> pods) {
        return of(workloads, pods, Map.of(), Clues.none());
    }

    /**
     * The judgement on the pods of several namespaces.
     *
     * @param prefixes by namespace, what to write before a pod's name, so that pods of the same name stay apart
     * @param clues what explains their states
     */
    static PodJudgement of(List<Workload> workloads, List<Pod> pods, Map<String, String> prefixes, Clues clues) {
        PodJudgement judgement = new PodJudgement(prefixes, clues);
        Set<String> wanted = new HashSet<>();
        for (Workload workload : workloads) {
            List<Pod> own = pods.stream().filter(pod -> isOf(workload, pod)).toList();
            own.forEach(pod -> wanted.add(key(pod)));
            judgement.judge(workload, own);
        }
        for (Pod pod : pods) {
            if (wanted.add(key(pod)) && countsByItself(pod)) {
                judgement.add(
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        PodState.of(pod, true, clues),
                        Optional.empty(),
                        readyTime(pod, 0));
            }
        }
        return judgement;
    }

    /**
     * Adds an entry for each pod that the workload asks for; the ready ones first, so that a surplus does no harm, and those
     * that have ended last, because their controller makes new ones. A pod that has an entry counts for no other workload.
     */
    private void judge(Workload workload, List<Pod> own) {
        boolean job = workload.kind().equals("Job");
        record Seen(Pod pod, PodState state) {}
        List<Seen> seen = own.stream()
                .filter(pod -> !counted.contains(key(pod)))
                .map(pod -> new Seen(pod, PodState.of(pod, job, clues)))
                .filter(s -> s.state().ready() ? workload.failure().isEmpty() : !workload.finished())
                .sorted(Comparator.comparing((Seen s) -> !s.state().ready())
                        .thenComparing(s -> s.pod().getMetadata().getDeletionTimestamp() != null)
                        .thenComparing(s -> PodState.failed(s.pod()))
                        .thenComparing(s -> s.pod().getMetadata().getName()))
                .toList();
        for (int i = 0; i < workload.expectedPods(); i++) {
            Optional<Seen> pod = i < seen.size() ? Optional.of(seen.get(i)) : Optional.empty();
            pod.ifPresent(s -> counted.add(key(s.pod())));
            Optional<PodState> state = pod.map(Seen::state);
            String name = pod.map(s -> s.pod().getMetadata().getName())
                    .orElse(workload.name() + " (pod " + (i + 1) + " of " + workload.expectedPods() + ")");
            add(
                    workload.namespace(),
                    name,
                    workload.failure()
                            .map(failure -> givenUp(workload, failure, state))
                            .or(() -> state)
                            .orElseGet(() -> absent(workload)),
                    Optional.of(workload.shown()),
                    pod.flatMap(s -> readyTime(s.pod(), workload.minReadySeconds())));
        }
    }

    private static Optional<ReadyTime> readyTime(Pod pod, int minReadySeconds) {
        return PodState.running(pod) ? Optional.of(ReadyTime.of(pod, minReadySeconds)) : Optional.empty();
    }

    private void add(
            String namespace, String name, PodState state, Optional<String> workload, Optional<ReadyTime> readyTime) {
        ImmutablePodEvidence.Builder entry = PodEvidence.builder()
                .podName(prefixes.getOrDefault(namespace, "") + name)
                .workload(workload)
                .ready(state.ready());
        state.startupSeconds().ifPresent(entry::startupSeconds);
        if (!state.ready()) {
            entry.reason(state.reason()).message(state.message()).unknown(state.unknown());
        }
        entries.add(new Entry(
                namespace + "/" + name, entry.build(), state.patience(), readyTime.filter(time -> state.ready())));
    }

    private static PodState givenUp(Workload job, Workload.JobFailure failure, Optional<PodState> lastPod) {
        return PodState.hopeless(
                failure.reason(),
                job.shown() + ": " + failure.message()
                        + lastPod.map(pod -> "; its pod: " + pod.message()).orElse(""));
    }

    /** A controller says in its status or in events why it can't create a pod; only some have a place in their status. */
    private PodState absent(Workload workload) {
        if (workload.finished()) {
            return PodState.ready(OptionalInt.empty());
        }
        return workload.trouble()
                .or(() -> clues.said(workload.namespace(), workload.kind(), workload.name(), "FailedCreate"))
                .map(CreateFault::of)
                .orElseGet(() -> PodState.waiting(
                        "PodMissing",
                        workload.shown() + " asks for a pod that was not created"
                                + (clues.complete() ? "" : " (events could not be read; they may say why)")));
    }

    /** Namespace and name. */
    static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private static boolean countsByItself(Pod pod) {
        return Controllers.of(pod)
                .map(owner -> {
                    String version = Optional.ofNullable(owner.getApiVersion()).orElse("");
                    String group = version.substring(0, version.indexOf('/') + 1);
                    return !COUNTED_CONTROLLERS.contains(group + owner.getKind());
                })
                .orElse(true);
    }

    /** Whether a pod is one of a workload's. */
    static boolean isOf(Workload workload, Pod pod) {
        return pod.getMetadata().getNamespace().equals(workload.namespace())
                && matches(workload.selector(), labels(pod))
                && mayBelong(workload, pod);
    }

    /** Labels alone don't make a pod a workload's own: the pod of another controller may carry the same. */
    private static boolean mayBelong(Workload workload, Pod pod) {
        Optional<OwnerReference> controller = Controllers.of(pod);
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
