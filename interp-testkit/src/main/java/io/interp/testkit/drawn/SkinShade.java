package io.interp.testkit.drawn;

import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Shade;
import java.awt.geom.Rectangle2D;

/** Skin on the rounded front of a head. */
final class SkinShade implements Shade {
    private static final Colour[] TONES = {
        Colour.of(0xFFE3D0),
        Colour.of(0xF6CFAF),
        Colour.of(0xE3B088),
        Colour.of(0xC48A5E),
        Colour.of(0x95603D),
        Colour.of(0x63402A)
    };

    final Colour albedo;
    final Lighting lighting;
    private final double x;
    private final double y;
    private final double radiusX;
    private final double radiusY;

    /** Skin over the ellipsoid that fills a frame of the head plane. */
    SkinShade(Colour albedo, Lighting lighting, Rectangle2D frame) {
        this.albedo = albedo;
        this.lighting = lighting;
        this.x = frame.getCenterX();
        this.y = frame.getCenterY();
        this.radiusX = frame.getWidth() / 2;
        this.radiusY = frame.getHeight() / 2;
    }

    static Colour tone(Identity.Head head) {
        Colour tone = Colour.along(head.skinTone(), TONES);
        double warmth = head.skinWarmth();
        return new Colour(
                tone.red() * (1 - 0.01 * warmth),
                tone.green() * (1 + 0.035 * warmth),
                tone.blue() * (1 - 0.11 * warmth));
    }

    @Override
    public int rgb(double px, double py) {
        return rgb(px, py, 0, 0, 1);
    }

    /** The skin with its normal bent to the right and down, and with a share of the even light. */
    int rgb(double px, double py, double bendX, double bendY, double open) {
        double u = 0.92 * (px - x) / radiusX;
        double v = 0.80 * (py - y) / radiusY;
        double left = 1 - u * u - v * v;
        double nz = Math.sqrt(Math.max(0.04, left));
        double nx = u + bendX;
        double ny = v + bendY;
        double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
        // The rim catches less light from around.
        double rim = 0.86 + 0.14 * Math.min(1, 2.2 * Math.max(0, left));
        return lighting.lit(albedo, nx / length, ny / length, nz / length, open * rim, 0.16);
    }
}
