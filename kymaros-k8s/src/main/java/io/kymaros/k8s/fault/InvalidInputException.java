package io.kymaros.k8s.fault;

/** A RestoreTest or HealthCheckPolicy that can't work; the message names the field and the next step. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 500;

    /**
     * @param subject the object, for example {@code RestoreTest shop/nightly}
     * @param field path of the field, for example {@code spec.sla.maxRTO}
     * @param problem what is wrong and what to write instead
     */
    public InvalidInputException(String subject, String field, String problem) {
        this(subject + ": " + field + ": " + problem);
    }

    /**
     * @param message what is wrong with which object, and what to do next
     */
    public InvalidInputException(String message) {
        super(oneLine(message));
    }

    /** What stands in an input may be long, and may be meant for the terminal that shows the message. */
    private static String oneLine(String message) {
        String line = message.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\u0080-\u009f]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
