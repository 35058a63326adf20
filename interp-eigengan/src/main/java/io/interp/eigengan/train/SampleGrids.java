package io.interp.eigengan.train;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes a grid of samples at every point of training, of the same latents: {@code samples-000100.png}, ....
 *
 * @param folder where they are written; made if it is missing
 * @param count the number of samples
 * @param seed the seed of their latents
 * @param scale how many times they are enlarged
 */
public record SampleGrids(Path folder, int count, long seed, int scale) implements EigenGanListener {

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public SampleGrids {
        if (count < 1 || scale < 1) {
            throw new IllegalArgumentException(
                    "a grid needs at least 1 sample and a scale of at least 1, got " + count + " and " + scale);
        }
    }

    /**
     * {@return grids of 36 samples in their own size}
     *
     * @param folder where they are written; made if it is missing
     */
    public static SampleGrids into(Path folder) {
        return new SampleGrids(folder, 36, 0, 1);
    }

    @Override
    public void onPoint(TrainingPoint point, Generator average) {
        try (NDManager scope = average.manager().newSubManager()) {
            var images = average.generate(average.latents().sample(scope, seed, count)); // [N, C, H, W]
            Png.write(
                    folder.resolve(String.format(Locale.ROOT, "samples-%06d.png", point.step())),
                    ImageGrid.of(Pictures.of(images)).scale(scale).draw());
        }
    }
}
