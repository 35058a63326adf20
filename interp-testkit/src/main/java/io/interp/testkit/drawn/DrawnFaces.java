package io.interp.testkit.drawn;

import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A data set of drawn faces. Face i depends on the seed and i alone: a longer data set of the same seed begins with the
 * same faces, and so does one of another size in pixels, painted finer. Faces are painted when asked for and not kept;
 * the data set can be used from many threads.
 */
public final class DrawnFaces {
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final FacePainter painter;
    private final int count;
    private final long seed;

    /**
     * A data set.
     *
     * @param size width and height in pixels, 16 to 512
     * @param count number of faces, at least 1
     * @param seed chooses the faces
     * @throws IllegalArgumentException if size or count is out of range
     */
    public DrawnFaces(int size, int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1; got " + count);
        }
        this.painter = new FacePainter(size);
        this.count = count;
        this.seed = seed;
    }

    /** {@return width and height of the images in pixels} */
    public int imageSize() {
        return painter.size();
    }

    /** {@return the number of faces} */
    public int count() {
        return count;
    }

    /** {@return the seed that chose the faces} */
    public long seed() {
        return seed;
    }

    /**
     * The factors of a face, without painting it.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the factors
     * @throws IndexOutOfBoundsException if there is no such face
     */
    public FaceFactors factors(int i) {
        Objects.checkIndex(i, count);
        return FaceFactors.random(RANDOM.create(mix(mix(seed) + i)));
    }

    /**
     * Paints a face.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the picture with its mask and factors
     * @throws IndexOutOfBoundsException if there is no such face
     */
    public DrawnFace face(int i) {
        return painter.paint(factors(i));
    }

    /**
     * Paints a face as numbers; where the mask is needed too, {@link #face} paints only once.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return {@code [3 * H * W]} values in [-1, 1], see {@link DrawnFace#pixels()}
     * @throws IndexOutOfBoundsException if there is no such face
     */
    public float[] pixels(int i) {
        return face(i).pixels();
    }

    /**
     * Paints the mask of a face.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return {@code [H * W]} class indices, see {@link DrawnFace#CLASSES}
     * @throws IndexOutOfBoundsException if there is no such face
     */
    public byte[] mask(int i) {
        return face(i).mask();
    }

    /** The finalizer of SplitMix64 over a golden-ratio step, so that neighbouring seeds share nothing. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
