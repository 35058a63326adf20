package io.interp.dissect.intervene;

import java.util.List;

/**
 * What is gone of a class when the best 1, 2, ... units of a ranking are switched off.
 *
 * @param name the ranking's measure, or {@code random}
 * @param points by rising number of units
 */
public record AblationCurve(String name, List<Point> points) {

    /**
     * One number of units.
     *
     * @param units how many of the best units were switched off
     * @param removed the share of the class's pixels that is gone, over all images
     * @param change the mean change of the class's share of an image (or of the cells changed), image by image; negative
     *     where pixels are gone
     */
    public record Point(int units, Estimate removed, Estimate change) {}

    /** Copies the list. */
    public AblationCurve {
        points = List.copyOf(points);
    }

    /**
     * {@return the point of a number of units}
     *
     * @param units how many units
     * @throws IllegalArgumentException if that number was not measured
     */
    public Point at(int units) {
        return points.stream()
                .filter(point -> point.units() == units)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("curve '" + name + "' was measured for "
                        + points.stream().map(Point::units).toList() + " units, not for " + units));
    }
}
