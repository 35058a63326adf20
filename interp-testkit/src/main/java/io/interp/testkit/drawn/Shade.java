package io.interp.testkit.drawn;

/** The colour of a shape at each of its points. */
@FunctionalInterface
interface Shade {
    /** The colour 0xRRGGBB at a point in the coordinates that the shape was given in. */
    int rgb(double x, double y);

    static Shade plain(Colour colour) {
        int rgb = colour.rgb();
        return (x, y) -> rgb;
    }
}
