package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.kymaros.core.evidence.PodEvidence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a pod that stands in for an earlier one from one that its workload asked for in addition: a Job's next one, or one
 * more replica. It stands in for one that was ready, and is now neither ready nor has done its work, or for one that was not
 * ready in its time.
 */
final class Successors {
    private final Map<String, PodEvidence> before;
    private final Map<String, Deque<PodEvidence>> predecessors = new HashMap<>();

    /**
     * @param first the first look's entries
     * @param now the second look's entries
     * @param pods all pods that are there at the second look
     */
    Successors(List<PodJudgement.Entry> first, List<PodJudgement.Entry> now, List<Pod> pods) {
        Set<String> fine = pods.stream()
                .filter(pod -> PodState.of(pod, true, Clues.none()).ready())
                .map(PodJudgement::key)
                .collect(Collectors.toSet());
        Set<String> there = now.stream().map(PodJudgement.Entry::key).collect(Collectors.toSet());
        this.before = first.stream()
                .collect(Collectors.toMap(PodJudgement.Entry::key, PodJudgement.Entry::evidence, (a, b) -> a));
        first.stream()
                .filter(entry -> entry.evidence().ready() ? !fine.contains(entry.key()) : !there.contains(entry.key()))
                .forEach(entry -> predecessors
                        .computeIfAbsent(entry.workload(), workload -> new ArrayDeque<>())
                        .add(entry.evidence()));
    }

    /** What the first look saw of a pod, or of the one that it stands in for; each is stood in for once. */
    Optional<PodEvidence> before(PodJudgement.Entry entry) {
        return Optional.ofNullable(before.get(entry.key()))
                .or(() ->
                        Optional.ofNullable(predecessors.get(entry.workload())).map(Deque::poll));
    }
}
