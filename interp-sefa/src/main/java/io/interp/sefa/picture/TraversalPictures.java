package io.interp.sefa.picture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.image.AnimatedGif;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.tensor.GradScope;
import io.interp.sefa.CodePath;
import io.interp.sefa.Codes;
import io.interp.sefa.Direction;
import io.interp.sefa.DirectionEdit;
import io.interp.sefa.Directions;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws images along directions: strips with one row a sample and one column a step, and animations of all samples side by
 * side. The same samples serve every direction, so that directions can be compared.
 */
@CheckReturnValue
public final class TraversalPictures {

    private static final int BATCH = 32;

    private final CodePath path;
    private final NDArray latents;
    private final int steps;
    private final int scale;

    private TraversalPictures(CodePath path, NDArray latents, int steps, int scale) {
        this.path = path;
        this.latents = latents;
        this.steps = steps;
        this.scale = scale;
    }

    /**
     * Draws 11 steps of images in their own size.
     *
     * @param path where codes are moved
     * @param latents {@code [N, d]} of the samples; not closed, not changed
     * @return the pictures
     * @throws IllegalArgumentException if there are no latents or they have another size
     */
    public static TraversalPictures of(CodePath path, NDArray latents) {
        path.generator().latents().check(latents);
        if (latents.getShape().get(0) < 1) {
            throw new IllegalArgumentException("a traversal needs at least one latent, got " + latents.getShape());
        }
        return new TraversalPictures(path, latents, 11, 1);
    }

    /**
     * {@return the same with another number of steps along each direction's range}
     *
     * @param count how many, at least 2
     * @throws IllegalArgumentException if below 2
     */
    public TraversalPictures steps(int count) {
        if (count < 2) {
            throw new IllegalArgumentException("a traversal needs at least 2 steps, got " + count);
        }
        return new TraversalPictures(path, latents, count, scale);
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
        return new TraversalPictures(path, latents, steps, factor);
    }

    /**
     * Makes the images along a direction.
     *
     * @param direction a direction of the path's space
     * @return for each step of its range N pictures
     * @throws IllegalArgumentException if it is of another space
     */
    public List<List<BufferedImage>> frames(Direction direction) {
        List<List<BufferedImage>> frames = new ArrayList<>();
        double[] alphas = direction.range().steps(steps);
        for (int i = 0; i < alphas.length; i++) {
            frames.add(new ArrayList<>());
        }
        int count = Math.toIntExact(latents.getShape().get(0));
        for (int from = 0; from < count; from += BATCH) {
            try (GradScope off = GradScope.off();
                    NDManager scope = latents.getManager().newSubManager()) {
                NDArray z = latents.get(from + ":" + Math.min(count, from + BATCH));
                z.attach(scope);
                Codes codes = path.codes(z);
                for (int i = 0; i < alphas.length; i++) {
                    Codes moved = DirectionEdit.of(direction, alphas[i]).apply(codes);
                    frames.get(i).addAll(Pictures.of(path.images(z, moved)));
                }
            }
        }
        return frames;
    }

    /**
     * Draws a strip: one row a sample, steps from the low end of the range on the left to the high end.
     *
     * @param direction a direction of the path's space
     * @return one picture, the steps written above its columns
     * @throws IllegalArgumentException if it is of another space
     */
    public BufferedImage strip(Direction direction) {
        return strip(direction, frames(direction));
    }

    private BufferedImage strip(Direction direction, List<List<BufferedImage>> frames) {
        List<BufferedImage> cells = new ArrayList<>();
        for (int sample = 0; sample < frames.get(0).size(); sample++) {
            for (List<BufferedImage> frame : frames) {
                cells.add(frame.get(sample));
            }
        }
        List<String> labels = Arrays.stream(direction.range().steps(steps))
                .mapToObj(alpha -> String.format(Locale.ROOT, "%.3g", alpha))
                .toList();
        return ImageGrid.of(cells)
                .columns(steps)
                .scale(scale)
                .columnLabels(labels)
                .draw();
    }

    /**
     * Draws an animation: all samples side by side, there and back along the range.
     *
     * @param direction a direction of the path's space
     * @return the animation
     * @throws IllegalArgumentException if it is of another space
     */
    public AnimatedGif animation(Direction direction) {
        return animation(frames(direction));
    }

    private AnimatedGif animation(List<List<BufferedImage>> frames) {
        return AnimatedGif.of(frames.stream()
                        .map(frame -> ImageGrid.strip(frame).scale(scale).draw())
                        .toList())
                .thereAndBack();
    }

    /**
     * Writes a strip {@code direction-000.png} and an animation {@code direction-000.gif} for every direction.
     *
     * @param folder the folder, made if it is missing
     * @param directions directions of the path's space
     * @return the names of the files
     * @throws IllegalArgumentException if they are of another space
     * @throws java.io.UncheckedIOException if a file can't be written
     */
    public List<String> write(Path folder, Directions directions) {
        path.space().requireSame(directions.space(), "the set of directions");
        List<String> files = new ArrayList<>();
        IntStream.range(0, directions.size()).forEach(i -> {
            Direction direction = directions.get(i);
            List<List<BufferedImage>> frames = frames(direction);
            String name = String.format(Locale.ROOT, "direction-%03d", i);
            Png.write(folder.resolve(name + ".png"), strip(direction, frames));
            animation(frames).write(folder.resolve(name + ".gif"));
            files.add(name + ".png");
            files.add(name + ".gif");
        });
        return files;
    }
}
