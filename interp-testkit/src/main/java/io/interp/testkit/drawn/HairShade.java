package io.interp.testkit.drawn;

import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Shade;

/** Hair that falls in strands from a point of the scalp, with a gloss across them. */
final class HairShade implements Shade {
    private static final Colour[] MELANIN = {
        Colour.of(0xEBCF94),
        Colour.of(0xC99B5B),
        Colour.of(0x8A5A33),
        Colour.of(0x4E3020),
        Colour.of(0x231814),
        Colour.of(0x131216)
    };
    /** A power of two. */
    private static final int STRANDS = 64;

    private static final double[] TONES = tones();

    private final Colour colour;
    private final Lighting lighting;
    private final double x;
    private final double y;
    private final double radiusX;
    private final double radiusY;

    HairShade(Colour colour, Lighting lighting, double x, double y, double radiusX, double radiusY) {
        this.colour = colour;
        this.lighting = lighting;
        this.x = x;
        this.y = y;
        this.radiusX = radiusX;
        this.radiusY = radiusY;
    }

    static Colour colour(Identity.Hair hair) {
        Colour natural = Colour.along(hair.darkness(), MELANIN);
        Colour red = natural.mix(new Colour(0.68, 0.24, 0.08), 0.75 * hair.redness());
        return red.mix(new Colour(0.74, 0.74, 0.76), 0.85 * hair.grey());
    }

    Colour colour() {
        return colour;
    }

    Lighting lighting() {
        return lighting;
    }

    @Override
    public int rgb(double px, double py) {
        return rgb(px, py, 1);
    }

    /** The hair with a share of the even light. */
    int rgb(double px, double py, double open) {
        double u = (px - x) / radiusX;
        double v = (py - y) / radiusY;
        double out = Math.sqrt(u * u + v * v);
        // Strands share a direction from the origin; a diamond angle is enough for that.
        double direction = (u / (Math.abs(u) + Math.abs(v) + 1e-9) + 2) * (v < 0 ? 1 : 3);
        double strand = tone(direction * 15 + 0.6 * out);
        double band = (out - 0.38) / 0.15;
        double gloss = Math.max(0, 1 - band * band);
        double nz = Math.sqrt(Math.max(0.12, 1 - 0.8 * (u * u + v * v)));
        double length = Math.sqrt(0.8 * (u * u + v * v) + nz * nz);
        double shade = open * (0.86 + 0.24 * strand + 0.15 * gloss * gloss);
        return lighting.lit(colour.times(shade), 0.9 * u / length, 0.9 * v / length, nz / length, 1, 0.05);
    }

    /** A small round tuft at (u, v) of its own disc, lit mostly as the head below it. */
    int round(double px, double py, double u, double v, double open) {
        double headU = (px - x) / radiusX;
        double headV = (py - y) / radiusY;
        double nx = 0.7 * headU + 0.42 * u;
        double ny = 0.7 * headV + 0.42 * v;
        double nz = Math.sqrt(Math.max(0.12, 1 - nx * nx - ny * ny));
        double shade = open * (1.10 - 0.30 * (u * u + v * v));
        return lighting.lit(colour.times(shade), nx, ny, nz, 1, 0.05);
    }

    /** Smooth noise in [0, 1] along a line. */
    static double tone(double place) {
        double at = Math.abs(place);
        int before = (int) at;
        double share = at - before;
        share = share * share * (3 - 2 * share);
        double from = TONES[before & (STRANDS - 1)];
        return from + share * (TONES[(before + 1) & (STRANDS - 1)] - from);
    }

    private static double[] tones() {
        double[] tones = new double[STRANDS];
        for (int i = 0; i < STRANDS; i++) {
            double step = i * 0.6180339887498949;
            tones[i] = 0.5 * (step - Math.floor(step)) + (i % 2 == 0 ? 0.5 : 0);
        }
        return tones;
    }
}
