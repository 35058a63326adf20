package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import io.interp.core.tensor.Draws;
import io.interp.testkit.fit.Distortion;
import io.interp.testkit.fit.SmallNetwork;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A network from faces of 32 x 32 pixels to some numbers about them, and what it is fitted by: their squared errors. */
final class FaceRegression {
    private static final int BATCH = 64;

    private final DrawnFaces data;
    private final float[][] images;
    private final Distortion distortion = new Distortion(DrawnIdentity.SIZE, true, 1);
    private final Function<FaceFactors, double[]> target;

    /** Faces of a seed and what is to be told of them. */
    FaceRegression(int faces, long seed, Function<FaceFactors, double[]> target) {
        this.target = target;
        data = new DrawnFaces(DrawnIdentity.SIZE, faces, seed);
        images = IntStream.range(0, faces).parallel().mapToObj(data::pixels).toArray(float[][]::new);
    }

    /** Images {@code [N, 3, 32, 32]} to numbers {@code [N, dimension]}. */
    static Block block(int hidden, int dimension) {
        return new SequentialBlock()
                .add(convolution(24, 2))
                .add(Activation.reluBlock())
                .add(convolution(32, 1))
                .add(Activation.reluBlock())
                .add(convolution(48, 2))
                .add(Activation.reluBlock())
                .add(convolution(48, 2))
                .add(Activation.reluBlock()) // [N, 48, 4, 4]
                .add(new LambdaBlock(x -> new NDList(x.singletonOrThrow().reshape(new Shape(-1, 768))), "flat"))
                .add(Linear.builder().setUnits(hidden).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(dimension).build());
    }

    private static Conv2d convolution(int filters, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(1, 1))
                .build();
    }

    /** The mean squared error over the batch of one step. */
    NDArray loss(SmallNetwork network, NDManager scope, int step) {
        RandomGenerator random = Draws.stream(data.seed(), step);
        int length = images[0].length;
        float[] pixels = new float[BATCH * length];
        float[][] targets = new float[BATCH][];
        for (int n = 0; n < BATCH; n++) {
            int face = random.nextInt(images.length);
            float[] image = images[face].clone();
            distortion.soften(image, random);
            System.arraycopy(image, 0, pixels, n * length, length);
            double[] numbers = target.apply(data.factors(face));
            targets[n] = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                targets[n][i] = (float) numbers[i];
            }
        }
        int size = DrawnIdentity.SIZE;
        NDArray found = network.forward(scope.create(pixels, new Shape(BATCH, 3, size, size))); // [N, dimension]
        return found.sub(scope.create(targets)).square().mean();
    }
}
