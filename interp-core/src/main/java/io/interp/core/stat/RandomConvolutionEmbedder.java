package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import io.interp.core.internal.torch.ConvolutionCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Features from a small network of fixed random convolutions: a yardstick that needs no weights from elsewhere.
 *
 * <p>Three stages of 3 x 3 convolution with stride 2, padding 1 and leaky ReLU (slope 0.2), with 24, 40 and 64 filters;
 * from each stage the mean and the standard deviation over the positions of every filter, 256 features in all. Weights
 * are drawn on the JVM from a seed, normal with variance 2 / fan-in, so they are the same on every machine.
 *
 * <p>Fréchet distances on these features rank sets of images of one kind and size, say a generator before and after
 * training. They are not Inception FID: the scale differs, and they see colour, texture and local shape (patches of 15
 * pixels), not meaning or layout. Compare only figures of the same seed, channels and image size.
 */
public final class RandomConvolutionEmbedder implements Embedder {

    /** The smallest height and width of images: {@value}. */
    public static final int MIN_SIZE = 16;

    private static final int[] FILTERS = {24, 40, 64};
    private static final int KERNEL = 3;
    private static final float SLOPE = 0.2f;

    private final int channels;
    private final long seed;
    private final NDManager manager;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();

    /**
     * Draws the filters.
     *
     * @param parent gives the device; a sub-manager of it owns the filters until {@link #close()}
     * @param channels the number of image channels C, 1 or more
     * @param seed names the filters
     */
    public RandomConvolutionEmbedder(NDManager parent, int channels, long seed) {
        ConvolutionCheck.require();
        this.channels = StatOptions.positive("channels", channels);
        this.seed = seed;
        manager = parent.newSubManager();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int inputs = channels;
        for (int filters : FILTERS) {
            int fan = inputs * KERNEL * KERNEL;
            weights.add(manager.create(normal(random, filters * fan, fan), new Shape(filters, inputs, KERNEL, KERNEL)));
            biases.add(manager.create(normal(random, filters, fan), new Shape(filters)));
            inputs = filters;
        }
        manager.cap();
    }

    private static float[] normal(RandomGenerator random, int length, int fan) {
        float[] values = new float[length];
        double deviation = Math.sqrt(2.0 / fan);
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    @Override
    public String name() {
        return "random-convolutions-" + channels + "-" + seed;
    }

    @Override
    public int dimension() {
        int sum = 0;
        for (int filters : FILTERS) {
            sum += 2 * filters;
        }
        return sum;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Height and width are 16 or more. Gradients flow to the images if they are being recorded.
     */
    @Override
    public NDArray embed(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4
                || shape.get(1) != channels
                || shape.get(2) < MIN_SIZE
                || shape.get(3) < MIN_SIZE
                || images.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("images must be float32 [N, " + channels + ", H, W] with H and W of "
                    + MIN_SIZE + " or more, got " + images.getDataType() + " " + shape);
        }
        if (!images.getDevice().equals(manager.getDevice())) {
            throw new IllegalArgumentException("images must be on the embedder's device " + manager.getDevice()
                    + ", got " + images.getDevice() + "; use images.toDevice(...)");
        }
        try (NDManager scratch = images.getManager().newSubManager()) {
            NDArray x = images.reshape(shape);
            x.attach(scratch);
            NDList features = new NDList();
            int[] positions = {2};
            for (int i = 0; i < FILTERS.length; i++) {
                x = Activation.leakyRelu(convolve(x, weights.get(i), biases.get(i)), SLOPE); // [N, F, H / 2, W / 2]
                NDArray maps = x.reshape(shape.get(0), FILTERS[i], -1); // [N, F, P]
                NDArray mean = maps.mean(positions, true); // [N, F, 1]
                NDArray variance = maps.sub(mean).square().mean(positions); // [N, F]
                features.add(mean.reshape(variance.getShape()));
                // Keeps the root's gradient finite where a filter is constant.
                features.add(variance.add(1e-8f).sqrt());
            }
            NDArray out = NDArrays.concat(features, 1); // [N, D]
            out.attach(images.getManager());
            return out;
        }
    }

    private static NDArray convolve(NDArray x, NDArray weight, NDArray bias) {
        return Conv2d.conv2d(x, weight, bias, new Shape(2, 2), new Shape(1, 1)).singletonOrThrow();
    }

    @Override
    public void close() {
        manager.close();
    }
}
