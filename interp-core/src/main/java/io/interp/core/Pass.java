package io.interp.core;

/**
 * How a network is run: whether its batch norms use the batch's own statistics and its dropout is active, and whether a
 * graph is recorded. The two are independent: evaluation-mode statistics with gradients is the normal case for finding
 * what a trained generator does.
 *
 * @param training true to use and update batch statistics and to drop units; false to use the stored statistics
 * @param gradient true to record a graph for {@link io.interp.core.tensor.Gradients}
 */
public record Pass(boolean training, boolean gradient) {

    /** Stored statistics, no graph: for pictures and measurements. */
    public static final Pass INFERENCE = new Pass(false, false);

    /** Stored statistics, with a graph: for gradients by latents or weights of a network taken as it is. */
    public static final Pass DIFFERENTIABLE = new Pass(false, true);

    /** Batch statistics, with a graph: for training from scratch. */
    public static final Pass TRAINING = new Pass(true, true);

    /**
     * {@return the same mode of batch norm and dropout, with or without a graph}
     *
     * @param record whether a graph is recorded
     */
    public Pass recording(boolean record) {
        return new Pass(training, record);
    }
}
