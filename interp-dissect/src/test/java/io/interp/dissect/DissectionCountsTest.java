package io.interp.dissect;

import static io.interp.dissect.CellScenes.AREA;
import static io.interp.dissect.CellScenes.CLASSES;
import static io.interp.dissect.CellScenes.MAPS;
import static io.interp.dissect.CellScenes.PIXELS;
import static io.interp.dissect.CellScenes.SIDE;
import static io.interp.dissect.CellScenes.UNITS;
import static io.interp.dissect.CellScenes.small;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Pass;
import io.interp.core.block.BlockGenerator;
import io.interp.core.measure.PaletteSegmenter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts of a dissection beside loops in double over maps and labels. */
class DissectionCountsTest {

    private NDManager manager;
    private BlockGenerator generator;
    private PaletteSegmenter segmenter;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = CellScenes.generator(manager);
        segmenter = CellScenes.palette();
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    /** Each policy's counts are those at its thresholds. */
    @ParameterizedTest
    @ValueSource(strings = {"pair", "unit", "0.1"})
    void countsAreExactlyThoseOfLoops(String policy) {
        DissectionOptions options = small().thresholds(ThresholdPolicy.parse(policy));
        LayerDissection layer = new DissectionStrategy(segmenter, options)
                .apply(Gan.of(generator))
                .layer(MAPS);
        double[][] thresholds = layer.thresholds();
        Planes report = new Planes(options.reportSeed(), options.samples());
        for (int u = 0; u < UNITS; u++) {
            for (int k = 0; k < CLASSES; k++) {
                Association expected = report.association(u, k, thresholds[u][k]);
                assertThat(layer.association(u, k)).isEqualTo(expected);
            }
        }
        if (policy.equals("pair")) {
            Planes chosen = new Planes(options.thresholdSeed(), options.samples());
            for (int u = 0; u < UNITS; u++) {
                float[] levels = layer.levels().orElseThrow().levels(u);
                List<Association> curve = layer.curve(u, 3);
                for (int i = 0; i < levels.length; i += 9) {
                    assertThat(curve.get(i)).isEqualTo(chosen.association(u, 3, levels[i]));
                }
                // No level on which the two agree has a better ratio than the chosen one.
                Association best = chosen.association(u, 3, thresholds[u][3]);
                for (Association other : curve) {
                    assertThat(other.agreement() <= options.agreement()
                                    || (best.agreement() > options.agreement() && other.iqr() <= best.iqr()))
                            .isTrue();
                }
            }
        } else {
            for (double[] row : thresholds) {
                assertThat(row).containsOnly(row[0]);
            }
        }
    }

    /** Upsampled maps and labels of a seed, by loops. */
    private final class Planes {
        private final int samples;
        private final double[] values;
        private final long[] labels;

        Planes(long seed, int samples) {
            this.samples = samples;
            values = new double[samples * UNITS * AREA];
            try (NDManager scope = manager.newSubManager()) {
                NDArray z = generator.latents().sample(scope, seed, samples);
                float[] maps = generator.activation(z, MAPS, Pass.INFERENCE).toFloatArray();
                labels = segmenter.segment(generator.generate(z)).toLongArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] = bilinear(maps, i / AREA * SIDE * SIDE, i % AREA / PIXELS, i % PIXELS);
                }
            }
        }

        private double bilinear(float[] maps, int from, int y, int x) {
            double fy = Math.min(SIDE - 1, Math.max(0, (y + 0.5) * SIDE / PIXELS - 0.5));
            double fx = Math.min(SIDE - 1, Math.max(0, (x + 0.5) * SIDE / PIXELS - 0.5));
            int y0 = (int) fy;
            int x0 = (int) fx;
            int y1 = Math.min(SIDE - 1, y0 + 1);
            int x1 = Math.min(SIDE - 1, x0 + 1);
            double top = maps[from + y0 * SIDE + x0] * (1 - fx + x0) + maps[from + y0 * SIDE + x1] * (fx - x0);
            double bottom = maps[from + y1 * SIDE + x0] * (1 - fx + x0) + maps[from + y1 * SIDE + x1] * (fx - x0);
            return top * (1 - fy + y0) + bottom * (fy - y0);
        }

        Association association(int unit, int label, double threshold) {
            long both = 0;
            long on = 0;
            long there = 0;
            for (int n = 0; n < samples; n++) {
                for (int p = 0; p < AREA; p++) {
                    boolean a = values[(n * UNITS + unit) * AREA + p] > threshold;
                    boolean c = labels[n * AREA + p] == label;
                    both += a && c ? 1 : 0;
                    on += a ? 1 : 0;
                    there += c ? 1 : 0;
                }
            }
            return new Association(both, on, there, (long) samples * AREA);
        }
    }
}
