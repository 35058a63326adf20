package io.interp.testkit.fit;

import java.util.random.RandomGenerator;

/**
 * What makes a painting look a little more like one from an imperfect generator: blur, other colours, noise. Works
 * in place on {@code [3 * H * W]} values in [-1, 1]; shapes stay where they are.
 */
public final class Distortion {
    private static final int CHANNELS = 3;

    private final int size;
    private final boolean greys;
    private final int blurs;
    private final float[] before;

    /**
     * A distortion of one kind.
     *
     * @param size height and width of the images
     * @param greys whether one image of eight loses its colours
     * @param blurs how often an image is blurred, each time by a share of its own
     */
    public Distortion(int size, boolean greys, int blurs) {
        this.size = size;
        this.greys = greys;
        this.blurs = blurs;
        this.before = new float[size * size];
    }

    /**
     * Other colours, blur and noise.
     *
     * @param pixels {@code [3 * H * W]} values in [-1, 1], changed in place
     * @param random the source of randomness
     */
    public void apply(float[] pixels, RandomGenerator random) {
        recolour(pixels, random);
        soften(pixels, random);
    }

    /**
     * Blur and noise alone, where colours matter.
     *
     * @param pixels {@code [3 * H * W]} values in [-1, 1], changed in place
     * @param random the source of randomness
     */
    public void soften(float[] pixels, RandomGenerator random) {
        for (int i = 0; i < blurs; i++) {
            blur(pixels, random.nextFloat());
        }
        double noise = 0.1 * random.nextDouble();
        for (int i = 0; i < pixels.length; i++) {
            double value = pixels[i] + noise * random.nextGaussian();
            pixels[i] = (float) Math.max(-1, Math.min(1, value));
        }
    }

    /** Less or more colour, or none, then each channel with its own contrast and brightness. */
    private void recolour(float[] pixels, RandomGenerator random) {
        int count = size * size;
        float colour = greys && random.nextInt(8) == 0 ? 0 : random.nextFloat(0.6f, 1.2f);
        for (int i = 0; i < count; i++) {
            float grey = (pixels[i] + pixels[count + i] + pixels[2 * count + i]) / CHANNELS;
            for (int at = i; at < pixels.length; at += count) {
                pixels[at] = grey + colour * (pixels[at] - grey);
            }
        }
        float contrast = random.nextFloat(0.8f, 1.2f);
        float brightness = random.nextFloat(-0.15f, 0.15f);
        for (int channel = 0; channel < CHANNELS; channel++) {
            float gain = contrast * random.nextFloat(0.92f, 1.08f);
            float shift = brightness + random.nextFloat(-0.06f, 0.06f);
            for (int i = channel * count; i < (channel + 1) * count; i++) {
                pixels[i] = gain * pixels[i] + shift;
            }
        }
    }

    /** Mixes each pixel with the mean of the 3 x 3 pixels around it. */
    private void blur(float[] pixels, float share) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            int start = channel * size * size;
            System.arraycopy(pixels, start, before, 0, before.length);
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    pixels[start + y * size + x] = (1 - share) * before[y * size + x] + share * mean(x, y);
                }
            }
        }
    }

    private float mean(int x, int y) {
        float sum = 0;
        int seen = 0;
        for (int row = Math.max(0, y - 1); row <= Math.min(size - 1, y + 1); row++) {
            for (int column = Math.max(0, x - 1); column <= Math.min(size - 1, x + 1); column++) {
                sum += before[row * size + column];
                seen++;
            }
        }
        return sum / seen;
    }
}
