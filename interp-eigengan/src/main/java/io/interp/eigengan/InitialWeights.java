package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Network;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import java.util.random.RandomGenerator;

/**
 * Initial weights as released: normal numbers within two standard deviations, of variance 2 / (1 + 0.2 squared) / fan-in
 * (He et al. 2015, for leaky rectifiers of slope 0.2). TensorFlow, in which they were released, counts the outputs of a
 * transposed convolution as its fan-in; so every weight's fan-in is the number of its entries by that of its first axis.
 */
final class InitialWeights {

    private static final double GAIN = 2 / (1 + 0.2 * 0.2);
    private static final double BOUND = 2;

    /** The standard deviation of a standard normal number that is drawn again beyond the bound. */
    private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

    private InitialWeights() {}

    /** Overwrites all weights but subspaces and biases. */
    static void into(Network network, long seed) {
        try (GradScope off = GradScope.off();
                NDManager scope = network.manager().newSubManager()) {
            network.parameters().forEach((name, weight) -> {
                if (weight.getShape().dimension() > 1 && !name.contains("subspace")) {
                    draw(scope, weight.getShape(), Draws.stream(seed, name.hashCode()))
                            .copyTo(weight);
                }
            });
        }
    }

    private static NDArray draw(NDManager scope, Shape shape, RandomGenerator random) {
        double fan = (double) shape.size() / shape.get(0);
        double deviation = Math.sqrt(GAIN / fan) / TRUNCATED_DEVIATION;
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            while (Math.abs(value) > BOUND) {
                value = random.nextGaussian();
            }
            values[i] = (float) (deviation * value);
        }
        return scope.create(values, shape);
    }
}
