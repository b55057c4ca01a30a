package io.kymaros.k8s.pods;

import io.kymaros.k8s.fault.Refusal;

/**
 * Why a controller could not create a pod, from the API server's refusal. What the backup lacks is the backup's fault; what
 * the cluster or the sandbox forbids, or has not, is the environment's.
 */
final class CreateFault {
    private CreateFault() {}

    static PodState of(String refusal) {
        return switch (Refusal.of(refusal)) {
            case QUOTA -> PodState.environment("QuotaExceeded", refusal);
            case POD_SECURITY -> PodState.environmentForGood("PodSecurityForbidden", refusal);
            case ACCOUNT_MISSING -> PodState.stableBad("ServiceAccountMissing", refusal);
            case DENIED_BY_WEBHOOK, WEBHOOK_NOT_REACHED -> PodState.environment("AdmissionRefused", refusal);
            case DENIED_BY_POLICY -> PodState.environmentForGood("AdmissionRefused", refusal);
            case CLASS_MISSING -> PodState.environmentForGood("ClassMissing", refusal);
            case LIMIT_RANGE -> PodState.environmentForGood("LimitRange", refusal);
            case TAKEN, INVALID, TERMINATING, API_NOT_REACHED, OTHER -> PodState.waiting("FailedCreate", refusal);
        };
    }
}
