package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;
import java.util.List;
import java.util.Objects;

/**
 * The clouds of a sky, each in its third of the image.
 *
 * @param left in the left third
 * @param middle in the middle
 * @param right in the right third
 */
public record Clouds(Cloud left, Cloud middle, Cloud right) {
    /**
     * Checks the parts.
     *
     * @param left not null
     * @param middle not null
     * @param right not null
     * @throws NullPointerException if a part is null
     */
    public Clouds {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(middle, "middle");
        Objects.requireNonNull(right, "right");
    }

    List<Cloud> all() {
        return List.of(left, middle, right);
    }

    /**
     * One cloud.
     *
     * @param size of the whole; at 0 there is none
     * @param shift to the right of the middle of its third
     * @param height from above the horizon to the top of the image
     * @param billow how high its lobes rise above its base
     */
    public record Cloud(
            @Range double size,
            @Range(low = -1) double shift,
            @Range double height,
            @Range double billow) {
        /**
         * Checks the ranges.
         *
         * @param size in [0, 1]
         * @param shift in [-1, 1]
         * @param height in [0, 1]
         * @param billow in [0, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Cloud {
            FactorTable.check(Cloud.class, size, shift, height, billow);
        }
    }
}
