package io.interp.sefa;

import java.util.List;

/** Arithmetic of a few vectors in double. */
final class Vectors {

    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double length(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static double[] scale(double[] a, double factor) {
        double[] scaled = a.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    static void addScaled(double[] to, double[] a, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * a[i];
        }
    }

    /** The part of a vector outside the span of an orthonormal basis; twice, which is enough for full accuracy. */
    static double[] without(double[] a, List<double[]> basis) {
        double[] rest = a.clone();
        for (int pass = 0; pass < 2; pass++) {
            for (double[] b : basis) {
                addScaled(rest, b, -dot(rest, b));
            }
        }
        return rest;
    }

    static float[] toFloats(double[] a) {
        float[] floats = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            floats[i] = (float) a[i];
        }
        return floats;
    }
}
