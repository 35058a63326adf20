package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Distances between embeddings of pairs of drawn faces: of one identity, with all else drawn anew, and of two. */
final class IdentityPairs {
    private final double[] same;
    private final double[] different;

    /** Takes the distances of pairs of one identity and of as many pairs of two. */
    IdentityPairs(double[] same, double[] different) {
        this.same = same.clone();
        this.different = different.clone();
        Arrays.sort(this.same);
        Arrays.sort(this.different);
    }

    /** Paints three faces for every pair of pairs: two of one identity, one of another. */
    static IdentityPairs measure(NDManager parent, int count, long seed, UnaryOperator<NDArray> embedding) {
        FacePainter painter = new FacePainter(DrawnIdentity.SIZE);
        double[] same = new double[count];
        double[] different = new double[count];
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.stream(seed, i);
            FaceFactors first = FaceFactors.random(random);
            FaceFactors again = FaceFactors.random(random).withIdentity(first.identity());
            FaceFactors other = FaceFactors.random(random);
            try (NDManager scope = parent.newSubManager()) {
                float[][] found = new float[3][];
                int next = 0;
                for (FaceFactors factors : new FaceFactors[] {first, again, other}) {
                    float[] pixels = painter.paint(factors).pixels();
                    NDArray image = scope.create(pixels, new Shape(1, 3, painter.size(), painter.size()));
                    found[next++] = embedding.apply(image).toFloatArray();
                }
                same[i] = distance(found[0], found[1]);
                different[i] = distance(found[0], found[2]);
            }
        }
        return new IdentityPairs(same, different);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /** The share of pairs of one identity at or above a distance. */
    double missed(double threshold) {
        return Arrays.stream(same).filter(d -> d >= threshold).count() / (double) same.length;
    }

    /** The share of pairs of two identities below a distance. */
    double confused(double threshold) {
        return Arrays.stream(different).filter(d -> d < threshold).count() / (double) different.length;
    }

    /** The distance at which both kinds of error are as frequent, to one pair. */
    double equalError() {
        for (double threshold : different) {
            if (confused(threshold) >= missed(threshold)) {
                return threshold;
            }
        }
        throw new IllegalStateException("pairs of two identities lie closer together than pairs of one");
    }
}
