package io.interp.eigengan.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.tensor.GradScope;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.EigenLatents;
import io.interp.eigengan.Subspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how important the dimensions of an EigenGAN are.
 *
 * <p>|L| alone is no evidence: training hardly moves it from where it was put. So images are made with each coordinate at
 * plus and at minus a span, all others drawn from the prior, and compared.
 *
 * @param samples the number of latents
 * @param span at how many standard deviations of the coordinate images are compared
 * @param seed the seed of the latents
 */
public record ImportanceMeter(int samples, double span, long seed) {

    private static final int BATCH = 32;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if samples is below 1 or the span not positive
     */
    public ImportanceMeter {
        if (samples < 1 || !(span > 0)) {
            throw new IllegalArgumentException(
                    "the meter needs at least 1 sample and a positive span, got " + samples + " and " + span);
        }
    }

    /**
     * {@return a meter of 64 latents at one standard deviation}
     *
     * @param seed the seed of the latents
     */
    public static ImportanceMeter seeded(long seed) {
        return new ImportanceMeter(64, 1, seed);
    }

    /**
     * Measures a generator.
     *
     * @param generator an EigenGAN
     * @return the importance of its dimensions, with no native memory
     * @throws IllegalArgumentException if it is no EigenGAN
     */
    public Importance measure(Generator generator) {
        EigenLatents layout = EigenLatents.of(generator);
        List<EigenDimension> dimensions = layout.all();
        double[] effects = new double[dimensions.size()];
        for (int from = 0; from < samples; from += BATCH) {
            int count = Math.min(BATCH, samples - from);
            for (int i = 0; i < effects.length; i++) {
                effects[i] += change(generator, layout, dimensions.get(i), from, count) / samples;
            }
        }
        List<DimensionImportance> rows = new ArrayList<>();
        for (Subspace subspace : Subspace.of(generator)) {
            List<EigenDimension> own = layout.of(subspace.layer());
            double[] lengths = Arrays.stream(subspace.scales()).map(Math::abs).toArray();
            double[] squares = Arrays.stream(lengths).map(l -> l * l).toArray();
            int first = dimensions.indexOf(own.get(0));
            double[] changes = Arrays.copyOfRange(effects, first, first + own.size());
            for (int j = 0; j < own.size(); j++) {
                rows.add(new DimensionImportance(
                        own.get(j), lengths[j], share(lengths, j), share(squares, j), changes[j], share(changes, j)));
            }
        }
        return new Importance(rows, span);
    }

    /** The sum over latents of the root mean squared difference of their two images. */
    private double change(Generator generator, EigenLatents layout, EigenDimension dimension, int from, int count) {
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, seed, from, count); // [N, d]
            NDArray difference = generator
                    .generate(layout.with(z, dimension, span))
                    .sub(generator.generate(layout.with(z, dimension, -span))); // [N, C, H, W]
            float[] squares =
                    difference.square().reshape(count, -1).mean(new int[] {1}).toFloatArray(); // [N]
            double sum = 0;
            for (float square : squares) {
                sum += Math.sqrt(square);
            }
            return sum;
        }
    }

    /** In percent; 0 where all are 0. */
    private static double share(double[] values, int index) {
        double sum = Arrays.stream(values).sum();
        return sum > 0 ? 100 * values[index] / sum : 0;
    }
}
