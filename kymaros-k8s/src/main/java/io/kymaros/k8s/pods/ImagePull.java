package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whose fault it is that an image can't be pulled. A registry that can't be reached or limits its clients is the
 * environment's fault, and so is one that asks for a login where the pod brings none. An image that is gone, or a pull
 * secret that is missing or not accepted, would keep the application from coming back anywhere.
 */
final class ImagePull {
    private static final List<String> GONE = List.of(
            "not found",
            "manifest unknown",
            "name unknown",
            "name_unknown",
            "manifest_unknown",
            "no matching manifest");
    private static final List<String> NO_LOGIN = List.of(
            "unauthorized",
            "authentication required",
            "authorization failed",
            "access denied",
            "denied:",
            "forbidden",
            "no basic auth credentials",
            "insufficient_scope");
    private static final List<String> NOT_REACHED = List.of(
            "toomanyrequests",
            "too many requests",
            "rate limit",
            "timeout",
            "timed out",
            "deadline exceeded",
            "no such host",
            "connection refused",
            "connection reset",
            "no route to host",
            "network is unreachable",
            "server misbehaving",
            "x509:",
            "tls:",
            "bad gateway",
            "service unavailable",
            "internal server error",
            "temporary failure",
            "unexpected eof",
            "no space left");

    /** Names and addresses of images, quoted or not: they may hold any of the words. */
    private static final Pattern NAMES =
            Pattern.compile("\"[^\"\\s]*\"|(?<=manifest for |access denied for )\\S+|(?<!\\S)(?!i/o\\b)\\S+/\\S+");

    private ImagePull() {}

    /** The state of a pod whose image can't be pulled. */
    static PodState of(Pod pod, String reason, String message, Clues clues) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        Optional<String> pull = clues.about(namespace, "Pod", name, "Failed")
                .map(event -> event.getMessage())
                .filter(said -> said.startsWith("Failed to pull image"))
                .findFirst();
        String said = withoutNames(message);
        String shown = message;
        if (pull.isPresent() && !says(GONE, said) && !says(NO_LOGIN, said) && !says(NOT_REACHED, said)) {
            // Older kubelets say in the status only that they wait before they try again.
            said = withoutNames(pull.get());
            shown = message + ", " + pull.get();
        }
        if (says(NOT_REACHED, said)) {
            return PodState.environment(reason, shown);
        }
        if (!says(NO_LOGIN, said)) {
            return says(GONE, said) ? PodState.stableBad(reason, shown) : PodState.waiting(reason, shown);
        }
        String secrets = pullSecrets(pod);
        if (secrets.isEmpty()) {
            return PodState.environment(reason, shown + " (the pod brings no pull secret)");
        }
        String missing = clues.said(namespace, "Pod", name, "FailedToRetrieveImagePullSecret")
                .map(event -> ", " + event)
                .orElse("");
        return PodState.stableBad(reason, shown + " (with pull secret " + secrets + ")" + missing);
    }

    /** What the kubelet and the registry say themselves, in lower case. */
    private static String withoutNames(String message) {
        return NAMES.matcher(message.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static String pullSecrets(Pod pod) {
        return pod.getSpec() == null
                ? ""
                : pod.getSpec().getImagePullSecrets().stream()
                        .map(secret -> String.valueOf(secret.getName()))
                        .collect(Collectors.joining(", "));
    }

    private static boolean says(List<String> words, String said) {
        return words.stream().anyMatch(said::contains);
    }
}
