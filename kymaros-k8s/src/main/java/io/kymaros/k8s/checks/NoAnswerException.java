package io.kymaros.k8s.checks;

/** The application refused the question, or did not answer as asked. */
class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message);
    }
}
