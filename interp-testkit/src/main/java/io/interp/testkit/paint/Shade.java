package io.interp.testkit.paint;

/** The colour of a shape at each of its points. */
@FunctionalInterface
public interface Shade {
    /**
     * {@return the colour 0xRRGGBB at a point}
     *
     * @param x in the coordinates that the shape was given in
     * @param y in the coordinates that the shape was given in
     */
    int rgb(double x, double y);

    /**
     * {@return one colour everywhere}
     *
     * @param colour the colour
     */
    static Shade plain(Colour colour) {
        int rgb = colour.rgb();
        return (x, y) -> rgb;
    }
}
