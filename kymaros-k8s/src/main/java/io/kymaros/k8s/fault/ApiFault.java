package io.kymaros.k8s.fault;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Puts an error of the Kubernetes API into a reason code and a sentence. */
public final class ApiFault {
    private ApiFault() {}

    /** Reason code: {@code Forbidden}, {@code Unauthorized}, {@code NotFound}, {@code Throttled} or {@code APIUnavailable}. */
    public static String reason(KubernetesClientException error) {
        return switch (error.getCode()) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 429 -> "Throttled";
            case 409, 422 -> "Rejected";
            default -> "APIUnavailable";
        };
    }

    /** What the server said, or why it could not be asked; one line without the request's address. */
    public static String message(KubernetesClientException error) {
        if (error.getStatus() != null && error.getStatus().getMessage() != null) {
            return oneLine(error.getStatus().getMessage());
        }
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return oneLine(said);
    }

    /** The run can't go on without what was asked for. */
    public static ObstacleException obstacle(String doing, KubernetesClientException error) {
        return new ObstacleException(reason(error), sentence(doing, error), error);
    }

    /** A level can't be judged without what was asked for. */
    public static EvidenceUnavailableException gap(String doing, KubernetesClientException error) {
        return new EvidenceUnavailableException(reason(error), sentence(doing, error), error);
    }

    private static String sentence(String doing, KubernetesClientException error) {
        String next =
                switch (error.getCode()) {
                    case 401 -> " Check the credentials of the current kubeconfig context.";
                    case 403 -> " Grant the permission, for example with the ClusterRole that Kymaros ships.";
                    case 404, 409, 422 -> "";
                    case 429 -> " The API server is throttling; try again later.";
                    default -> " Check that the API server can be reached, then run the test again.";
                };
        return "Can't " + doing + ": " + message(error) + (message(error).endsWith(".") ? "" : ".") + next;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
