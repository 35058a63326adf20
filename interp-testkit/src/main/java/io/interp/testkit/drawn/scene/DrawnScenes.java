package io.interp.testkit.drawn.scene;

import io.interp.core.tensor.Draws;
import io.interp.testkit.paint.PaintingSeries;

/** A data set of drawn scenes, whose classes are {@link DrawnScene#CLASSES}. */
public final class DrawnScenes extends PaintingSeries<SceneFactors, DrawnScene> {
    /** An odd number takes small seeds away from the indices: a stream of a below b is also the one of b below a. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final ScenePainter painter;

    /**
     * A data set.
     *
     * @param size width and height in pixels, 32 to 512
     * @param count number of scenes, at least 1
     * @param seed chooses the scenes
     * @throws IllegalArgumentException if size or count is out of range
     */
    public DrawnScenes(int size, int count, long seed) {
        super(size, count, seed);
        this.painter = new ScenePainter(size);
    }

    @Override
    protected SceneFactors draw(int i) {
        return SceneFactors.random(Draws.stream(seed() * SPREAD, i));
    }

    @Override
    protected DrawnScene paint(SceneFactors factors) {
        return painter.paint(factors);
    }
}
