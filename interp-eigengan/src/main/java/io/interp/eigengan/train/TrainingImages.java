package io.interp.eigengan.train;

import ai.djl.ndarray.types.Shape;
import io.interp.core.data.ImageSource;
import java.util.Objects;

/**
 * Images as training sees them: each is checked to be finite when it is read, and where asked the set is followed by its
 * mirror images.
 */
final class TrainingImages implements ImageSource {

    /** Reading all of a large folder before work starts would take minutes. */
    private static final int CHECKED = 256;

    private final ImageSource source;
    private final boolean mirrored;

    private TrainingImages(ImageSource source, boolean mirrored) {
        this.source = source;
        this.mirrored = mirrored;
    }

    /**
     * Opens images for training, after reading some all over the set.
     *
     * @param expected the shape (C, H, W) of one image
     * @param batchSize the size of a batch, which the set must fill
     * @throws IllegalArgumentException if the size is another, there are too few or one holds NaN
     */
    static TrainingImages of(ImageSource source, Shape expected, int batchSize, boolean mirrored) {
        Shape shape = new Shape(source.channels(), source.height(), source.width());
        if (!shape.equals(expected)) {
            throw new IllegalArgumentException("the generator makes images " + expected + ", those of " + source.name()
                    + " are " + shape + "; open them at the generator's size");
        }
        if (source.size() < batchSize) {
            throw new IllegalArgumentException(source.name() + " has " + source.size()
                    + " images, fewer than one batch of " + batchSize + "; bring more or use smaller batches");
        }
        TrainingImages images = new TrainingImages(source, mirrored);
        float[] values = new float[source.valuesPerImage()];
        int checked = Math.min(CHECKED, source.size());
        for (int i = 0; i < checked; i++) {
            images.read((int) ((long) i * source.size() / checked), values, 0);
        }
        return images;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int size() {
        return mirrored ? Math.multiplyExact(2, source.size()) : source.size();
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public int height() {
        return source.height();
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Objects.checkIndex(index, size());
        int image = index % source.size();
        source.read(image, into, offset);
        for (int i = offset; i < offset + valuesPerImage(); i++) {
            if (!Float.isFinite(into[i])) {
                throw new IllegalArgumentException(
                        "image " + image + " of " + source.name() + " holds " + into[i] + "; mend or remove it");
            }
        }
        if (index >= source.size()) {
            mirror(into, offset);
        }
    }

    private void mirror(float[] values, int offset) {
        int columns = width();
        for (int row = offset; row < offset + valuesPerImage(); row += columns) {
            for (int left = 0, right = columns - 1; left < right; left++, right--) {
                float swap = values[row + left];
                values[row + left] = values[row + right];
                values[row + right] = swap;
            }
        }
    }
}
