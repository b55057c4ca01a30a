package io.kymaros.k8s.checks;

/** The check can't be made in this sandbox through no fault of the application. */
final class NotProbeableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotProbeableException(String message) {
        super(message);
    }
}
