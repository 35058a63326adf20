package io.interp.eigengan.picture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Generator;
import io.interp.core.image.AnimatedGif;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.tensor.GradScope;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.EigenLatents;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws what one dimension changes: its coordinate is set to steps from one end of a range to the other while all others
 * stay. The first row is the mode, where all others are 0; then come samples, the same for every dimension.
 */
@CheckReturnValue
public final class TraversalPictures {

    private final Generator generator;
    private final EigenLatents layout;
    private final double reach;
    private final int steps;
    private final int samples;
    private final Truncation truncation;
    private final long seed;
    private final int scale;

    private TraversalPictures(
            Generator generator, double reach, int steps, int samples, Truncation truncation, long seed, int scale) {
        this.generator = generator;
        layout = EigenLatents.of(generator);
        this.reach = reach;
        this.steps = steps;
        this.samples = samples;
        this.truncation = truncation;
        this.seed = seed;
        this.scale = scale;
    }

    /**
     * Draws the mode and 4 samples of truncation 0.5 at 17 steps from -4.5 to 4.5, the released range.
     *
     * @param generator an EigenGAN; not owned
     * @return the pictures
     * @throws IllegalArgumentException if it is no EigenGAN
     */
    public static TraversalPictures of(Generator generator) {
        return new TraversalPictures(generator, 4.5, 17, 4, Truncation.factor(0.5), 0, 1);
    }

    /**
     * {@return the same over another range}
     *
     * @param largest the coordinate goes from minus this to this, in standard deviations; positive
     * @param count the number of steps, at least 2
     * @throws IllegalArgumentException if a number is out of range
     */
    public TraversalPictures range(double largest, int count) {
        if (!(largest > 0) || count < 2) {
            throw new IllegalArgumentException(
                    "a traversal needs a positive reach and at least 2 steps, got " + largest + " and " + count);
        }
        return new TraversalPictures(generator, largest, count, samples, truncation, seed, scale);
    }

    /**
     * {@return the same of other samples}
     *
     * @param count how many rows below the mode, 0 or more
     * @param of the seed of their latents
     * @throws IllegalArgumentException if count is negative
     */
    public TraversalPictures samples(int count, long of) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of samples must be at least 0, got " + count);
        }
        return new TraversalPictures(generator, reach, steps, count, truncation, of, scale);
    }

    /**
     * {@return the same with samples truncated in another way}
     *
     * @param way how they are kept near the mode
     */
    public TraversalPictures truncation(Truncation way) {
        return new TraversalPictures(generator, reach, steps, samples, way, seed, scale);
    }

    /**
     * {@return the same with every image enlarged}
     *
     * @param factor 1 or more
     * @throws IllegalArgumentException if below 1
     */
    public TraversalPictures scale(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("the scale must be 1 or more, got " + factor);
        }
        return new TraversalPictures(generator, reach, steps, samples, truncation, seed, factor);
    }

    /** {@return the values that the coordinate takes, from low to high} */
    public double[] values() {
        return IntStream.range(0, steps)
                .mapToDouble(i -> -reach + 2 * reach * i / (steps - 1))
                .toArray();
    }

    /**
     * Makes the images along a dimension.
     *
     * @param dimension which
     * @return for each step the mode and the samples
     * @throws IllegalArgumentException if there is no such dimension
     */
    public List<List<BufferedImage>> frames(EigenDimension dimension) {
        layout.coordinate(dimension);
        List<List<BufferedImage>> frames = new ArrayList<>();
        for (double value : values()) {
            try (GradScope off = GradScope.off();
                    NDManager scope = generator.manager().newSubManager()) {
                NDArray mode = scope.zeros(new Shape(1, layout.total()));
                NDArray z = samples == 0
                        ? mode
                        : mode.concat(truncation.sample(scope, generator.latents(), seed, samples)); // [1 + N, d]
                frames.add(Pictures.of(generator.generate(layout.with(z, dimension, value))));
            }
        }
        return frames;
    }

    /**
     * Draws a strip: one row the mode and each sample, steps from left to right.
     *
     * @param dimension which
     * @return one picture, the coordinate's values written above its columns
     * @throws IllegalArgumentException if there is no such dimension
     */
    public BufferedImage strip(EigenDimension dimension) {
        return strip(frames(dimension));
    }

    private BufferedImage strip(List<List<BufferedImage>> frames) {
        List<BufferedImage> cells = new ArrayList<>();
        for (int row = 0; row <= samples; row++) {
            for (List<BufferedImage> frame : frames) {
                cells.add(frame.get(row));
            }
        }
        return ImageGrid.of(cells)
                .columns(steps)
                .scale(scale)
                .columnLabels(Arrays.stream(values())
                        .mapToObj(value -> String.format(Locale.ROOT, "%.2g", value))
                        .toList())
                .draw();
    }

    /**
     * Draws an animation: the mode and all samples side by side, there and back along the range.
     *
     * @param dimension which
     * @return the animation
     * @throws IllegalArgumentException if there is no such dimension
     */
    public AnimatedGif animation(EigenDimension dimension) {
        return animation(frames(dimension));
    }

    private AnimatedGif animation(List<List<BufferedImage>> frames) {
        return AnimatedGif.of(frames.stream()
                        .map(frame -> ImageGrid.strip(frame).scale(scale).draw())
                        .toList())
                .thereAndBack();
    }

    /**
     * Writes a strip {@code L1D1.png} and an animation {@code L1D1.gif} for each dimension.
     *
     * @param folder the folder, made if it is missing
     * @param dimensions which
     * @return the names of the files
     * @throws IllegalArgumentException if there is no such dimension
     * @throws java.io.UncheckedIOException if a file can't be written
     */
    public List<String> write(Path folder, List<EigenDimension> dimensions) {
        List<String> files = new ArrayList<>();
        for (EigenDimension dimension : dimensions) {
            List<List<BufferedImage>> frames = frames(dimension);
            Png.write(folder.resolve(dimension + ".png"), strip(frames));
            animation(frames).write(folder.resolve(dimension + ".gif"));
            files.add(dimension + ".png");
            files.add(dimension + ".gif");
        }
        return files;
    }
}
