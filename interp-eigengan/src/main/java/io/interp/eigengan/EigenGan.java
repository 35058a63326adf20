package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockDiscriminator;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.StageGraph;
import io.interp.core.tensor.Draws;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The two networks of EigenGAN with their sizes.
 *
 * <p>Layers of the generator, for i = 1 at 4x4 to t = log2(size / 4): {@code noise}, eps; {@code stem}, its 4x4 maps;
 * {@code z1}, the coordinates in the subspace of layer 1; {@code layer1.subspace}, the maps phi = U diag(L) z + mu;
 * {@code layer1.up}, h + T(phi) rectified, convolved and doubled in size; {@code layer1}, the same again with phi
 * doubled; and so on to {@code image}. Latents are {@code [eps, z_1, ..., z_t]}, see {@link EigenLatents}.
 *
 * <pre>{@code
 * EigenGan network = EigenGan.celeba64().withSize(32);
 * try (BlockGenerator generator = network.generator(manager, 0)) {
 *     System.out.println(generator.layers());
 * }
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021; sizes and initial weights as in
 * LynnHo/EigenGAN-Tensorflow, module.py. That code's convolutions of stride 2 crop one pixel further to the other side.
 *
 * @param size the height and width of images: a power of two from 16 to 256
 * @param channels the number of image channels, 1 or 3
 * @param noise the number of coordinates of eps
 * @param dimensions the number q of dimensions of each subspace, at most 64
 * @param capacity the number of filters times the size of their maps; 4096 as released
 * @param widest the most filters a layer has; 512 as released
 * @param scales the initial lengths of the subspaces' dimensions
 */
public record EigenGan(
        int size, int channels, int noise, int dimensions, int capacity, int widest, InitialScales scales) {

    static final String TYPE = "eigengan";

    private static final float SLOPE = 0.2f;
    private static final long WEIGHTS = 0x6567;
    private static final long SUBSPACES = 0x7375;

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public EigenGan {
        Objects.requireNonNull(scales, "scales");
        if (size < 16 || size > 256 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("EigenGAN makes images of 16, 32, 64, 128 or 256 pixels, got " + size);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images have 1 or 3 channels, got " + channels);
        }
        if (noise < 1 || dimensions < 1 || dimensions > 64) {
            throw new IllegalArgumentException("EigenGAN needs at least 1 coordinate of noise and 1 to 64 dimensions a"
                    + " layer, got " + noise + " and " + dimensions);
        }
        if (capacity < size || widest < 1) {
            throw new IllegalArgumentException("the capacity must be at least the image size " + size
                    + " and the widest layer at least 1, got " + capacity + " and " + widest);
        }
    }

    /** {@return the released network: 256x256, 512 coordinates of noise, 6 layers of 6 dimensions} */
    public static EigenGan paper() {
        return new EigenGan(256, 3, 512, 6, 4096, 512, InitialScales.ARITHMETIC);
    }

    /**
     * {@return the network of a re-implementation on CelebA: 64x64, 128 coordinates of noise, 4 layers of 6 dimensions.
     *     Its widths were not told; these follow the released rule}
     */
    public static EigenGan celeba64() {
        return new EigenGan(64, 3, 128, 6, 4096, 512, InitialScales.ARITHMETIC);
    }

    /**
     * {@return a narrow network that trains on a processor: 64 coordinates of noise, 6 dimensions a layer, 16 filters at
     *     full size and twice as many at each halving; lengths L to match}
     *
     * @param size the height and width of images
     */
    public static EigenGan narrow(int size) {
        return new EigenGan(size, 3, 64, 6, 16 * size, 512, InitialScales.PROPORTIONAL);
    }

    /**
     * {@return the same network for images of another size; the filters at a size of maps stay}
     *
     * @param pixels the height and width
     */
    public EigenGan withSize(int pixels) {
        return new EigenGan(pixels, channels, noise, dimensions, capacity, widest, scales);
    }

    /**
     * {@return the same network for images of another number of channels}
     *
     * @param count 1 or 3
     */
    public EigenGan withChannels(int count) {
        return new EigenGan(size, count, noise, dimensions, capacity, widest, scales);
    }

    /**
     * {@return the same network with other latents}
     *
     * @param coordinates the number of coordinates of eps
     * @param perLayer the number of dimensions of each subspace
     */
    public EigenGan withLatents(int coordinates, int perLayer) {
        return new EigenGan(size, channels, coordinates, perLayer, capacity, widest, scales);
    }

    /**
     * {@return the same network with other numbers of filters}
     *
     * @param filtersTimesSize the number of filters times the size of their maps
     * @param most the most filters a layer has
     */
    public EigenGan withFilters(int filtersTimesSize, int most) {
        return new EigenGan(size, channels, noise, dimensions, filtersTimesSize, most, scales);
    }

    /**
     * {@return the same network with other initial lengths of dimensions}
     *
     * @param initial the lengths
     */
    public EigenGan withScales(InitialScales initial) {
        return new EigenGan(size, channels, noise, dimensions, capacity, widest, initial);
    }

    /** {@return the number t of layers with a subspace} */
    public int layers() {
        return Integer.numberOfTrailingZeros(size) - 2;
    }

    /** {@return what the latents' coordinates are} */
    public EigenLatents latents() {
        return new EigenLatents(noise, layers(), dimensions);
    }

    /** {@return the number of filters of maps of some height and width} */
    private int filters(int extent) {
        return Math.min(capacity / extent, widest);
    }

    /**
     * Builds a generator with fresh weights.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the generator, which the caller closes
     */
    public BlockGenerator generator(NDManager parent, long seed) {
        BlockGenerator generator = BlockGenerator.ofGraph(
                parent,
                TYPE + size,
                LatentSpace.normal(latents().total()),
                () -> graph(Draws.derive(seed, SUBSPACES)),
                TYPE,
                settings(),
                seed);
        InitialWeights.into(generator, Draws.derive(seed, WEIGHTS));
        return generator;
    }

    /**
     * Builds a discriminator with fresh weights, of the same widths as the generator.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the discriminator, which the caller closes
     */
    public BlockDiscriminator discriminator(NDManager parent, long seed) {
        BlockDiscriminator discriminator = new BlockDiscriminator(
                parent, TYPE + size, new Shape(channels, size, size), this::discriminatorStages, seed);
        InitialWeights.into(discriminator, Draws.derive(seed, WEIGHTS));
        return discriminator;
    }

    private StageGraph graph(long seed) {
        EigenLatents layout = latents();
        StageGraph graph = new StageGraph()
                .add("noise", coordinates(0, noise), StageGraph.INPUT)
                .add("stem", stem());
        String below = "stem";
        for (int layer = 1; layer <= layers(); layer++) {
            int extent = 4 << (layer - 1);
            int before = filters(extent);
            int after = filters(2 * extent);
            String name = "layer" + layer;
            String code = "z" + layer;
            String subspace = Subspace.path(layer);
            int start = layout.start(layer);
            graph.add(code, coordinates(start, start + dimensions), StageGraph.INPUT)
                    .add(
                            subspace,
                            new SubspaceLayer(
                                    new Shape(before, extent, extent),
                                    scales.of(dimensions, before, extent),
                                    Draws.derive(seed, layer)),
                            code)
                    .add(name + ".up", InjectedConvolution.doubling(before, after), below, subspace)
                    .add(name, InjectedConvolution.keeping(before, after), name + ".up", subspace);
            below = name;
        }
        return graph.add(
                "image",
                new SequentialBlock()
                        .add(Activation.leakyReluBlock(SLOPE))
                        .add(convolution(channels, 7, 1))
                        .add(Activation.tanhBlock()));
    }

    private static Block coordinates(int from, int to) {
        return new LambdaBlock(
                z -> new NDList(z.singletonOrThrow().get(new NDIndex(":, {}:{}", from, to))), "coordinates");
    }

    private Block stem() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16L * filters(4)).build())
                .add(new LambdaBlock(h -> new NDList(maps(h.singletonOrThrow())), "maps"));
    }

    private NDArray maps(NDArray h) {
        return h.reshape(-1, filters(4), 4, 4); // [N, C, 4, 4]
    }

    private Map<String, Block> discriminatorStages() {
        Map<String, Block> stages = new LinkedHashMap<>();
        stages.put("image", rectified(convolution(filters(size), 7, 1)));
        int index = 1;
        for (int extent = size; extent > 4; extent /= 2) {
            stages.put(
                    "layer" + index++,
                    rectified(convolution(filters(extent), 3, 1))
                            .add(rectified(convolution(filters(extent / 2), 3, 2))));
        }
        stages.put(
                "score",
                rectified(convolution(filters(4), 3, 1))
                        .add(new LambdaBlock(
                                x -> new NDList(x.singletonOrThrow().flatten(1, -1)), "flatten"))
                        .add(rectified(Linear.builder().setUnits(filters(4)).build()))
                        .add(Linear.builder().setUnits(1).build()));
        return stages;
    }

    private static SequentialBlock rectified(Block block) {
        return new SequentialBlock().add(block).add(Activation.leakyReluBlock(SLOPE));
    }

    private static Block convolution(int filters, int kernel, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .build();
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("size", size);
        settings.put("channels", channels);
        settings.put("noise", noise);
        settings.put("dimensions", dimensions);
        settings.put("capacity", capacity);
        settings.put("widest", widest);
        settings.put("scales", scales.name());
        return settings;
    }

    /**
     * {@return whether a generator is one that this class built, a copy or a loaded one included}
     *
     * @param generator any generator; not run
     */
    public static boolean isOne(Generator generator) {
        return generator instanceof BlockGenerator block && block.architecture().equals(Optional.of(TYPE));
    }

    /**
     * Reads the sizes of a network off a generator that it built, a copy or a loaded one included.
     *
     * @param generator the generator; not run
     * @return the network
     * @throws IllegalArgumentException if it is no EigenGAN
     */
    public static EigenGan of(BlockGenerator generator) {
        if (!isOne(generator)) {
            throw new IllegalArgumentException(
                    "generator '" + generator.name() + "' is no EigenGAN but of architecture "
                            + generator.architecture().orElse("of its own") + "; build it with EigenGan");
        }
        return EigenGanArchitecture.read(generator.settings());
    }
}
