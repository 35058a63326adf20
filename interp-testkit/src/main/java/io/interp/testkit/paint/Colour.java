package io.interp.testkit.paint;

/**
 * A colour.
 *
 * @param red in [0, 1]; more is clipped when packed, so that colours can be overexposed
 * @param green in [0, 1], as red
 * @param blue in [0, 1], as red
 */
public record Colour(double red, double green, double blue) {
    /**
     * {@return the colour of a packed pixel}
     *
     * @param rgb 0xRRGGBB
     */
    public static Colour of(int rgb) {
        return new Colour(((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0);
    }

    /**
     * {@return the colour of a hue}
     *
     * @param hue once around the circle in [0, 1], from red over green and blue
     * @param saturation in [0, 1]
     * @param brightness in [0, 1]
     */
    public static Colour hsb(double hue, double saturation, double brightness) {
        return new Colour(
                channel(hue, 5, saturation, brightness),
                channel(hue, 3, saturation, brightness),
                channel(hue, 1, saturation, brightness));
    }

    /**
     * {@return a colour on the polyline through some stops}
     *
     * @param position from the first stop at 0 to the last at 1
     * @param stops two or more colours, evenly spaced
     */
    public static Colour along(double position, Colour... stops) {
        double place = position * (stops.length - 1);
        int before = Math.min((int) place, stops.length - 2);
        return stops[before].mix(stops[before + 1], place - before);
    }

    /**
     * {@return this colour, moved towards another}
     *
     * @param other the other
     * @param share how far, in [0, 1]
     */
    public Colour mix(Colour other, double share) {
        return new Colour(
                red + share * (other.red - red),
                green + share * (other.green - green),
                blue + share * (other.blue - blue));
    }

    /**
     * {@return this colour, brighter or darker}
     *
     * @param factor what each channel is multiplied by
     */
    public Colour times(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    /** {@return this colour as 0xRRGGBB, clipped} */
    public int rgb() {
        return pack(red, green, blue);
    }

    /**
     * {@return three channels as 0xRRGGBB, clipped}
     *
     * @param red in [0, 1]
     * @param green in [0, 1]
     * @param blue in [0, 1]
     */
    public static int pack(double red, double green, double blue) {
        return pack(level(red), level(green), level(blue));
    }

    /**
     * {@return three levels as 0xRRGGBB}
     *
     * @param red from 0 to 255
     * @param green from 0 to 255
     * @param blue from 0 to 255
     */
    public static int pack(int red, int green, int blue) {
        return (red << 16) | (green << 8) | blue;
    }

    private static int level(double channel) {
        return Math.min(255, Math.max(0, (int) (255 * channel + 0.5)));
    }

    private static double channel(double hue, int offset, double saturation, double brightness) {
        double k = (offset + 6 * (hue - Math.floor(hue))) % 6;
        return brightness * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
    }
}
