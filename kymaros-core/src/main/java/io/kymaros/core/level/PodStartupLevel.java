package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The pods of the restored workloads: ready pods of expected pods. All points where no workload expects a pod;
 * inconclusive where the environment held one back.
 */
public final class PodStartupLevel extends GatheredLevel<PodStartupEvidence> {
    /** The rule of the specification. */
    public PodStartupLevel() {
        super(Level.POD_STARTUP);
    }

    @Override
    Optional<PodStartupEvidence> evidence(RunEvidence run) {
        return run.podStartup();
    }

    @Override
    LevelResult judge(RunEvidence run, PodStartupEvidence evidence, ScoringPolicy policy) {
        List<PodEvidence> pods = evidence.pods();
        List<Finding> findings =
                pods.stream().filter(pod -> !pod.ready()).map(this::finding).toList();
        int heldBack = (int) pods.stream().filter(PodEvidence::environmentFault).count();
        if (heldBack > 0) {
            return LevelResult.inconclusive(level(), policy)
                    .reason(Reason.POD_HELD_BACK.toString())
                    .message(Phrases.ratio(heldBack, pods.size(), "pod") + " held back by the test environment")
                    .findings(findings)
                    .build();
        }
        if (pods.isEmpty()) {
            return LevelResult.share(level(), policy, 1, 1)
                    .reason(Reason.PODS_NONE_EXPECTED.toString())
                    .message("No workload expects a pod")
                    .build();
        }
        int ready = pods.size() - findings.size();
        return LevelResult.share(level(), policy, ready, pods.size())
                .reason((findings.isEmpty() ? Reason.PODS_READY : Reason.PODS_NOT_READY).toString())
                .message(message(ready, pods.size()))
                .findings(findings)
                .build();
    }

    private static String message(int ready, int expected) {
        String pods =
                ready == expected && expected > 1 ? "All " + expected + " pods" : Phrases.ratio(ready, expected, "pod");
        return pods + " reached Running/Ready state";
    }

    private Finding finding(PodEvidence pod) {
        String why = pod.reason().orElse("not ready");
        String observed = pod.message().map(message -> why + ": " + message).orElse(why);
        return pod.environmentFault()
                ? Finding.of(level(), Severity.UNKNOWN, Reason.POD_HELD_BACK, object(pod), observed)
                : Finding.of(level(), Severity.LOSS, reason(pod.reason().orElse("")), object(pod), observed);
    }

    private static String object(PodEvidence pod) {
        return "Pod/" + pod.podName()
                + pod.workload().map(workload -> " of " + workload).orElse("");
    }

    /** The finding's code for what Kubernetes, or the observer, calls the pod's state. */
    private static Reason reason(String state) {
        return switch (state) {
            case "CrashLoopBackOff", "PodCrashLoop" -> Reason.POD_CRASH_LOOP;
            case "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "PodImagePull" ->
                Reason.POD_IMAGE_PULL;
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PodContainerConfig" ->
                Reason.POD_CONTAINER_CONFIG;
            case "OOMKilled", "PodOutOfMemory" -> Reason.POD_OUT_OF_MEMORY;
            case "Unschedulable", "PodUnschedulable" -> Reason.POD_UNSCHEDULABLE;
            case "FailedCreate", "ServiceAccountMissing", "PodMissing", "WorkloadMissing", "PodNotCreated" ->
                Reason.POD_NOT_CREATED;
            case "VolumePending", "FailedMount", "FailedAttachVolume", "FailedMapVolume", "PodVolumePending" ->
                Reason.POD_VOLUME_PENDING;
            case "ReadinessProbeFailed", "StartupProbeFailed", "LivenessProbeFailed", "PodProbeFailed" ->
                Reason.POD_PROBE_FAILED;
            case "BackoffLimitExceeded",
                    "DeadlineExceeded",
                    "PodFailurePolicy",
                    "FailedIndexes",
                    "MaxFailedIndexesExceeded",
                    "JobFailed",
                    "PodJobFailed" -> Reason.POD_JOB_FAILED;
            case "Evicted", "PodEvicted" -> Reason.POD_EVICTED;
            case "Flapping", "PodReplaced", "PodUnstable" -> Reason.POD_UNSTABLE;
            default -> Reason.POD_NOT_READY;
        };
    }
}
