package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.LatentSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ranks units by how seldom they are strongly on: one minus the share of images in which a unit somewhere reaches a stated
 * share of the way from the least to the largest value it ever takes. A unit that never changes scores 0.
 *
 * <h2>Reference</h2>
 * After Choi, Hwang and others, "Can We Find Neurons that Cause Unrealistic Images in Deep Generative Networks?", 2022
 * (arXiv 2201.06346), who found that seldom activated units make artifacts. The measure here needs no zero that means off.
 *
 * @param sample the images
 * @param reach the share of the way that counts as on, in (0, 1)
 */
public record RarityScorer(LatentSample sample, double reach) implements UnitScorer {

    /**
     * Validates the share.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public RarityScorer {
        if (!(reach > 0 && reach < 1)) {
            throw new IllegalArgumentException(
                    "the share of the way that counts as on must be in (0, 1), got " + reach);
        }
    }

    @Override
    public UnitRanking rank(Generator generator, Layer layer, Optional<Progress> progress) {
        int units = layer.units();
        float[][] peaks = new float[sample.images()][];
        float[] least = new float[units];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        progress.ifPresent(p -> p.reset("looking for seldom active units", sample.images()));
        sample.forEach(generator, (z, first) -> {
            NDArray maps = generator.activation(z, layer.name(), Pass.INFERENCE);
            NDArray flat = maps.reshape(maps.getShape().get(0), units, -1); // [n, U, hw]
            float[] high = flat.max(new int[] {2}).toFloatArray();
            float[] low = flat.min(new int[] {2}).toFloatArray();
            for (int i = 0; i < high.length / units; i++) {
                peaks[first + i] = Arrays.copyOfRange(high, i * units, (i + 1) * units);
                for (int u = 0; u < units; u++) {
                    least[u] = Math.min(least[u], low[i * units + u]);
                }
            }
            progress.ifPresent(p -> p.increment(high.length / units));
        });
        List<Double> scores = new ArrayList<>();
        for (int u = 0; u < units; u++) {
            double most = Double.NEGATIVE_INFINITY;
            for (float[] image : peaks) {
                most = Math.max(most, image[u]);
            }
            double level = least[u] + reach * (most - least[u]);
            int on = 0;
            for (float[] image : peaks) {
                on += image[u] >= level ? 1 : 0;
            }
            scores.add(1 - on / (double) peaks.length);
        }
        return new UnitRanking(layer.name(), "rarity", "artifact", scores);
    }
}
