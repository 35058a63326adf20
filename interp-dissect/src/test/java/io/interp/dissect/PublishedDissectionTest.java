package io.interp.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import io.interp.core.torchscript.TorchScriptSegmenter;
import io.interp.dissect.report.DissectionReport;
import io.interp.testkit.contract.SharedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published generator and a face parser against numbers that PyTorch and numpy gave on the same latents. */
class PublishedDissectionTest {

    private static final String LAYER = "net.8";
    private static final int CLASSES = 19;

    /**
     * The reference is over 600 images, its thresholds are quantiles and so values that occur. Convolutions round
     * differently, so such a value may fall on the other side of its own threshold: in a corner of a map of 8 x 8 that is
     * the value of 4 x 4 positions of 64 x 64. And two of 2.5 million labels lie on the other side of a border.
     */
    @Test
    void iouAtTheSameThresholdsIsTheReference() {
        Path file = SharedModels.require("celeba32_dcgan_fletcher/generator.scripted.pt");
        Path parser = SharedModels.require("face_parsing_unet64/model.scripted.pt");
        Map<String, HostArray> reference = Npz.read(SharedModels.require("celeba32_dcgan_fletcher/dissect_ref.npz"));
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(file, manager);
                TorchScriptSegmenter segmenter = TorchScriptSegmenter.load(parser, manager)) {
            LayerDissection found = new DissectionStrategy(
                            segmenter, DissectionOptions.of(LAYER).bootstrap(0))
                    .latents(reference.get("z"))
                    .thresholds(Map.of(LAYER, reference.get("thr_s8_q95").toDoubles()))
                    .apply(Gan.of(generator))
                    .layer(LAYER);
            double[] expected = reference.get("iou_s8_q95").toDoubles();
            double[][] iou = found.iou();
            int moved = 0;
            for (int u = 0; u < iou.length; u++) {
                for (int k = 0; k < CLASSES; k++) {
                    Association pair = found.association(u, k);
                    long union = pair.unit() + pair.classArea() - pair.both();
                    double off = Math.abs(iou[u][k] - expected[u * CLASSES + k]);
                    // One corner and both labels, beside the reference's own rounding to float32.
                    assertThat(off).isLessThanOrEqualTo(18.0 / union + 1e-7);
                    moved += off > 1e-6 ? 1 : 0;
                }
            }
            assertThat(moved).as("pairs that a rounded value moved").isLessThan(64);
            assertThat(found.interpretable()).isNotEmpty();
        }
    }

    /** 48 images counted by loops in double from the layer's own maps and the segmenter's own labels. */
    @Test
    void countsAreThoseOfLoopsInDouble(@TempDir Path folder) throws Exception {
        Path file = SharedModels.require("celeba32_dcgan_fletcher/generator.scripted.pt");
        Path parser = SharedModels.require("face_parsing_unet64/model.scripted.pt");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(file, manager);
                TorchScriptSegmenter segmenter = TorchScriptSegmenter.load(parser, manager)) {
            int samples = 48;
            Dissection dissection = new DissectionStrategy(
                            segmenter,
                            DissectionOptions.of(LAYER, "net.11")
                                    .samples(samples)
                                    .examples(3))
                    .apply(Gan.of(generator));
            LayerDissection found = dissection.layer(LAYER);
            double[][] thresholds = found.thresholds();
            NDArray z = generator.latents().sample(manager, dissection.options().reportSeed(), samples);
            Run run = generator.run(z, LayerHook.capture(LAYER));
            float[] maps = run.activation(LAYER).toFloatArray();
            long[] labels = segmenter.segment(run.images()).toLongArray();
            int units = 64;
            long[] both = new long[units * CLASSES];
            long[] on = new long[units * CLASSES];
            for (int n = 0; n < samples; n++) {
                for (int u = 0; u < units; u++) {
                    for (int p = 0; p < 64 * 64; p++) {
                        double value = bilinear(maps, (n * units + u) * 64, p / 64, p % 64);
                        int label = (int) labels[n * 64 * 64 + p];
                        for (int k = 0; k < CLASSES; k++) {
                            on[u * CLASSES + k] += value > thresholds[u][k] ? 1 : 0;
                        }
                        both[u * CLASSES + label] += value > thresholds[u][label] ? 1 : 0;
                    }
                }
            }
            int differ = 0;
            for (int i = 0; i < both.length; i++) {
                Association pair = found.association(i / CLASSES, i % CLASSES);
                // A value within float32's rounding of its threshold may fall on either side.
                assertThat(Math.abs(pair.both() - both[i])).isLessThanOrEqualTo(2);
                assertThat(Math.abs(pair.unit() - on[i])).isLessThanOrEqualTo(2);
                differ += pair.both() != both[i] || pair.unit() != on[i] ? 1 : 0;
            }
            assertThat(differ).as("pairs with a value at the threshold").isLessThan(both.length / 20);
            float[] peaks = run.activation(LAYER)
                    .reshape(samples, units, 64)
                    .max(new int[] {2})
                    .toFloatArray();
            for (DissectedUnit unit : found.units()) {
                Integer[] order = new Integer[samples];
                Arrays.setAll(order, i -> i);
                Arrays.sort(
                        order, (a, b) -> Float.compare(peaks[b * units + unit.unit()], peaks[a * units + unit.unit()]));
                for (int i = 0; i < 3; i++) {
                    assertThat(unit.top().get(i).index()).isEqualTo(order[i].longValue());
                }
            }
            Path page = folder.resolve("report.html");
            new DissectionReport(generator, dissection)
                    .with("Curves", section -> section.text("what an intervention did"))
                    .write(page);
            assertThat(Files.readString(page))
                    .contains("Layer net.8", "Layer net.11", "what an intervention did", "<img src=\"data:image/png")
                    .doesNotContain("src=\"http", "href=");
            assertThat(generator.imageShape()).isEqualTo(new Shape(3, 32, 32));
        }
    }

    /** One pixel of a map of 8 x 8 brought to 64 x 64, half-pixel centres, edges repeated. */
    private static double bilinear(float[] maps, int from, int y, int x) {
        double fy = Math.max(0, (y + 0.5) / 8 - 0.5);
        double fx = Math.max(0, (x + 0.5) / 8 - 0.5);
        int y0 = Math.min(7, (int) fy);
        int x0 = Math.min(7, (int) fx);
        int y1 = Math.min(7, y0 + 1);
        int x1 = Math.min(7, x0 + 1);
        double top = maps[from + y0 * 8 + x0] * (1 - (fx - x0)) + maps[from + y0 * 8 + x1] * (fx - x0);
        double bottom = maps[from + y1 * 8 + x0] * (1 - (fx - x0)) + maps[from + y1 * 8 + x1] * (fx - x0);
        return top * (1 - (fy - y0)) + bottom * (fy - y0);
    }
}
