package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * Paints faces from factors.
 *
 * <p>Each part is a smooth shape on a round head that is turned by the pose and lit from one side. The picture is
 * sampled 8 x 8 times per pixel below 32 pixels, 4 x 4 below 64, 3 x 3 up to 256 and 2 x 2 above, and averaged. The
 * mask comes from the same samples: each belongs to the topmost part there, and each pixel to the part with most of
 * its samples. A painter has no state besides its size and can be used from many threads.
 */
public final class FacePainter {
    private final int size;
    private final int samples;

    /**
     * A painter of square images.
     *
     * @param size width and height in pixels, 16 to 512
     * @throws IllegalArgumentException if the size is out of this range
     */
    public FacePainter(int size) {
        if (size < 16 || size > 512) {
            throw new IllegalArgumentException("size must lie in [16, 512] pixels; got " + size);
        }
        this.size = size;
        this.samples = size < 32 ? 8 : size < 64 ? 4 : size <= 256 ? 3 : 2;
    }

    /** {@return width and height of the images in pixels} */
    public int size() {
        return size;
    }

    /**
     * Paints a face.
     *
     * @param factors what it looks like
     * @return the picture with its mask; the caller owns both
     */
    public DrawnFace paint(FaceFactors factors) {
        Canvas canvas = new Canvas(size, samples, DrawnFace.CLASSES.size());
        BackdropPainter backdrop = new BackdropPainter(factors.background());
        backdrop.paintBackdrop(canvas);

        HeadFrame frame = new HeadFrame(factors.identity().head(), factors.pose());
        AffineTransform toImage = frame.toImage();
        canvas.place(toImage);
        HeadPainter head = new HeadPainter(frame, factors.identity().head());
        Path2D.Double outline = head.outline();
        Sitter sitter = sitter(factors, frame, outline.getBounds2D());
        HairPainter hair = new HairPainter(sitter);

        backdrop.paintClothing(canvas, sitter);
        hair.paintBack(canvas);
        head.paintNeck(canvas, sitter);
        if (!hair.coversEars()) {
            head.paintEars(canvas, sitter);
        }
        head.paintFace(canvas, sitter, outline);
        hair.paintShadow(canvas);
        new MouthPainter(sitter).paint(canvas);
        new NosePainter(sitter).paint(canvas);
        new EyePainter(sitter).paint(canvas);
        BrowPainter.paint(canvas, sitter);
        hair.paintFront(canvas);
        return new DrawnFace(canvas.image(), canvas.mask(), factors);
    }

    private static Sitter sitter(FaceFactors factors, HeadFrame frame, Rectangle2D face) {
        Identity identity = factors.identity();
        Lighting lighting = new Lighting(factors.light(), frame.roll());
        SkinShade skin = new SkinShade(SkinShade.tone(identity.head()), lighting, face);
        HairShade hair = new HairShade(
                HairShade.colour(identity.hair()),
                lighting,
                face.getCenterX() + 0.3 * frame.halfWidth * identity.hair().parting(),
                face.getY() - 0.03,
                frame.halfWidth + 0.18,
                0.85);
        return new Sitter(factors, frame, lighting, skin, hair);
    }
}
