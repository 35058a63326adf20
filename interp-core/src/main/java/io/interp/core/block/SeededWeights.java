package io.interp.core.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.interp.core.tensor.Draws;
import java.util.random.RandomGenerator;

/**
 * Initial weights as DCGAN draws them: normal with mean 0 and standard deviation 0.02 for weights, mean 1 for the scale
 * of normalisations, zero for biases. Drawn in the JVM, so the same seed gives the same network on every device.
 *
 * <h2>Reference</h2>
 *
 * Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
 * Networks", ICLR 2016, section 4.
 */
final class SeededWeights implements Initializer {

    private final RandomGenerator random;
    private final double mean;
    private final double deviation;

    private SeededWeights(RandomGenerator random, double mean, double deviation) {
        this.random = random;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Tells a block and its children how to draw their weights; to be called before the block is initialised. */
    static void into(Block block, long seed) {
        RandomGenerator random = Draws.stream(seed);
        block.setInitializer(new SeededWeights(random, 0, 0.02), Parameter.Type.WEIGHT);
        block.setInitializer(new SeededWeights(random, 1, 0.02), Parameter.Type.GAMMA);
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return manager.create(values, shape);
    }
}
