package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Colour;

/** The colours of the time of day: of the sky, of what hangs in it, and of the light on everything else. */
final class Daylight {
    private static final Colour[] ZENITH = colours(0x7A82C4, 0x4F9BE8, 0x2F86E0, 0x4F8FD0, 0x45509A);
    private static final Colour[] HORIZON = colours(0xF3C9CC, 0xC2E2F6, 0xA6D8FA, 0xE6E2CC, 0xF0A07C);
    private static final Colour[] SUN = colours(0xFFDD7A, 0xFFE65C, 0xFFEC4A, 0xFFDC46, 0xFFC84A);
    private static final Colour[] CLOUD = colours(0xFBEDF0, 0xFFFFFF, 0xFFFFFF, 0xFFF8EE, 0xF6DCD8);
    private static final Colour[] LIGHT = colours(0xE0D8E6, 0xFAFAFA, 0xFFFFFF, 0xFFF4E2, 0xCEB6B6);
    private static final double CONTRAST = 0.22;

    final Colour zenith;
    final Colour horizon;
    final Colour sun;
    final Colour cloud;
    private final Colour light;

    /** From which side the light comes, from -1 to 1. */
    final double side;

    Daylight(double time, double side) {
        this.zenith = Colour.along(time, ZENITH);
        this.horizon = Colour.along(time, HORIZON);
        this.sun = Colour.along(time, SUN);
        this.cloud = Colour.along(time, CLOUD);
        this.light = Colour.along(time, LIGHT);
        this.side = side;
    }

    /**
     * A surface in this light.
     *
     * @param right how far it faces to the right, from -1 to 1
     * @param up how far it faces up, from -1 to 1
     */
    Colour on(Colour surface, double right, double up) {
        double strength = 1 + CONTRAST * Math.max(-1, Math.min(1, 0.8 * side * right + 0.6 * up));
        return new Colour(
                surface.red() * light.red() * strength,
                surface.green() * light.green() * strength,
                surface.blue() * light.blue() * strength);
    }

    private static Colour[] colours(int... rgb) {
        Colour[] colours = new Colour[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            colours[i] = Colour.of(rgb[i]);
        }
        return colours;
    }
}
