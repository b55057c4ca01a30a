package io.kymaros.core.level;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pods of the restored workloads: under the standard policy all points if each expected pod is ready, else none; all
 * points, too, where no workload expects a pod. A pod that the environment held back leaves open what it would have shown,
 * unless another is not ready for a reason of its own.
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
    LevelResult judge(RunEvidence run, PodStartupEvidence evidence, boolean whole, ScoringPolicy policy) {
        List<PodEvidence> expected =
                evidence.pods().stream().filter(pod -> !pod.ignoredLoss()).toList();
        List<Finding> findings = new ArrayList<>();
        expected.stream().filter(pod -> !pod.ready()).map(this::finding).forEach(findings::add);
        evidence.pods().stream()
                .filter(PodEvidence::ignoredLoss)
                .map(this::ignored)
                .forEach(findings::add);
        findings.addAll(notes(evidence.notes(), Reason.POD_BROKEN_IN_SOURCE));
        if (expected.isEmpty() && whole) {
            return noneExpected(policy, findings);
        }
        Parts parts = Parts.of(expected, PodEvidence::standing);
        return earned(parts, whole, policy, Reason.PODS_READY, Reason.PODS_NOT_READY, Reason.POD_HELD_BACK)
                .message(message(parts))
                .findings(findings)
                .build();
    }

    private LevelResult noneExpected(ScoringPolicy policy, List<Finding> notes) {
        String message = "No workload expects a pod";
        if (policy.unconfigured(level()) == Unconfigured.EARNS_NOTHING) {
            return LevelResult.notConfigured(level(), policy)
                    .reason(Reason.PODS_NONE_EXPECTED.toString())
                    .message(message)
                    .addFindings(
                            Finding.of(level(), Severity.LOSS, Reason.PODS_NONE_EXPECTED, level().toString(), message))
                    .addAllFindings(notes)
                    .build();
        }
        return LevelResult.share(level(), policy, 1, 1)
                .reason(Reason.PODS_NONE_EXPECTED.toString())
                .message(message)
                .findings(notes)
                .build();
    }

    private static String message(Parts parts) {
        String pods = parts.good() == parts.all() && parts.all() > 1
                ? "All " + parts.all() + " pods"
                : Phrases.ratio(parts.good(), parts.all(), "pod");
        return pods + " reached Running/Ready state"
                + (parts.unknown() == 0 ? "" : ", " + parts.unknown() + " held back by the test environment");
    }

    private Finding ignored(PodEvidence pod) {
        return Finding.of(
                level(),
                Severity.NOTE,
                Reason.LOSS_IGNORED,
                object(pod),
                observed(pod) + "; ignored by the test: " + pod.ignored().orElseThrow());
    }

    private static String observed(PodEvidence pod) {
        String why = pod.reason().orElse("not ready");
        return pod.message().map(message -> why + ": " + message).orElse(why);
    }

    private Finding finding(PodEvidence pod) {
        return pod.unknown()
                ? Finding.of(level(), Severity.UNKNOWN, Reason.POD_HELD_BACK, object(pod), observed(pod))
                : Finding.of(level(), Severity.LOSS, reason(pod.reason().orElse("")), object(pod), observed(pod));
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
