package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.core.level.Reason;
import io.kymaros.k8s.sandbox.Sandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live source as control group: a pod that was not ready there either, since before the backup, is not the backup's fault.
 * That is granted only if namespace, workload and pod are older than the backup, if the pod there fails in the same way, and for
 * no more pods of a workload than are so. A source that is gone, or can't be read, excuses nothing.
 */
final class ControlGroup {
    private static final Set<String> PROBES =
            Set.of("NotReady", "ReadinessProbeFailed", "StartupProbeFailed", "LivenessProbeFailed");
    private static final Set<String> PULLS = Set.of("ErrImagePull", "ImagePullBackOff");

    private final KubernetesClient client;
    private final SourceWorkloads workloads;
    private final Sandbox sandbox;
    private final Optional<Instant> backupStart;
    private final Map<String, List<Pod>> pods = new HashMap<>();

    /** @param backupStart when the backup began; without it nothing is known to be older */
    ControlGroup(KubernetesClient client, Sandbox sandbox, Optional<Instant> backupStart) {
        this.client = client;
        this.workloads = new SourceWorkloads(client);
        this.sandbox = sandbox;
        this.backupStart = backupStart;
    }

    /** The same pods without those that the source excuses; a note stands for each of these. */
    PodStartupEvidence without(PodStartupEvidence seen) {
        if (backupStart.isEmpty() || seen.pods().stream().noneMatch(ControlGroup::isBlamed)) {
            return seen;
        }
        List<PodEvidence> counting = new ArrayList<>();
        List<EvidenceNote> notes = new ArrayList<>(seen.notes());
        Map<String, List<String>> excuses = new HashMap<>();
        for (PodEvidence pod : seen.pods()) {
            Optional<String> excuse = isBlamed(pod) ? excuse(pod, excuses) : Optional.empty();
            excuse.ifPresentOrElse(
                    why -> notes.add(EvidenceNote.of(
                            Reason.POD_BROKEN_IN_SOURCE.toString(),
                            shown(pod),
                            pod.reason().orElse("") + "; " + why)),
                    () -> counting.add(pod));
        }
        return PodStartupEvidence.builder().pods(counting).notes(notes).build();
    }

    private static boolean isBlamed(PodEvidence pod) {
        return pod.standing() == Standing.BAD && pod.ignored().isEmpty();
    }

    private static String shown(PodEvidence pod) {
        return pod.workload().orElse("Pod/" + pod.podName());
    }

    /** Takes one of the workload's excuses of the pod's kind, of which there are as many as sick pods in the source. */
    private Optional<String> excuse(PodEvidence pod, Map<String, List<String>> excuses) {
        String namespace = namespace(pod);
        String key = namespace + " " + shown(pod) + " " + kindOf(pod.reason().orElse(""));
        List<String> left = excuses.computeIfAbsent(key, k -> {
            try {
                return isOlder(client.namespaces().withName(namespace).get())
                        ? new ArrayList<>(inSource(namespace, pod))
                        : new ArrayList<>();
            } catch (KubernetesClientException e) {
                return new ArrayList<>();
            }
        });
        return left.isEmpty() ? Optional.empty() : Optional.of(left.remove(0));
    }

    private List<String> inSource(String namespace, PodEvidence pod) {
        if (pod.workload().isEmpty()) {
            return podsOf(namespace).stream()
                    .filter(own -> Controllers.of(own).isEmpty() && named(own, pod))
                    .flatMap(own -> sick(own, pod).stream())
                    .toList();
        }
        String[] workload = pod.workload().get().split("/", 2);
        return workloads
                .find(workload[0], namespace, workload[1])
                .filter(found -> isOlder(found.object()))
                .map(found -> found.workload().failure().isPresent()
                        ? failedJob(found.workload(), pod)
                        : sickOf(found.workload(), namespace, pod))
                .orElse(List.of());
    }

    private static boolean named(Pod own, PodEvidence pod) {
        return own.getMetadata()
                .getName()
                .equals(pod.podName().substring(pod.podName().indexOf('/') + 1));
    }

    /** A Job that had been given up is restored, runs once more, and fails once more. */
    private List<String> failedJob(Workload job, PodEvidence pod) {
        return job.failure()
                .filter(failure -> !pod.reason().equals(Optional.of("WorkloadMissing")))
                .filter(failure -> failure.at().filter(this::isBeforeBackup).isPresent())
                .map(failure -> "the Job had failed in the source at "
                        + failure.at().get() + ", before the backup (" + failure.reason() + ")")
                .map(why -> Collections.nCopies(Math.max(1, job.expectedPods()), why))
                .orElse(List.of());
    }

    private List<String> sickOf(Workload workload, String namespace, PodEvidence pod) {
        return podsOf(namespace).stream()
                .filter(own -> PodJudgement.isOf(workload, own))
                .flatMap(own -> sick(own, pod).stream())
                .toList();
    }

    private Optional<String> sick(Pod own, PodEvidence pod) {
        PodState state = PodState.of(own, false, Clues.none());
        Optional<Instant> since = PodState.condition(own, "Ready")
                .filter(ready -> "False".equals(ready.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .flatMap(ReadyTime::time);
        boolean same = kindOf(state.reason()).equals(kindOf(pod.reason().orElse("")));
        return !state.ready()
                        && same
                        && isOlder(own)
                        && since.filter(this::isBeforeBackup).isPresent()
                ? Optional.of("pod " + own.getMetadata().getName() + " of the source has not been ready since "
                        + since.get() + " either, before the backup (" + state.reason() + ")")
                : Optional.empty();
    }

    /** What Kubernetes shows in turn, or tells more or less of, is one kind of fault. */
    private static String kindOf(String reason) {
        return PROBES.contains(reason) ? "probe" : PULLS.contains(reason) ? "pull" : reason;
    }

    private boolean isOlder(@Nullable HasMetadata object) {
        return object != null
                && ReadyTime.time(object.getMetadata().getCreationTimestamp())
                        .filter(this::isBeforeBackup)
                        .isPresent();
    }

    private boolean isBeforeBackup(Instant time) {
        return time.isBefore(backupStart.orElseThrow());
    }

    private List<Pod> podsOf(String namespace) {
        return pods.computeIfAbsent(
                namespace, ns -> client.pods().inNamespace(ns).list().getItems());
    }

    /** With several namespaces a pod is named with its own. */
    private String namespace(PodEvidence pod) {
        return sandbox.namespaces().size() == 1
                ? sandbox.namespaces().keySet().iterator().next()
                : pod.podName().substring(0, Math.max(0, pod.podName().indexOf('/')));
    }
}
