package io.kymaros.k8s.checks;

/** The container does not have the command that a check runs: neither the application's fault nor the cluster's. */
final class CommandMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandMissingException(String message) {
        super(message);
    }
}
