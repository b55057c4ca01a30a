package io.kymaros.k8s.fault;

/** A RestoreTest or HealthCheckPolicy that can't work; the message names the field and the next step. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param subject the object, for example {@code RestoreTest shop/nightly}
     * @param field path of the field, for example {@code spec.sla.maxRTO}
     * @param problem what is wrong and what to write instead
     */
    public InvalidInputException(String subject, String field, String problem) {
        super(subject + ": " + field + ": " + problem);
    }

    /**
     * @param message what is wrong with which object, and what to do next
     */
    public InvalidInputException(String message) {
        super(message);
    }
}
