package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Painting;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A painted scene: the picture, the exact mask of its classes, and the factors that it was painted from. */
public final class DrawnScene implements Painting {
    /**
     * The names of the mask classes: sky, ground, grass, tree, building, roof, window, door, sun, cloud, person; the place
     * is the index.
     */
    public static final List<String> CLASSES = Arrays.stream(ScenePart.values())
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .toList();

    private final BufferedImage image;
    private final byte[] mask;
    private final SceneFactors factors;

    DrawnScene(BufferedImage image, byte[] mask, SceneFactors factors) {
        this.image = image;
        this.mask = mask;
        this.factors = factors;
    }

    @Override
    public BufferedImage image() {
        return image;
    }

    /** {@return the class index of each pixel, {@code [H * W]} row by row, see {@link #CLASSES}; not a copy} */
    @Override
    public byte[] mask() {
        return mask;
    }

    /** {@return what it was painted from} */
    public SceneFactors factors() {
        return factors;
    }
}
