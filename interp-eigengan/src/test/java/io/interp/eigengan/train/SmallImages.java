package io.interp.eigengan.train;

import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** Images made by a function of their number, for tests. */
public record SmallImages(int size, int channels, int height, int width, IntFunction<float[]> image)
        implements ImageSource {

    /** Grey images of noise. */
    public static SmallImages noise(int count, int extent) {
        return new SmallImages(count, 1, extent, extent, i -> {
            RandomGenerator random = Draws.stream(8, i);
            float[] values = new float[extent * extent];
            for (int p = 0; p < values.length; p++) {
                values[p] = (float) random.nextDouble(-1, 1);
            }
            return values;
        });
    }

    @Override
    public String name() {
        return "small";
    }

    @Override
    public void read(int index, float[] into, int offset) {
        System.arraycopy(image.apply(index), 0, into, offset, valuesPerImage());
    }
}
