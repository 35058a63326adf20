package io.interp.testkit.paint;

import java.util.Objects;

/**
 * A data set of paintings. Painting i depends on the seed and i alone: a longer series of the same seed begins with the same
 * paintings, and so does one of another size in pixels, painted finer. They are painted when asked for and not kept; a series
 * can be used from many threads.
 *
 * @param <F> the factors
 * @param <P> the paintings
 */
public abstract class PaintingSeries<F, P extends Painting<F>> {
    private final int imageSize;
    private final int count;
    private final long seed;

    /**
     * A series.
     *
     * @param imageSize width and height in pixels
     * @param count number of paintings, at least 1
     * @param seed chooses the paintings
     * @throws IllegalArgumentException if the count is below 1
     */
    protected PaintingSeries(int imageSize, int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1; got " + count);
        }
        this.imageSize = imageSize;
        this.count = count;
        this.seed = seed;
    }

    /**
     * Draws the factors of a painting.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the factors, the same at each call
     */
    protected abstract F draw(int i);

    /**
     * Paints.
     *
     * @param factors what it looks like
     * @return the painting
     */
    protected abstract P paint(F factors);

    /** {@return width and height of the images in pixels} */
    public int imageSize() {
        return imageSize;
    }

    /** {@return the number of paintings} */
    public int count() {
        return count;
    }

    /** {@return the seed that chose the paintings} */
    public long seed() {
        return seed;
    }

    /**
     * The factors of a painting, without painting it.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the factors
     * @throws IndexOutOfBoundsException if there is no such painting
     */
    public F factors(int i) {
        return draw(Objects.checkIndex(i, count));
    }

    /**
     * Paints one.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the picture with its mask and factors
     * @throws IndexOutOfBoundsException if there is no such painting
     */
    public P painting(int i) {
        return paint(factors(i));
    }

    /**
     * Paints one as numbers; where the mask is needed too, {@link #painting} paints only once.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return {@code [3 * H * W]} values in [-1, 1], see {@link Painting#pixels()}
     * @throws IndexOutOfBoundsException if there is no such painting
     */
    public float[] pixels(int i) {
        return painting(i).pixels();
    }

    /**
     * Paints the mask of one.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return {@code [H * W]} class indices
     * @throws IndexOutOfBoundsException if there is no such painting
     */
    public byte[] mask(int i) {
        return painting(i).mask();
    }
}
