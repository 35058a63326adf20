package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Painting;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A painted scene: the picture, the exact mask of its classes, and the factors that it was painted from. */
public final class DrawnScene extends Painting<SceneFactors> {
    /**
     * The names of the mask classes: sky, ground, grass, tree, building, roof, window, door, sun, cloud, person; the place
     * is the index.
     */
    public static final List<String> CLASSES = Arrays.stream(ScenePart.values())
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .toList();

    DrawnScene(BufferedImage image, byte[] mask, SceneFactors factors) {
        super(image, mask, factors);
    }
}
