package io.interp.core.measure;

import io.interp.core.Prior;

/**
 * How a walk goes from one latent to the next.
 *
 * <h2>Reference</h2>
 *
 * White, "Sampling Generative Networks", 2016 (spherical interpolation of latents).
 */
public enum LatentWay {
    /** In a straight line, at constant speed. */
    LINEAR,
    /**
     * Along the great circle through both directions, at constant angular speed; the length changes evenly. Latents on one
     * line through 0, where there is no arc or no single one, are joined straight.
     */
    SPHERICAL;

    private static final double NEARLY_PARALLEL = 1 - 1e-6;

    /**
     * {@return the way that stays where a prior has its mass: spherical for a normal one, linear for a uniform one}
     *
     * @param prior the prior
     */
    public static LatentWay of(Prior prior) {
        return prior == Prior.NORMAL ? SPHERICAL : LINEAR;
    }

    /**
     * Computes a latent between two.
     *
     * @param from the first
     * @param to the second, of the same length
     * @param share how far it is, from 0 to 1
     * @return the latent, exactly an end at share 0 or 1
     * @throws IllegalArgumentException if the two have different dimensions or the share is out of range
     */
    public double[] between(double[] from, double[] to, double share) {
        if (from.length != to.length || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("expected two latents of one dimension and a share in [0, 1], got "
                    + from.length + " and " + to.length + " dimensions and " + share);
        }
        double first = 1 - share;
        double second = share;
        if (this == SPHERICAL && share > 0 && share < 1) {
            double lengthFrom = Math.sqrt(dot(from, from));
            double lengthTo = Math.sqrt(dot(to, to));
            double cosine = dot(from, to) / (lengthFrom * lengthTo);
            if (Math.abs(cosine) < NEARLY_PARALLEL) {
                double angle = Math.acos(cosine);
                double length = lengthFrom + share * (lengthTo - lengthFrom);
                first = Math.sin((1 - share) * angle) / Math.sin(angle) * length / lengthFrom;
                second = Math.sin(share * angle) / Math.sin(angle) * length / lengthTo;
            }
        }
        double[] point = new double[from.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = first * from[i] + second * to[i];
        }
        return point;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
