package io.interp.testkit.drawn;

/** A colour with red, green and blue in [0, 1]. */
record Colour(double red, double green, double blue) {
    static Colour of(int rgb) {
        return new Colour(((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0);
    }

    /** The colour of a hue in [0, 1], with saturation and brightness in [0, 1]. */
    static Colour hsb(double hue, double saturation, double brightness) {
        return new Colour(
                channel(hue, 5, saturation, brightness),
                channel(hue, 3, saturation, brightness),
                channel(hue, 1, saturation, brightness));
    }

    /** A colour on the polyline through the stops, at a position in [0, 1]. */
    static Colour along(double position, Colour... stops) {
        double place = position * (stops.length - 1);
        int before = Math.min((int) place, stops.length - 2);
        return stops[before].mix(stops[before + 1], place - before);
    }

    /** Moves towards another colour by a share in [0, 1]. */
    Colour mix(Colour other, double share) {
        return new Colour(
                red + share * (other.red - red),
                green + share * (other.green - green),
                blue + share * (other.blue - blue));
    }

    Colour times(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    int rgb() {
        return pack(red, green, blue);
    }

    /** Packs three channels, clipped to [0, 1], as 0xRRGGBB. */
    static int pack(double red, double green, double blue) {
        return pack(level(red), level(green), level(blue));
    }

    /** Packs three levels from 0 to 255. */
    static int pack(int red, int green, int blue) {
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
