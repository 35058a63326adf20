package io.interp.egan.point;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.interp.core.LatentSpace;
import io.interp.core.Network;
import io.interp.core.NetworkState;
import io.interp.core.block.BlockDiscriminator;
import io.interp.core.block.BlockGenerator;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.TensorOps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The family of small fully connected GANs for points in the plane: hidden layers of one width with ReLU and a linear end,
 * uniform latents in the plane. The last layer of the generator is halved and the discriminator doubles its input, so that
 * data within [-1, 1] are trained on at twice their scale. A generator's points are not clipped: before it has learned
 * they may lie anywhere.
 *
 * <p>Weights and biases start uniform within 1 / sqrt(inputs), which is PyTorch's default.
 *
 * <h2>Reference</h2>
 *
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE TEVC 2019, section IV-B: width 512, there
 * with one batch norm in the discriminator.
 *
 * @param width units of each hidden layer
 * @param hidden the number of hidden layers
 */
public record PointMlp(int width, int hidden) {

    static final String TYPE = "point-mlp";

    private static final int LATENTS = 2;
    private static final float SCALE = 2;

    /** The networks of the paper's size: three hidden layers of 512 units. */
    public static final PointMlp PAPER = new PointMlp(512, 3);

    /** Networks that train in minutes on one core: three hidden layers of 128 units. */
    public static final PointMlp SMALL = new PointMlp(128, 3);

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if a size is below 1
     */
    public PointMlp {
        if (width < 1 || hidden < 1) {
            throw new IllegalArgumentException(
                    "width and number of hidden layers must be at least 1, got " + width + " and " + hidden);
        }
    }

    /**
     * Builds a generator with fresh weights: {@code [N, 2]} to {@code [N, 1, 1, 2]}.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the generator
     */
    public BlockGenerator generator(NDManager parent, long seed) {
        BlockGenerator generator = BlockGenerator.ofArchitecture(
                parent,
                "points" + width,
                LatentSpace.uniform(LATENTS),
                this::generatorStages,
                TYPE,
                Map.of("width", width, "hidden", hidden),
                seed);
        draw(generator, seed);
        return generator;
    }

    /**
     * Builds a discriminator with fresh weights.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the discriminator
     */
    public BlockDiscriminator discriminator(NDManager parent, long seed) {
        BlockDiscriminator discriminator =
                new BlockDiscriminator(parent, "points" + width, PointSource.POINT, this::discriminatorStages, seed);
        draw(discriminator, seed);
        return discriminator;
    }

    private Map<String, Block> generatorStages() {
        Map<String, Block> stages = hiddenStages(new SequentialBlock());
        stages.put(
                "point",
                new SequentialBlock()
                        .add(Linear.builder().setUnits(2).build())
                        .add(new LambdaBlock(
                                x -> new NDList(TensorOps.scale(x.singletonOrThrow(), 1 / SCALE)
                                        .reshape(-1, 1, 1, 2)),
                                "point")));
        return stages;
    }

    private Map<String, Block> discriminatorStages() {
        Map<String, Block> stages = hiddenStages(new SequentialBlock()
                .add(new LambdaBlock(
                        x -> new NDList(TensorOps.scale(x.singletonOrThrow().reshape(-1, 2), SCALE)), "coordinates")));
        stages.put("score", Linear.builder().setUnits(1).build());
        return stages;
    }

    private Map<String, Block> hiddenStages(SequentialBlock first) {
        Map<String, Block> stages = new LinkedHashMap<>();
        for (int i = 1; i <= hidden; i++) {
            SequentialBlock stage = i == 1 ? first : new SequentialBlock();
            stages.put(
                    "layer" + i,
                    stage.add(Linear.builder().setUnits(width).build()).add(Activation.reluBlock()));
        }
        return stages;
    }

    private static void draw(Network network, long seed) {
        RandomGenerator random = Draws.stream(seed);
        try (NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> drawn = new LinkedHashMap<>();
            double bound = 1;
            for (Map.Entry<String, NDArray> weight : network.parameters().entrySet()) {
                Shape shape = weight.getValue().getShape();
                if (shape.dimension() == 2) {
                    bound = 1
                            / Math.sqrt(
                                    (double) shape.get(1)); // a layer's bias comes after its weight and has its bound
                }
                float[] values = new float[Math.toIntExact(shape.size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble(-bound, bound);
                }
                drawn.put(weight.getKey(), scope.create(values, shape));
            }
            NetworkState.copy(drawn, network.parameters());
        }
    }
}
