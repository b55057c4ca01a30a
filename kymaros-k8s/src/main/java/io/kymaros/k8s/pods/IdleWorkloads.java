package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.level.Reason;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Workloads that came back asking for no pod, though the live source runs some of them: scaled down when they were backed up,
 * or a DaemonSet for which the cluster has no node. Nothing of them was seen to start, so they don't pass in silence.
 */
final class IdleWorkloads {
    private static final Set<String> SCALED =
            Set.of("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController");

    private final SourceWorkloads source;
    private final Sandbox sandbox;
    private final Map<String, String> prefixes;

    /** @param prefixes by sandbox namespace, what to write before a name */
    IdleWorkloads(KubernetesClient client, Sandbox sandbox, Map<String, String> prefixes) {
        this.source = new SourceWorkloads(client);
        this.sandbox = sandbox;
        this.prefixes = prefixes;
    }

    /** The same pods, with what is to be said of the workloads that ask for none. */
    PodStartupEvidence told(PodStartupEvidence seen, List<Workload> workloads) {
        List<PodEvidence> pods = new ArrayList<>(seen.pods());
        List<EvidenceNote> notes = new ArrayList<>(seen.notes());
        for (Workload workload : workloads) {
            boolean idle = workload.expectedPods() == 0;
            if (idle && workload.kind().equals("DaemonSet")) {
                noNode(workload, pods);
            } else if (idle && SCALED.contains(workload.kind())) {
                scaledDown(workload, notes);
            }
        }
        return PodStartupEvidence.builder().pods(pods).notes(notes).build();
    }

    private void scaledDown(Workload workload, List<EvidenceNote> notes) {
        int running = running(workload);
        if (running > 0) {
            notes.add(EvidenceNote.of(
                    Reason.WORKLOAD_ASKS_FOR_NO_POD.toString(),
                    shown(workload),
                    "asks for no pod in the backup, and for " + running + " in the source"));
        }
    }

    private void noNode(Workload workload, List<PodEvidence> pods) {
        int running = running(workload);
        if (running > 0) {
            pods.add(PodEvidence.builder()
                    .podName(prefixes.getOrDefault(workload.namespace(), "") + workload.name() + " (no node)")
                    .workload(workload.shown())
                    .ready(false)
                    .unknown(true)
                    .reason("NoNodeMatches")
                    .message("no node of this cluster matches the DaemonSet, which asks for " + running
                            + (running == 1 ? " pod" : " pods") + " in the source")
                    .build());
        }
    }

    /** A source that can't be read, or is gone, runs nothing that could be missed. */
    private int running(Workload workload) {
        String namespace = Objects.requireNonNull(sandbox.sources().get(workload.namespace()));
        try {
            return source.find(workload.kind(), namespace, workload.name())
                    .map(SourceWorkloads.Found::pods)
                    .orElse(0);
        } catch (KubernetesClientException e) {
            return 0;
        }
    }

    private String shown(Workload workload) {
        return workload.kind() + "/" + prefixes.getOrDefault(workload.namespace(), "") + workload.name();
    }
}
