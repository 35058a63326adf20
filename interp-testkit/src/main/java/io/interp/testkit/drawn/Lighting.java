package io.interp.testkit.drawn;

import io.interp.testkit.paint.Colour;

/** Soft light from one direction over an even one, in directions of the head plane (x right, y down, z to the viewer). */
final class Lighting {
    private static final double WRAP = 0.4;

    private final double x;
    private final double y;
    private final double z;
    private final double halfScale;
    private final double contrast;
    private final double level;
    private final double warmRed;
    private final double warmBlue;

    Lighting(Light light, double roll) {
        double azimuth = Math.toRadians(light.azimuth());
        double elevation = Math.toRadians(light.elevation());
        double imageX = StrictMath.sin(azimuth) * StrictMath.cos(elevation);
        double imageY = -StrictMath.sin(elevation);
        this.x = imageX * StrictMath.cos(roll) + imageY * StrictMath.sin(roll);
        this.y = imageY * StrictMath.cos(roll) - imageX * StrictMath.sin(roll);
        this.z = StrictMath.cos(azimuth) * StrictMath.cos(elevation);
        // Normalizes the half vector between the light and the viewer.
        this.halfScale = 1 / Math.sqrt(2 + 2 * Math.max(-0.9, z));
        this.contrast = 0.12 + 0.68 * light.strength();
        this.level = 0.80 + 0.27 * light.brightness();
        this.warmRed = 1 + 0.07 * light.warmth();
        this.warmBlue = 1 - 0.13 * light.warmth();
    }

    /** How much light from the left (negative) or right (positive) there is, for cast shadows. */
    double side() {
        return x;
    }

    double contrast() {
        return contrast;
    }

    /**
     * The colour of a matt surface with some gloss.
     *
     * @param open share of the even light that reaches the place, 1 where nothing is in its way
     */
    int lit(Colour albedo, double nx, double ny, double nz, double open, double gloss) {
        double facing = nx * x + ny * y + nz * z;
        double diffuse = Math.max(0, (facing + WRAP) / (1 + WRAP));
        double light = level * open * (1 - 0.78 * contrast + contrast * diffuse);
        double half = Math.max(0, (nx * x + ny * y + nz * (z + 1)) * halfScale);
        double shine = half * half;
        shine *= shine;
        shine *= shine;
        shine *= shine * gloss * contrast;
        // Shaded skin and hair turn warm, not grey.
        double bounce = 0.05 * Math.max(0, 1 - light);
        return Colour.pack(
                (albedo.red() * (light + bounce) + shine) * warmRed,
                albedo.green() * light + shine,
                (albedo.blue() * (light - bounce) + shine) * warmBlue);
    }
}
