package io.interp.testkit.drawn;

import io.interp.testkit.paint.Painting;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A painted face: the picture, the exact mask of its parts, and the factors that it was painted from. */
public final class DrawnFace implements Painting {
    /** The names of the mask classes: background, skin, hair, brows, eyes, nose, mouth; the place is the index. */
    public static final List<String> CLASSES = Arrays.stream(FacePart.values())
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .toList();

    private final BufferedImage image;
    private final byte[] mask;
    private final FaceFactors factors;

    DrawnFace(BufferedImage image, byte[] mask, FaceFactors factors) {
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
    public FaceFactors factors() {
        return factors;
    }
}
