package io.interp.sefa.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Asks a predictor and holds it to its contract. */
final class Scores {

    private Scores() {}

    /** The scores of images, row by row, {@code [N][F]}. */
    static float[][] of(AttributePredictor predictor, NDArray images) {
        NDArray scores = predictor.score(images);
        long n = images.getShape().get(0);
        int f = predictor.attributes().size();
        if (!scores.getShape().equals(new Shape(n, f))) {
            throw new IllegalArgumentException("the predictor of " + predictor.attributes() + " must give scores [" + n
                    + ", " + f + "] for " + n + " images, it gave " + scores.getShape());
        }
        float[] flat = scores.toFloatArray();
        float[][] rows = new float[(int) n][f];
        for (int i = 0; i < n; i++) {
            System.arraycopy(flat, i * f, rows[i], 0, f);
        }
        return rows;
    }
}
