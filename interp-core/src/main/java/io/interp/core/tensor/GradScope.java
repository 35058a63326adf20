package io.interp.core.tensor;

import io.interp.core.internal.torch.GradMode;

/**
 * Decides, for this thread and until it is closed, whether operations record a graph for gradients.
 *
 * <p>The engine's mode is thread-local and on in every thread but the one that loaded the engine, so code that runs in
 * an executor, a notebook or JShell records graphs by accident. Every pass in this library runs inside a scope.
 *
 * <pre>{@code
 * try (GradScope off = GradScope.off()) {
 *     NDArray images = generator.generate(z);
 * }
 * }</pre>
 */
public final class GradScope implements AutoCloseable {

    private final boolean before;

    private GradScope(boolean on) {
        before = GradMode.isOn();
        GradMode.set(on);
    }

    /** {@return a scope in which nothing is recorded} */
    public static GradScope off() {
        return new GradScope(false);
    }

    /** {@return a scope in which operations on arrays that require gradients are recorded} */
    public static GradScope on() {
        return new GradScope(true);
    }

    /**
     * {@return a scope that records or not}
     *
     * @param record whether to record
     */
    public static GradScope of(boolean record) {
        return new GradScope(record);
    }

    /** Restores the mode that was in force when the scope was opened. */
    @Override
    public void close() {
        GradMode.set(before);
    }
}
