package io.interp.testkit.drawn;

import io.interp.testkit.paint.Painting;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A painted face: the picture, the exact mask of its parts, and the factors that it was painted from. */
public final class DrawnFace extends Painting<FaceFactors> {
    /** The names of the mask classes: background, skin, hair, brows, eyes, nose, mouth; the place is the index. */
    public static final List<String> CLASSES = Arrays.stream(FacePart.values())
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .toList();

    DrawnFace(BufferedImage image, byte[] mask, FaceFactors factors) {
        super(image, mask, factors);
    }
}
