package io.interp.eigengan;

import io.interp.core.tensor.Draws;
import io.interp.eigengan.train.SmallImages;
import java.util.random.RandomGenerator;

/** Grey discs of four factors on black, 16x16, and their factors read off images. */
final class DiscImages {

    static final int SIZE = 16;

    private DiscImages() {}

    static SmallImages draw(int count, long seed) {
        float[][] images = new float[count][];
        for (int i = 0; i < count; i++) {
            images[i] = disc(Draws.stream(seed, i));
        }
        return new SmallImages(count, 1, SIZE, SIZE, i -> images[i]);
    }

    private static float[] disc(RandomGenerator random) {
        double x = (SIZE - 1) / 2.0 + 0.10 * SIZE * clipped(random, 2.5);
        double y = (SIZE - 1) / 2.0 + 0.06 * SIZE * clipped(random, 2.5);
        double radius = 0.2 * SIZE * (1 + 0.3 * clipped(random, 2));
        double brightness = 0.7 + 0.12 * clipped(random, 2);
        float[] image = new float[SIZE * SIZE];
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                double inside = radius - Math.hypot(column - x, row - y) + 0.5;
                image[row * SIZE + column] = (float) (2 * brightness * Math.max(0, Math.min(1, inside)) - 1);
            }
        }
        return image;
    }

    private static double clipped(RandomGenerator random, double bound) {
        return Math.max(-bound, Math.min(bound, random.nextGaussian()));
    }

    /** The horizontal and vertical centre of an image's light. */
    static double[] position(float[] images, int offset) {
        double light = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            double value = (images[offset + i] + 1) / 2.0;
            int row = i / SIZE;
            light += value;
            x += value * (i - row * SIZE);
            y += value * row;
        }
        return new double[] {x / light, y / light};
    }
}
