package io.interp.partition.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.GradScope;

/**
 * Adds up the locality of changes, batch by batch.
 *
 * <p>For images x and x' and a mask G of the part on x: {@code in = sum_u G_u (x_u - x'_u)^2 / sum_u G_u} over pixels and
 * channels, {@code out} likewise with 1 - G, and the locality of the pair is out / in.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, section on locality and table 4.
 */
public final class LocalityMeter {

    /** The mean squared change inside the mask below which a pair has no ratio: {@value}, for images in [-1, 1]. */
    public static final double LEAST_CHANGE = 1e-8;

    private int pairs;
    private int unchanged;
    private int unmasked;
    private double inside;
    private double outside;
    private double mean;
    private double squares;

    /** Starts empty. */
    public LocalityMeter() {}

    /**
     * Adds pairs of images.
     *
     * @param original the images before, {@code [N, C, H, W]} float32 in [-1, 1]
     * @param modified the images after, of the same shape
     * @param mask the part on the images before, {@code [N, H, W]} from 0 to 1
     * @throws IllegalArgumentException if the shapes do not fit each other
     */
    public void add(NDArray original, NDArray modified, NDArray mask) {
        Shape shape = original.getShape();
        if (shape.dimension() != 4
                || !shape.equals(modified.getShape())
                || !mask.getShape().equals(new Shape(shape.get(0), shape.get(2), shape.get(3)))) {
            throw new IllegalArgumentException("locality needs images [N, C, H, W] twice and masks [N, H, W], got "
                    + shape + ", " + modified.getShape() + " and " + mask.getShape());
        }
        try (GradScope off = GradScope.off();
                NDManager scope = original.getManager().newSubManager()) {
            NDArray difference = modified.sub(original);
            difference.attach(scope);
            NDArray change = difference
                    .toType(DataType.FLOAT64, false)
                    .square()
                    .mean(new int[] {1})
                    .flatten(1, 2); // [N, H * W]
            NDArray part = mask.toType(DataType.FLOAT64, true);
            part.attach(scope);
            part = part.flatten(1, 2);
            NDArray rest = part.neg().add(1);
            int[] positions = {1};
            double[] partArea = part.sum(positions).toDoubleArray();
            double[] restArea = rest.sum(positions).toDoubleArray();
            double[] in = change.mul(part).sum(positions).toDoubleArray();
            double[] out = change.mul(rest).sum(positions).toDoubleArray();
            for (int i = 0; i < in.length; i++) {
                addPair(in[i], partArea[i], out[i], restArea[i]);
            }
        }
    }

    private void addPair(double in, double partArea, double out, double restArea) {
        if (partArea == 0 || restArea == 0) {
            unmasked++;
            return;
        }
        double inMean = in / partArea;
        double outMean = out / restArea;
        if (inMean < LEAST_CHANGE) {
            unchanged++;
            return;
        }
        pairs++;
        inside += inMean;
        outside += outMean;
        double deviation = outMean / inMean - mean;
        mean += deviation / pairs;
        squares += deviation * (outMean / inMean - mean); // Welford
    }

    /** {@return the locality of all pairs so far} */
    public Locality result() {
        if (pairs == 0) {
            return new Locality(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, unchanged, unmasked);
        }
        double error = pairs < 2 ? Double.NaN : Math.sqrt(squares / (pairs - 1) / pairs);
        return new Locality(pairs, mean, error, outside / inside, inside / pairs, outside / pairs, unchanged, unmasked);
    }
}
