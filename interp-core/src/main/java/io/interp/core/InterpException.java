package io.interp.core;

/**
 * A fault that is not the caller's argument: a file that can't be read, an archive the engine refuses, a layer that did
 * not fire. The message says what happened, what was expected, what was found and what to do.
 */
public class InterpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, what was expected, what was found, what to do
     */
    public InterpException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what happened, what was expected, what was found, what to do
     * @param cause the fault underneath
     */
    public InterpException(String message, Throwable cause) {
        super(message, cause);
    }
}
