package io.interp.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An artefact that one known unit causes: a coloured patch that appears in a known share of a generator's images.
 *
 * <p>One more unit stands among those of a layer. At every place p of the map it computes
 *
 * <pre>
 *   a[p] = gain max(0, sum over its sources of weight y[source, p] - threshold)     [N, 1, h, w]
 *   m = min(1, a), each place repeated over the pixels it covers                    [N, 1, H, W]
 *   x = (1 - m) x + m colour                                                        [N, C, H, W]
 * </pre>
 *
 * and nothing but the patch reads it. So where it is 0 the image is that of the untouched generator, number for number, and
 * ablating it takes the artefact away from every image. Its sources are units of the same layer, so the artefact depends on
 * what the image shows, as those of trained generators do (Bau and others, "GAN Dissection", ICLR 2019, section 4.3).
 *
 * <pre>{@code
 * PlantedArtefact artefact = PlantedArtefact.find(generator, "layer3", 0.25, 0);
 * try (Generator broken = artefact.plant(generator.copy())) {
 *     Layer layer = broken.layers().named(artefact.layer());
 *     Edit repair = Edit.ablate(layer, artefact.unit());
 * }
 * }</pre>
 *
 * @param layer the layer, whose output is maps {@code [N, U, h, w]}
 * @param unit the place of the new unit among the U + 1 of the planted generator
 * @param sources the units it is wired from
 * @param threshold what their weighted sum has to exceed
 * @param gain what the excess is multiplied by
 * @param colour one value in [-1, 1] for each channel of the image
 */
public record PlantedArtefact(
        String layer, int unit, List<Source> sources, double threshold, double gain, List<Double> colour) {

    private static final int SOURCES = 4;
    private static final int IMAGES = 512;
    private static final int BATCH = 64;
    private static final int TRIES = 50;
    private static final long LATENTS = 1;
    private static final long CHOICES = 2;

    /** The excess at which a patch covers the image, as a share of the median excess of the images that show one. */
    private static final double FULL = 0.25;

    /**
     * A unit that is read.
     *
     * @param unit its place in the layer of the untouched generator
     * @param weight what it is multiplied by
     */
    public record Source(int unit, double weight) {}

    /** Copies the lists. */
    public PlantedArtefact {
        sources = List.copyOf(sources);
        colour = List.copyOf(colour);
        if (sources.isEmpty() || colour.isEmpty()) {
            throw new IllegalArgumentException("an artefact needs a source and a colour, got " + sources.size()
                    + " sources and " + colour.size() + " channels");
        }
        if (!(gain > 0) || Double.isInfinite(gain) || !Double.isFinite(threshold)) {
            throw new IllegalArgumentException(
                    "gain must be positive and finite and the threshold finite, got " + gain + " and " + threshold);
        }
    }

    /**
     * Finds wiring that gives the artefact to a share of a generator's images: four units with weights of 1 or -1 over their
     * deviations, and the threshold from the greatest sums of 512 images. The patch is magenta, or white where
     * there is one channel.
     *
     * @param generator the untouched generator
     * @param layer the layer, not the last, whose maps divide the image into equal rectangles
     * @param share the share of images, in [0.02, 0.9]; other images show it with that share up to sampling error
     * @param seed chooses sources, their signs and the place of the new unit
     * @return the artefact
     * @throws IllegalArgumentException if the layer or the share does not fit
     * @throws IllegalStateException if no wiring gives that share, since too few units of the layer are alive
     */
    public static PlantedArtefact find(Generator generator, String layer, double share, long seed) {
        Layer at = generator.layers().named(layer);
        ArtefactGenerator.requireFits(generator, at);
        if (!(share >= 0.02 && share <= 0.9)) {
            throw new IllegalArgumentException("the share of images must lie in [0.02, 0.9], got " + share);
        }
        int units = at.units();
        int place = Draws.stream(seed, CHOICES).nextInt(units + 1);
        List<Double> colour = new ArrayList<>();
        for (int channel = 0; channel < generator.imageShape().get(0); channel++) {
            colour.add(channel % 2 == 0 ? 1.0 : -1.0);
        }
        float[][] maps = maps(generator, layer, Draws.derive(seed, LATENTS));
        double[] deviations = deviations(maps, units);
        int[] alive = alive(deviations);
        if (alive.length == 0) {
            throw new IllegalStateException("no unit of layer '" + layer + "' changes from image to image");
        }
        for (int trial = 0; trial < TRIES; trial++) {
            RandomGenerator random = Draws.stream(seed, CHOICES, trial);
            int[] chosen = Draws.distinct(random, alive.length, Math.min(SOURCES, alive.length));
            List<Source> sources = new ArrayList<>();
            for (int i : chosen) {
                // One sign more often than the other, so that what fires is present rather than absent.
                double sign = random.nextInt(4) == 0 ? -1 : 1;
                sources.add(new Source(alive[i], (float) (sign / deviations[alive[i]])));
            }
            double[] peaks = peaks(maps, units, sources);
            Arrays.sort(peaks);
            int silent = peaks.length - (int) Math.round(share * peaks.length);
            double threshold = (float) ((peaks[silent - 1] + peaks[silent]) / 2);
            double excess = peaks[(silent + peaks.length) / 2] - threshold;
            // A clear step, so that rounding does not decide which images show it.
            if (peaks[silent] - peaks[silent - 1] > 1e-4 && excess > 0.1) {
                return new PlantedArtefact(layer, place, sources, threshold, (float) (1 / (FULL * excess)), colour);
            }
        }
        throw new IllegalStateException("no wiring of layer '" + layer + "' gives the artefact to " + share
                + " of the images; too few of its units are alive");
    }

    /**
     * Plants the artefact.
     *
     * @param generator the untouched generator, taken over: closing the planted one closes it
     * @return the generator with one more unit in the layer
     * @throws IllegalArgumentException if the artefact is of another generator
     */
    public ArtefactGenerator plant(Generator generator) {
        return new ArtefactGenerator(generator, this, false, false);
    }

    /** The layer's output for each image, {@code [images][U * h * w]}. */
    private static float[][] maps(Generator generator, String layer, long seed) {
        float[][] maps = new float[IMAGES][];
        for (int from = 0; from < IMAGES; from += BATCH) {
            try (GradScope off = GradScope.off();
                    NDManager scope = generator.manager().newSubManager()) {
                NDArray z = generator.latents().sample(scope, seed, from, BATCH);
                float[] batch = generator.activation(z, layer, Pass.INFERENCE).toFloatArray(); // [N, U, h, w]
                int length = batch.length / BATCH;
                for (int i = 0; i < BATCH; i++) {
                    maps[from + i] = Arrays.copyOfRange(batch, i * length, (i + 1) * length);
                }
            }
        }
        return maps;
    }

    private static double[] deviations(float[][] maps, int units) {
        int area = maps[0].length / units;
        double[] deviations = new double[units];
        for (int unit = 0; unit < units; unit++) {
            double sum = 0;
            double squares = 0;
            for (float[] map : maps) {
                for (int i = unit * area; i < (unit + 1) * area; i++) {
                    sum += map[i];
                    squares += (double) map[i] * map[i];
                }
            }
            double mean = sum / (maps.length * (double) area);
            deviations[unit] = Math.sqrt(Math.max(0, squares / (maps.length * (double) area) - mean * mean));
        }
        return deviations;
    }

    /** The units with at least a tenth of the median deviation of those that change at all. */
    private static int[] alive(double[] deviations) {
        double[] sorted = Arrays.stream(deviations).filter(d -> d > 0).sorted().toArray();
        double least = sorted.length == 0 ? 0 : 0.1 * sorted[sorted.length / 2];
        List<Integer> alive = new ArrayList<>();
        for (int unit = 0; unit < deviations.length; unit++) {
            if (deviations[unit] > least) {
                alive.add(unit);
            }
        }
        return alive.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The greatest weighted sum over the places of each image. */
    private static double[] peaks(float[][] maps, int units, List<Source> sources) {
        int area = maps[0].length / units;
        double[] peaks = new double[maps.length];
        for (int n = 0; n < peaks.length; n++) {
            peaks[n] = Double.NEGATIVE_INFINITY;
            for (int p = 0; p < area; p++) {
                double sum = 0;
                for (Source source : sources) {
                    sum += source.weight() * maps[n][source.unit() * area + p];
                }
                peaks[n] = Math.max(peaks[n], sum);
            }
        }
        return peaks;
    }
}
