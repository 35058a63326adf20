package io.interp.dissect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Gan;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.measure.PaletteSegmenter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generators and classes for which the answers are known. */
class ClosedFormTest {

    private static final int OBJECT = 2;

    private NDManager manager;
    private PaletteSegmenter segmenter;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        Map<String, int[]> palette = new LinkedHashMap<>();
        palette.put("ground", new int[] {0, 0, 0});
        palette.put("object", new int[] {255, 255, 255});
        segmenter = new PaletteSegmenter(palette, 60);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private double iou(BlockGenerator generator, DissectionOptions options, double threshold, int units, int unit) {
        double[] all = new double[units];
        Arrays.fill(all, threshold);
        return new DissectionStrategy(segmenter, options)
                .thresholds(Map.of(MappedGenerator.MAPS, all))
                .apply(Gan.of(generator))
                .layers()
                .get(0)
                .iou()[unit][OBJECT];
    }

    private static DissectionOptions small() {
        return DissectionOptions.of(MappedGenerator.MAPS)
                .samples(6)
                .batch(4)
                .bootstrap(0)
                .examples(2);
    }

    /**
     * A unit that is 1 in one cell of 32 pixels a side, which is the object: the mask of a bilinear tent above t, counted
     * pixel by pixel, and its closed form for small pixels.
     */
    @ParameterizedTest
    @CsvSource({"0.25, .6184, .6197", "0.35, .7810, .7733", "0.5, .6133, .6137", "0.6, .3711, .3740"})
    void oneCellObjectUnderBilinearMaps(double threshold, double discrete, double closed) {
        int s = 32;
        try (BlockGenerator generator = MappedGenerator.of(
                manager,
                LatentSpace.uniform(2),
                z -> MappedGenerator.cell(z, 6),
                y -> MappedGenerator.paint(MappedGenerator.squares(y, s)))) {
            double found = iou(generator, small(), threshold, 1, 0);
            assertThat(found).isCloseTo(tentIou(s, threshold), within(1e-12));
            assertThat(found).isCloseTo(closed, within(0.01)); // 1/s^2 of the cell, along an edge of 4 s
            assertThat(found).isCloseTo(discrete, within(5.1e-5));
        }
    }

    /** The same by counting: the tent max(0, 1 - |x|/s)(1 - |y|/s) at pixel centres, the cell |x|, |y| < s/2. */
    private static double tentIou(int s, double threshold) {
        long both = 0;
        long either = 0;
        for (int i = 0; i < 2 * s; i++) {
            for (int j = 0; j < 2 * s; j++) {
                double x = Math.abs(i + 0.5 - s);
                double y = Math.abs(j + 0.5 - s);
                boolean on = (1 - x / s) * (1 - y / s) > threshold;
                boolean there = x < s / 2.0 && y < s / 2.0;
                both += on && there ? 1 : 0;
                either += on || there ? 1 : 0;
            }
        }
        return (double) both / either;
    }

    @Test
    void oneCellObjectAtTheMapsOwnSizeIsPerfect() {
        try (BlockGenerator generator = MappedGenerator.of(
                manager,
                LatentSpace.uniform(2),
                z -> MappedGenerator.cell(z, 6),
                y -> MappedGenerator.paint(MappedGenerator.squares(y, 8)))) {
            assertThat(iou(generator, small().segmentation(6), 0.5, 1, 0)).isEqualTo(1);
        }
    }

    /** A unit that copies another, but that the image does not read, agrees as well: IoU is no proof of a cause. */
    @Test
    void aDecoyAgreesAsWellAsTheCause() {
        try (BlockGenerator generator = MappedGenerator.of(
                manager,
                LatentSpace.uniform(2),
                z -> {
                    NDArray cell = MappedGenerator.cell(z, 6);
                    return NDArrays.concat(new NDList(cell, cell), 1);
                },
                y -> MappedGenerator.paint(MappedGenerator.squares(y.get(":, 0:1"), 8)))) {
            double cause = iou(generator, small(), 0.4, 2, 0);
            assertThat(cause).isGreaterThan(0.7);
            assertThat(iou(generator, small(), 0.4, 2, 1)).isEqualTo(cause);
        }
    }

    /** The object is painted away from the cell's own square; only the right alignment finds it. */
    @Test
    void offCentrePainterNeedsItsOwnAlignment() {
        int side = 6;
        int s = 8;
        int shift = 5;
        try (BlockGenerator generator =
                MappedGenerator.of(manager, LatentSpace.uniform(2), z -> MappedGenerator.cell(z, side), y -> {
                    NDArray mask = MappedGenerator.squares(y, s); // [N, 1, 48, 48], cell k on pixels 8 k to 8 k + 7
                    NDArray room =
                            mask.getManager().zeros(new Shape(mask.getShape().get(0), 1, 48, shift));
                    NDArray right = NDArrays.concat(new NDList(room, mask), 3);
                    NDArray below =
                            right.getManager().zeros(new Shape(mask.getShape().get(0), 1, shift, 48 + shift));
                    return MappedGenerator.paint(NDArrays.concat(new NDList(below, right), 2)); // [N, 3, 53, 53]
                })) {
            Alignment.Affine right = Alignment.affine(s, shift + (s - 1) / 2.0);
            double best = iou(generator, small().align(MappedGenerator.MAPS, right), 0.4, 1, 0);
            assertThat(best).isCloseTo(tentIou(s, 0.4), within(1e-12));
            assertThat(iou(generator, small(), 0.4, 1, 0)).isLessThan(best - 0.1);
            for (double[] wrong : new double[][] {{s, 2}, {s, -2}, {s - 0.8, 0}, {s + 0.8, 0}}) {
                Alignment other = Alignment.affine(wrong[0], right.offset() + wrong[1]);
                assertThat(iou(generator, small().align(MappedGenerator.MAPS, other), 0.4, 1, 0))
                        .isLessThan(best - 0.05);
            }
        }
    }

    @Test
    void alignmentFollowsTheLayersToTheImage() {
        // Kernel 4, stride 2, padding 1 fills the image evenly; without padding it starts half a kernel in.
        Alignment.Affine even = Alignment.Affine.IDENTITY.transposed(4, 2, 1).transposed(4, 2, 1);
        assertThat(even).isEqualTo(Alignment.affine(4, 1.5));
        assertThat(Alignment.Affine.IDENTITY.repeated(4)).isEqualTo(even);
        assertThat(even.convolved(3, 1, 1)).isEqualTo(even);
        assertThat(Alignment.Affine.IDENTITY.transposed(4, 2, 0)).isEqualTo(Alignment.affine(2, 1.5));
        NDArray maps =
                manager.arange(2 * 3 * 5 * 5).toType(DataType.FLOAT32, false).reshape(2, 3, 5, 5);
        float[] centred = Alignment.centred().upsample(maps, 20, 20, 20, 20).toFloatArray();
        float[] affine = even.upsample(maps, 20, 20, 20, 20).toFloatArray();
        assertThat(affine).containsExactly(centred, within(1e-4f));
    }

    /**
     * Gaussian units: shifted by mu where the object is, pixel by pixel independent. Cells are p Q1, (1 - p) Q0, p (1 - Q1),
     * (1 - p)(1 - Q0) with Q1 = 1 - Phi(t - mu), Q0 = 1 - Phi(t).
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3})
    void gaussianUnits(double p) {
        int side = 32;
        int area = side * side;
        int samples = 1000;
        double[] shifts = {2, 3, 4};
        float cut = (float) new NormalDistribution().inverseCumulativeProbability(p);
        try (BlockGenerator generator = MappedGenerator.of(
                manager,
                LatentSpace.normal(2 * area),
                z -> {
                    NDArray object = z.get(":, :" + area).lt(cut).toType(DataType.FLOAT32, false);
                    NDArray noise = z.get(":, " + area + ":");
                    NDList units = new NDList();
                    for (double shift : shifts) {
                        units.add(noise.add(object.mul(shift)).reshape(-1, side, side));
                    }
                    units.add(object.reshape(-1, side, side));
                    return NDArrays.stack(units, 1);
                },
                y -> MappedGenerator.paint(y.get(":, 3:4")))) {
            DissectionOptions options = DissectionOptions.of(MappedGenerator.MAPS)
                    .samples(samples)
                    .batch(50)
                    .bootstrap(0);
            LayerDissection found = new DissectionStrategy(segmenter, options)
                    .apply(Gan.of(generator))
                    .layers()
                    .get(0);
            // A share of n positions has a standard error of at most 0.5 / sqrt(n), ratios of shares p some 1/p of it.
            double room = 4 * 0.5 / Math.sqrt((double) samples * area) / p;
            for (int u = 0; u < shifts.length; u++) {
                float[] levels = found.levels().orElseThrow().levels(u);
                List<Association> curve = found.curve(u, OBJECT);
                double bestOfGrid = 0;
                for (int i = 0; i < levels.length; i++) {
                    double[] expected = closedForm(p, shifts[u], levels[i]);
                    assertThat(curve.get(i).iou()).isCloseTo(expected[0], within(room));
                    assertThat(curve.get(i).iqr()).isCloseTo(expected[1], within(room));
                    assertThat(curve.get(i).agreement()).isCloseTo(expected[2], within(room));
                    bestOfGrid = Math.max(bestOfGrid, expected[1]);
                }
                double threshold = found.thresholds()[u][OBJECT];
                assertThat(found.iqr()[u][OBJECT]).isCloseTo(bestOfGrid, within(room));
                double[] optimum = optimum(p, shifts[u]);
                // A hundred levels to a factor of a thousand miss the optimum by at most half of 7 % of the active
                // share.
                assertThat(bestOfGrid).isBetween(optimum[1] - 0.01, optimum[1]);
                int below = (int) IntStream.range(0, levels.length)
                        .filter(i -> levels[i] <= optimum[0])
                        .count();
                // The levels on both sides of the optimum, and one more for the sampling error of a flat maximum.
                assertThat(threshold).isBetween((double) levels[below - 2], (double) levels[below + 1]);
                assertThat(found.iou()[u][OBJECT]).isCloseTo(closedForm(p, shifts[u], threshold)[0], within(room));
                assertThat(found.units().get(u).label().name()).isIn("object", "ground");
            }
        }
    }

    /** IoU, IQR and agreement in closed form. */
    private static double[] closedForm(double p, double shift, double level) {
        NormalDistribution normal = new NormalDistribution();
        double q1 = 1 - normal.cumulativeProbability(level - shift);
        double q0 = 1 - normal.cumulativeProbability(level);
        double[] cells = {p * q1, (1 - p) * q0, p * (1 - q1), (1 - p) * (1 - q0)};
        double joint = entropy(cells);
        double on = cells[0] + cells[1];
        double single = entropy(on, 1 - on) + entropy(p, 1 - p);
        return new double[] {
            cells[0] / (cells[0] + cells[1] + cells[2]), joint == 0 ? 0 : (single - joint) / joint, cells[0] + cells[3]
        };
    }

    /** Level and information quality ratio where the latter is largest, by a fine search. */
    private static double[] optimum(double p, double shift) {
        double[] best = {0, 0};
        for (double level = -1; level < 5; level += 0.001) {
            double iqr = closedForm(p, shift, level)[1];
            if (iqr > best[1]) {
                best = new double[] {level, iqr};
            }
        }
        return best;
    }

    /** The closed form is that of the published derivation: best level, its ratio and overlap. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 2, 1.865, .1803, .4326",
        "0.1, 3, 2.199, .4248, .7006",
        "0.1, 4, 2.554, .6897, .8836",
        "0.3, 2, 1.358, .2185, .6145",
        "0.02, 3, 2.680, .3366, .5299"
    })
    void closedFormHasTheTabulatedOptimum(double p, double shift, double level, double iqr, double iou) {
        double[] optimum = optimum(p, shift);
        assertThat(optimum[0]).isCloseTo(level, within(0.002));
        assertThat(optimum[1]).isCloseTo(iqr, within(5.1e-5));
        assertThat(closedForm(p, shift, level)[0]).isCloseTo(iou, within(1e-4));
    }

    private static double entropy(double... shares) {
        double sum = 0;
        for (double share : shares) {
            sum -= share <= 0 ? 0 : share * Math.log(share);
        }
        return sum;
    }
}
