package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockDiscriminator;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.StageGraph;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The linear EigenGAN x = U L z + mu + sigma eps, of which theory is known: what matches Gaussian data has their principal
 * components for U, see {@link LinearModel}. Its "images" are vectors {@code (1, 1, d)} of any range; its only subspace is
 * {@code layer1.subspace} and sigma is learned as exp of {@code image.logSigma}.
 *
 * @param features the number d of numbers of a vector
 * @param scales the initial lengths L of the q dimensions; near the scale of the data, or short training does not get there
 * @param sigma the initial deviation of the noise
 */
public record LinearEigenGan(int features, List<Double> scales, double sigma) {

    private static final String TYPE = "linear-eigengan";
    private static final String LOG_SIGMA = "logSigma";
    private static final float SLOPE = 0.2f;
    private static final long WEIGHTS = 0x6567;

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if there are no dimensions or not fewer than features, or sigma is not positive
     */
    public LinearEigenGan {
        scales = List.copyOf(scales);
        if (scales.isEmpty() || scales.size() >= features || !(sigma > 0)) {
            throw new IllegalArgumentException("a linear EigenGAN needs 1 to " + (features - 1)
                    + " dimensions and a positive sigma, got " + scales.size() + " and " + sigma);
        }
    }

    /**
     * Builds a generator: latents {@code [eps, z]}, layers {@code noise}, {@code z1}, {@code layer1.subspace} and {@code
     * image}.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the generator, which the caller closes
     */
    public BlockGenerator generator(NDManager parent, long seed) {
        int total = features + scales.size();
        return BlockGenerator.ofGraph(
                parent, TYPE, LatentSpace.normal(total), () -> graph(seed), TYPE, settings(), seed);
    }

    private StageGraph graph(long seed) {
        int q = scales.size();
        double[] lengths = scales.stream().mapToDouble(Double::doubleValue).toArray();
        return new StageGraph()
                .add("noise", coordinates(0, features), StageGraph.INPUT)
                .add("z1", coordinates(features, features + q), StageGraph.INPUT)
                .add(Subspace.path(1), new SubspaceLayer(new Shape(1, 1, features), lengths, seed), "z1")
                .add("image", new Noisy(features, sigma), Subspace.path(1), "noise");
    }

    private static Block coordinates(int from, int to) {
        return new LambdaBlock(
                z -> new NDList(z.singletonOrThrow().get(new NDIndex(":, {}:{}", from, to))), "coordinates");
    }

    /**
     * Builds a discriminator of two hidden layers.
     *
     * @param parent the manager whose child owns the weights
     * @param width the number of units of a hidden layer
     * @param seed the seed of the weights
     * @return the discriminator, which the caller closes
     */
    public BlockDiscriminator discriminator(NDManager parent, int width, long seed) {
        BlockDiscriminator discriminator =
                new BlockDiscriminator(parent, TYPE, new Shape(1, 1, features), () -> critic(width), seed);
        InitialWeights.into(discriminator, Draws.derive(seed, WEIGHTS));
        return discriminator;
    }

    private static Map<String, Block> critic(int width) {
        return Map.of(
                "score",
                new SequentialBlock()
                        .add(new LambdaBlock(
                                x -> new NDList(x.singletonOrThrow().flatten(1, -1)), "flatten"))
                        .add(Linear.builder().setUnits(width).build())
                        .add(Activation.leakyReluBlock(SLOPE))
                        .add(Linear.builder().setUnits(width).build())
                        .add(Activation.leakyReluBlock(SLOPE))
                        .add(Linear.builder().setUnits(1).build()));
    }

    /**
     * Reads the model off a trained generator.
     *
     * @param generator a generator that a linear EigenGAN built, or a copy
     * @return the model; its columns are made of unit length, L taking up the rest
     * @throws IllegalArgumentException if it is no linear EigenGAN
     */
    public static LinearModel model(Generator generator) {
        NDArray logSigma = generator.state().get("image." + LOG_SIGMA);
        if (logSigma == null) {
            throw new IllegalArgumentException("generator '" + generator.name() + "' is no linear EigenGAN");
        }
        Subspace subspace = Subspace.of(generator, 1);
        double[] scales = subspace.scales();
        double[] lengths = subspace.columnLengths();
        double[][] columns = new double[scales.length][];
        for (int j = 0; j < scales.length; j++) {
            double length = lengths[j];
            columns[j] = Arrays.stream(subspace.basisVector(j + 1))
                    .map(x -> x / length)
                    .toArray();
            scales[j] *= length;
        }
        float[] origin = subspace.origin();
        double[] mean =
                IntStream.range(0, origin.length).mapToDouble(i -> origin[i]).toArray();
        return new LinearModel(mean, columns, scales, Math.exp(2 * (double) logSigma.getFloat()));
    }

    private Map<String, Object> settings() {
        return Map.of("features", features, "scales", scales, "sigma", sigma);
    }

    /** Builds generators from saved settings. */
    public static final class Saved implements Architecture {

        /** Creates the provider; for the service loader. */
        public Saved() {}

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
            if (settings.get("features") instanceof Number features
                    && settings.get("sigma") instanceof Number sigma
                    && settings.get("scales") instanceof List<?> scales
                    && scales.stream().allMatch(Number.class::isInstance)) {
                List<Double> lengths =
                        scales.stream().map(l -> ((Number) l).doubleValue()).toList();
                return new LinearEigenGan(features.intValue(), lengths, sigma.doubleValue()).generator(parent, 0);
            }
            throw new IllegalArgumentException(
                    "the saved architecture needs numbers 'features' and 'sigma' and a list 'scales', got " + settings);
        }
    }

    /** Maps of the subspace plus noise of a learned deviation. */
    private static final class Noisy extends AbstractBlock {

        private static final byte VERSION = 1;

        private final int features;
        private final Parameter logSigma;

        @SuppressWarnings("this-escape")
        Noisy(int features, double sigma) {
            super(VERSION);
            this.features = features;
            logSigma = addParameter(Parameter.builder()
                    .setName(LOG_SIGMA)
                    .setType(Parameter.Type.OTHER)
                    .optShape(new Shape(1))
                    .optInitializer((manager, shape, type) -> manager.create(new float[] {(float) Math.log(sigma)}))
                    .build());
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray maps = inputs.get(0); // [N, 1, 1, d]
            NDArray log = store.getValue(logSigma, maps.getDevice(), training);
            NDArray deviation = log.exp();
            deviation.attach(maps.getManager());
            NDArray noise = inputs.get(1).mul(deviation).reshape(-1, 1, 1, features);
            return new NDList(maps.add(noise));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {inputShapes[0]};
        }
    }
}
