package io.interp.core.train;

import ai.djl.ndarray.NDArray;
import io.interp.core.Generator;
import io.interp.core.internal.torch.Operators;
import io.interp.core.tensor.GradScope;
import java.util.List;
import java.util.Map;

/**
 * An exponential moving average of a generator's weights, kept as a generator of its own; buffers such as running
 * statistics are copied as they are. Owns the averaged generator.
 *
 * <p>Samples of the average are steadier than those of the weights being trained (Yaz&#305;c&#305; et al., "The Unusual
 * Effectiveness of Averaging in GAN Training", ICLR 2019).
 */
public final class MovingAverage implements AutoCloseable {

    private final Generator source;
    private final Generator average;
    private final double decay;

    /**
     * Starts an average at the source's present weights.
     *
     * @param source the generator being trained; not owned
     * @param decay the share of the old average kept at each update, in [0, 1)
     * @throws IllegalArgumentException if the decay is out of range
     */
    public MovingAverage(Generator source, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("the decay of a moving average must be in [0, 1), got " + decay);
        }
        this.source = source;
        this.decay = decay;
        average = source.copy();
    }

    /** Moves the average towards the source's present weights: a = decay * a + (1 - decay) * w. */
    public void update() {
        Map<String, NDArray> weights = source.parameters();
        Map<String, NDArray> averaged = average.state();
        try (GradScope off = GradScope.off()) {
            source.state().forEach((name, w) -> {
                if (!weights.containsKey(name)) {
                    w.copyTo(averaged.get(name));
                }
            });
            Operators.on(average.manager().getDevice())
                    .update(
                            "average",
                            average.manager(),
                            List.of(
                                    weights.keySet().stream().map(averaged::get).toList(),
                                    List.copyOf(weights.values())),
                            1 - decay);
        }
    }

    /** {@return the averaged generator, which this object keeps owning} */
    public Generator generator() {
        return average;
    }

    /** Frees the averaged generator. */
    @Override
    public void close() {
        average.close();
    }
}
