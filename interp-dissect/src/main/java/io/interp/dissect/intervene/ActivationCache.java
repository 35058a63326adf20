package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import java.util.ArrayList;
import java.util.List;

/** A layer's activations of chosen images: kept on the heap as far as a bound allows, computed again beyond it. */
final class ActivationCache {

    private final Generator generator;
    private final Layer layer;
    private final long seed;
    private final long[] images;
    private final float[][] kept;
    private final int length;
    private long room;

    ActivationCache(Generator generator, Layer layer, long seed, List<PairCorpus.Place> places, long bytes) {
        this.generator = generator;
        this.layer = layer;
        this.seed = seed;
        images = places.stream().mapToLong(PairCorpus.Place::image).toArray();
        kept = new float[images.length][];
        length = Math.toIntExact(layer.outputShape().size());
        room = bytes / (4L * length);
    }

    /** {@return the latents of some of the images, {@code [n, d]}} */
    NDArray latents(NDManager manager, int... rows) {
        int dimension = generator.latents().dimension();
        float[] values = new float[rows.length * dimension];
        try (NDManager scope = manager.newSubManager()) {
            for (int i = 0; i < rows.length; i++) {
                float[] latent = generator
                        .latents()
                        .sample(scope, seed, images[rows[i]], 1)
                        .toFloatArray();
                System.arraycopy(latent, 0, values, i * dimension, dimension);
            }
        }
        return manager.create(values, new Shape(rows.length, dimension));
    }

    /** {@return their activations, {@code [n, U, h, w]}} */
    NDArray maps(NDManager manager, int... rows) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            if (kept[rows[i]] == null) {
                missing.add(i);
            }
        }
        float[] values = new float[Math.multiplyExact(rows.length, length)];
        for (int i = 0; i < rows.length; i++) {
            if (kept[rows[i]] != null) {
                System.arraycopy(kept[rows[i]], 0, values, i * length, length);
            }
        }
        if (!missing.isEmpty()) {
            float[] computed =
                    compute(manager, missing.stream().mapToInt(i -> rows[i]).toArray());
            for (int i = 0; i < missing.size(); i++) {
                int at = missing.get(i);
                System.arraycopy(computed, i * length, values, at * length, length);
                keep(rows[at], values, at * length);
            }
        }
        return manager.create(values, new Shape(rows.length).addAll(layer.outputShape()));
    }

    private float[] compute(NDManager manager, int... rows) {
        try (NDManager scope = manager.newSubManager()) {
            return generator
                    .activation(latents(scope, rows), layer.name(), Pass.INFERENCE)
                    .toFloatArray();
        }
    }

    private void keep(int row, float[] values, int offset) {
        if (room > 0 && kept[row] == null) {
            kept[row] = new float[length];
            System.arraycopy(values, offset, kept[row], 0, length);
            room--;
        }
    }
}
