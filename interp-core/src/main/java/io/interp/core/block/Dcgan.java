package io.interp.core.block;

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
import ai.djl.nn.norm.BatchNorm;
import io.interp.core.LatentSpace;
import io.interp.core.tensor.TensorOps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The family of small convolutional GANs: a generator that doubles the size stage by stage with batch norm and ReLU, and
 * a discriminator that halves it by strided convolutions with leaky ReLU.
 *
 * <p>The generator's stages are {@code layer1} (4x4), {@code layer2} (8x8), ... and {@code image}; each ends with its
 * ReLU, so every hooked activation is rectified. With {@link Upsampling#TRANSPOSED} the stage {@code image} doubles the
 * size a last time; with {@link Upsampling#NEAREST} the last numbered layer has the size of the image. The discriminator
 * has no batch norm, so that gradient penalties are exact per image and its scores do not depend on the batch.
 *
 * <h2>Reference</h2>
 *
 * Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
 * Networks", ICLR 2016, section 3; without batch norm in the discriminator as in Mescheder, Geiger and Nowozin, "Which
 * Training Methods for GANs do actually Converge?", ICML 2018.
 *
 * @param latents the dimension of the normal latents
 * @param size the height and width of images: a power of two of at least 8
 * @param channels the number of image channels, 1 or 3
 * @param width the number of filters of the widest hidden layer of 4x4 maps; halved at each doubling of the size, but
 *     not below {@code narrowest}
 * @param narrowest the least number of filters of a hidden layer
 * @param upsampling how the generator doubles the size
 */
public record Dcgan(int latents, int size, int channels, int width, int narrowest, Upsampling upsampling) {

    /** How a generator doubles the size of its maps. */
    public enum Upsampling {
        /** Transposed convolutions, 4x4 with stride 2, as in the paper. Filters tend to light up on single pixel parities. */
        TRANSPOSED,
        /**
         * Every pixel repeated 2x2, then a 3x3 convolution, which leaves no checkerboard: Odena, Dumoulin and Olah,
         * "Deconvolution and Checkerboard Artifacts", Distill 2016.
         */
        NEAREST
    }

    static final String TYPE = "dcgan";

    private static final float SLOPE = 0.2f;

    /**
     * A family with transposed convolutions.
     *
     * @param latents the dimension of the normal latents
     * @param size the height and width of images
     * @param channels the number of image channels
     * @param width the number of filters of the widest hidden layer
     * @param narrowest the least number of filters of a hidden layer
     */
    public Dcgan(int latents, int size, int channels, int width, int narrowest) {
        this(latents, size, channels, width, narrowest, Upsampling.TRANSPOSED);
    }

    /** Validates the sizes. */
    public Dcgan {
        Objects.requireNonNull(upsampling, "upsampling");
        if (size < 8 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("the image size must be a power of two of at least 8, got " + size);
        }
        if (latents < 1 || width < 1 || narrowest < 1) {
            throw new IllegalArgumentException(
                    "latents, width and narrowest must be positive, got " + latents + ", " + width + ", " + narrowest);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images have 1 or 3 channels, got " + channels);
        }
    }

    /**
     * Builds a generator with fresh weights.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the generator
     */
    public BlockGenerator generator(NDManager parent, long seed) {
        return BlockGenerator.ofArchitecture(
                parent,
                "dcgan" + size,
                LatentSpace.normal(latents),
                this::generatorStages,
                TYPE,
                Map.of(
                        "latents", latents,
                        "size", size,
                        "channels", channels,
                        "width", width,
                        "narrowest", narrowest,
                        "upsampling", upsampling.name()),
                seed);
    }

    /**
     * Builds a discriminator with fresh weights.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights
     * @return the discriminator
     */
    public BlockDiscriminator discriminator(NDManager parent, long seed) {
        return new BlockDiscriminator(
                parent,
                "dcgan" + size,
                new Shape(channels, size, size),
                () -> discriminatorStages(size, width, narrowest),
                seed);
    }

    /**
     * Builds a discriminator with fresh weights for images of any size of at least 8.
     *
     * @param parent the manager whose child owns the weights
     * @param imageShape the shape (C, H, W) of one image
     * @param width the number of filters of the smallest maps; halved at each doubling of the size
     * @param seed the seed of the weights
     * @return the discriminator
     * @throws IllegalArgumentException if the images are smaller than 8
     */
    public static BlockDiscriminator discriminatorFor(NDManager parent, Shape imageShape, int width, long seed) {
        int least = Math.toIntExact(Math.min(imageShape.get(1), imageShape.get(2)));
        if (least < 8) {
            throw new IllegalArgumentException("a discriminator needs images of at least 8x8, got " + imageShape);
        }
        return new BlockDiscriminator(
                parent, "critic" + least, imageShape, () -> discriminatorStages(least, width, 16), seed);
    }

    private static int filters(int extent, int width, int narrowest) {
        return Math.max(narrowest, Math.min(width, width * 4 / extent));
    }

    private int filters(int extent) {
        return filters(extent, width, narrowest);
    }

    private Map<String, Block> generatorStages() {
        Map<String, Block> stages = new LinkedHashMap<>();
        stages.put(
                "layer1",
                new SequentialBlock()
                        .add(new LambdaBlock(z -> new NDList(column(z.singletonOrThrow())), "column"))
                        .add(new ConvTranspose2d(filters(4), 4, 1, 0, false))
                        .add(BatchNorm.builder().build())
                        .add(Activation.reluBlock()));
        boolean nearest = upsampling == Upsampling.NEAREST;
        int index = 2;
        for (int extent = 8; nearest ? extent <= size : extent < size; extent *= 2) {
            SequentialBlock doubling = nearest
                    ? new SequentialBlock()
                            .add(new LambdaBlock(
                                    x -> new NDList(TensorOps.doubleNearest(x.singletonOrThrow())), "nearest"))
                            .add(convolution(filters(extent), false))
                    : new SequentialBlock().add(new ConvTranspose2d(filters(extent), 4, 2, 1, false));
            stages.put(
                    "layer" + index++, doubling.add(BatchNorm.builder().build()).add(Activation.reluBlock()));
        }
        stages.put(
                "image",
                new SequentialBlock()
                        .add(nearest ? convolution(channels, true) : new ConvTranspose2d(channels, 4, 2, 1, true))
                        .add(Activation.tanhBlock()));
        return stages;
    }

    private static Map<String, Block> discriminatorStages(int size, int width, int narrowest) {
        Map<String, Block> stages = new LinkedHashMap<>();
        int index = 1;
        for (int extent = size / 2; extent >= 3; extent /= 2) {
            stages.put(
                    "layer" + index++,
                    new SequentialBlock()
                            .add(Conv2d.builder()
                                    .setFilters(filters(extent, width, narrowest))
                                    .setKernelShape(new Shape(4, 4))
                                    .optStride(new Shape(2, 2))
                                    .optPadding(new Shape(1, 1))
                                    .build())
                            .add(Activation.leakyReluBlock(SLOPE)));
        }
        stages.put(
                "score",
                new SequentialBlock()
                        .add(new LambdaBlock(
                                x -> new NDList(x.singletonOrThrow().flatten(1, -1)), "flatten"))
                        .add(Linear.builder().setUnits(1).build()));
        return stages;
    }

    private static Block convolution(int filters, boolean bias) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .optBias(bias)
                .build();
    }

    private static NDArray column(NDArray z) {
        return z.reshape(new Shape(z.getShape().get(0), z.getShape().get(1), 1, 1)); // [N, d, 1, 1]
    }
}
