package io.interp.testkit.drawn.scene;

import io.interp.core.tensor.Draws;
import java.util.Objects;

/**
 * A data set of drawn scenes. Scene i depends on the seed and i alone: a longer data set of the same seed begins with the
 * same scenes, and so does one of another size in pixels, painted finer. Scenes are painted when asked for and not kept; the
 * data set can be used from many threads.
 */
public final class DrawnScenes {
    /** An odd number takes small seeds away from the indices: a stream of a below b is also the one of b below a. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final ScenePainter painter;
    private final int count;
    private final long seed;

    /**
     * A data set.
     *
     * @param size width and height in pixels, 32 to 512
     * @param count number of scenes, at least 1
     * @param seed chooses the scenes
     * @throws IllegalArgumentException if size or count is out of range
     */
    public DrawnScenes(int size, int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1; got " + count);
        }
        this.painter = new ScenePainter(size);
        this.count = count;
        this.seed = seed;
    }

    /** {@return width and height of the images in pixels} */
    public int imageSize() {
        return painter.size();
    }

    /** {@return the number of scenes} */
    public int count() {
        return count;
    }

    /** {@return the seed that chose the scenes} */
    public long seed() {
        return seed;
    }

    /**
     * The factors of a scene, without painting it.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the factors
     * @throws IndexOutOfBoundsException if there is no such scene
     */
    public SceneFactors factors(int i) {
        Objects.checkIndex(i, count);
        return SceneFactors.random(Draws.stream(seed * SPREAD, i));
    }

    /**
     * Paints a scene.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return the picture with its mask and factors
     * @throws IndexOutOfBoundsException if there is no such scene
     */
    public DrawnScene scene(int i) {
        return painter.paint(factors(i));
    }

    /**
     * Paints a scene as numbers; where the mask is needed too, {@link #scene} paints only once.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return {@code [3 * H * W]} values in [-1, 1], see {@link DrawnScene#pixels()}
     * @throws IndexOutOfBoundsException if there is no such scene
     */
    public float[] pixels(int i) {
        return scene(i).pixels();
    }

    /**
     * Paints the mask of a scene.
     *
     * @param i the index, from 0 to {@code count() - 1}
     * @return {@code [H * W]} class indices, see {@link DrawnScene#CLASSES}
     * @throws IndexOutOfBoundsException if there is no such scene
     */
    public byte[] mask(int i) {
        return scene(i).mask();
    }
}
