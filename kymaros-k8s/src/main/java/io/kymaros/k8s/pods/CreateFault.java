package io.kymaros.k8s.pods;

import java.util.Locale;

/**
 * Why a controller could not create a pod, from the API server's refusal. What the backup lacks is the backup's fault; what
 * the cluster or the sandbox forbids, or has not, is the environment's.
 */
final class CreateFault {
    private CreateFault() {}

    static PodState of(String refusal) {
        String said = refusal.toLowerCase(Locale.ROOT);
        if (said.contains("exceeded quota") || said.contains("failed quota")) {
            return PodState.environment("QuotaExceeded", refusal);
        }
        if (said.contains("violates podsecurity")) {
            return PodState.environmentForGood("PodSecurityForbidden", refusal);
        }
        if (said.contains("service account") || said.contains("serviceaccount")) {
            return PodState.stableBad("ServiceAccountMissing", refusal);
        }
        if (said.contains("admission webhook") || said.contains("calling webhook")) {
            return PodState.environment("AdmissionRefused", refusal);
        }
        if (said.contains("validatingadmissionpolicy")) {
            return PodState.environmentForGood("AdmissionRefused", refusal);
        }
        if (said.contains("priorityclass") || said.contains("runtimeclass")) {
            return PodState.environmentForGood("ClassMissing", refusal);
        }
        if (said.contains("usage per pod")
                || said.contains("usage per container")
                || said.contains("limit to request ratio")) {
            return PodState.environmentForGood("LimitRange", refusal);
        }
        return PodState.waiting("FailedCreate", refusal);
    }
}
