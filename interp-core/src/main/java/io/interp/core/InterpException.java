package io.interp.core;

/**
 * A file that can't be read, or an engine that refused: what went wrong, and what to do about it.
 *
 * <p>Mistakes of the caller are {@link IllegalArgumentException}s and {@link IllegalStateException}s; this one is for
 * faults of the outside world.
 */
public class InterpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a fault that has no other exception behind it.
     *
     * @param message what was expected, what was found, what to do
     */
    public InterpException(String message) {
        super(message);
    }

    /**
     * Reports a fault found by someone else.
     *
     * @param message what was expected, what was found, what to do
     * @param cause what the engine or the file system threw
     */
    public InterpException(String message, Throwable cause) {
        super(message, cause);
    }
}
