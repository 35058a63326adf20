package io.interp.core.image;

import java.awt.image.BufferedImage;

/**
 * Changes the size of pictures and maps with a separable filter that widens when shrinking, so that fine detail is
 * averaged instead of turned into noise.
 *
 * <p>The same rule as {@code PIL.Image.resize}: pixel centres at half integers, weights renormalised at the border,
 * cubic with a = -0.5 (Keys 1981). GAN metrics depend on this choice (Parmar et al. 2022, "On aliased resizing").
 */
public final class Resample {

    /** The shape of the filter. */
    public enum Filter {
        /** Each target pixel is the mean of what it covers. */
        AREA(0.5),
        /** A triangle. */
        BILINEAR(1),
        /** Keys' cubic, a = -0.5: sharp, may overshoot at edges. */
        BICUBIC(2);

        private final double support;

        Filter(double support) {
            this.support = support;
        }

        private double weight(double signed) {
            double x = Math.abs(signed);
            return switch (this) {
                case AREA -> signed > -0.5 && signed <= 0.5 ? 1 : 0;
                case BILINEAR -> Math.max(0, 1 - x);
                case BICUBIC -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
            };
        }
    }

    private Resample() {}

    /**
     * Resizes a map.
     *
     * @param source row after row
     * @param fromHeight its rows
     * @param fromWidth its columns
     * @param height rows wanted
     * @param width columns wanted
     * @param filter the filter
     * @return height x width values
     * @throws IllegalArgumentException if a size is not positive or does not fit {@code source}
     */
    public static float[] map(float[] source, int fromHeight, int fromWidth, int height, int width, Filter filter) {
        if (fromHeight < 1 || fromWidth < 1 || height < 1 || width < 1 || source.length != fromHeight * fromWidth) {
            throw new IllegalArgumentException("can't resize " + source.length + " values of " + fromHeight + " x "
                    + fromWidth + " to " + height + " x " + width);
        }
        float[] wide = new float[fromHeight * width];
        Weights across = Weights.of(fromWidth, width, filter);
        for (int y = 0; y < fromHeight; y++) {
            across.apply(source, y * fromWidth, 1, wide, y * width, 1);
        }
        float[] out = new float[height * width];
        Weights down = Weights.of(fromHeight, height, filter);
        for (int x = 0; x < width; x++) {
            down.apply(wide, x, width, out, x, width);
        }
        return out;
    }

    /**
     * Resizes a picture, each channel by itself.
     *
     * @param picture any picture
     * @param height rows wanted
     * @param width columns wanted
     * @param filter the filter
     * @return a picture of that size
     * @throws IllegalArgumentException if a size is not positive
     */
    public static BufferedImage picture(BufferedImage picture, int height, int width, Filter filter) {
        BufferedImage rgb = Pictures.rgb(picture);
        int[] from = Pictures.pixels(rgb);
        int[][] channels = new int[3][];
        for (int c = 0; c < 3; c++) {
            float[] plane = new float[from.length];
            for (int i = 0; i < from.length; i++) {
                plane[i] = from[i] >> (8 * c) & 0xff;
            }
            float[] resized = map(plane, rgb.getHeight(), rgb.getWidth(), height, width, filter);
            channels[c] = new int[resized.length];
            for (int i = 0; i < resized.length; i++) {
                channels[c][i] = Math.max(0, Math.min(255, Math.round(resized[i])));
            }
        }
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] to = Pictures.pixels(out);
        for (int i = 0; i < to.length; i++) {
            to[i] = channels[2][i] << 16 | channels[1][i] << 8 | channels[0][i];
        }
        return out;
    }

    /** For each target index: the first source index it reads, and the weights from there on. */
    private static final class Weights {
        private final int[] first;
        private final float[][] weights;

        private Weights(int target) {
            first = new int[target];
            weights = new float[target][];
        }

        static Weights of(int source, int target, Filter filter) {
            Weights result = new Weights(target);
            double scale = (double) source / target;
            double stretch = Math.max(1, scale);
            double reach = filter.support * stretch;
            for (int i = 0; i < target; i++) {
                double center = (i + 0.5) * scale;
                int from = Math.max(0, (int) (center - reach + 0.5));
                int to = Math.min(source, (int) (center + reach + 0.5));
                double[] raw = new double[to - from];
                double sum = 0;
                for (int k = 0; k < raw.length; k++) {
                    raw[k] = filter.weight((from + k - center + 0.5) / stretch);
                    sum += raw[k];
                }
                result.first[i] = from;
                result.weights[i] = new float[raw.length];
                for (int k = 0; k < raw.length; k++) {
                    result.weights[i][k] = (float) (raw[k] / sum);
                }
            }
            return result;
        }

        void apply(float[] from, int offset, int stride, float[] to, int toOffset, int toStride) {
            for (int i = 0; i < first.length; i++) {
                double sum = 0;
                float[] row = weights[i];
                for (int k = 0; k < row.length; k++) {
                    sum += row[k] * from[offset + (first[i] + k) * stride];
                }
                to[toOffset + i * toStride] = (float) sum;
            }
        }
    }
}
