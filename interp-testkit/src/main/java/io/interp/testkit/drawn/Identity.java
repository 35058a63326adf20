package io.interp.testkit.drawn;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;
import java.util.Objects;

/**
 * Whose face it is: what stays the same when the same person smiles, turns or stands elsewhere. In factors that run
 * from -1 to 1, 0 is the average face.
 *
 * @param head skin and the shape of the head
 * @param hair style and colour of the hair
 * @param eyes shape and colour of the eyes
 * @param brows shape of the eyebrows
 * @param nose shape of the nose
 * @param mouth shape and colour of the lips
 */
public record Identity(Head head, Hair hair, Eyes eyes, Brows brows, Nose nose, Mouth mouth) {
    /**
     * Checks the parts.
     *
     * @param head not null
     * @param hair not null
     * @param eyes not null
     * @param brows not null
     * @param nose not null
     * @param mouth not null
     * @throws NullPointerException if a part is null
     */
    public Identity {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(hair, "hair");
        Objects.requireNonNull(eyes, "eyes");
        Objects.requireNonNull(brows, "brows");
        Objects.requireNonNull(nose, "nose");
        Objects.requireNonNull(mouth, "mouth");
    }

    /**
     * Skin and the shape of the head.
     *
     * @param skinTone from light to dark
     * @param skinWarmth from rosy to golden
     * @param width of the whole head
     * @param length from the nose to the chin
     * @param jaw width of the jaw
     * @param chin width of the chin
     * @param ears size of the ears
     */
    public record Head(
            @Range double skinTone,
            @Range(low = -1) double skinWarmth,
            @Range(low = -1) double width,
            @Range(low = -1) double length,
            @Range(low = -1) double jaw,
            @Range(low = -1) double chin,
            @Range(low = -1) double ears) {
        /**
         * Checks the ranges.
         *
         * @param skinTone in [0, 1]
         * @param skinWarmth in [-1, 1]
         * @param width in [-1, 1]
         * @param length in [-1, 1]
         * @param jaw in [-1, 1]
         * @param chin in [-1, 1]
         * @param ears in [-1, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Head {
            FactorTable.check(Head.class, skinTone, skinWarmth, width, length, jaw, chin, ears);
        }
    }

    /**
     * Style and colour of the hair.
     *
     * @param style how it is worn
     * @param length what it means depends on the style
     * @param volume how far it stands off the head
     * @param parting from the left of the image to its right
     * @param darkness from blond over brown to black
     * @param redness how much red is mixed in
     * @param grey how much grey is mixed in
     */
    public record Hair(
            HairStyle style,
            @Range double length,
            @Range double volume,
            @Range(low = -1) double parting,
            @Range double darkness,
            @Range double redness,
            @Range double grey) {
        /**
         * Checks the ranges.
         *
         * @param style not null
         * @param length in [0, 1]
         * @param volume in [0, 1]
         * @param parting in [-1, 1]
         * @param darkness in [0, 1]
         * @param redness in [0, 1]
         * @param grey in [0, 1]
         * @throws NullPointerException if the style is null
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Hair {
            Objects.requireNonNull(style, "style");
            FactorTable.check(Hair.class, style.index(), length, volume, parting, darkness, redness, grey);
        }
    }

    /**
     * Shape and colour of the eyes.
     *
     * @param spacing distance between the eyes
     * @param size of both eyes
     * @param slant how far the outer corners stand above the inner ones
     * @param colour of the iris: brown, hazel, green, blue, grey
     */
    public record Eyes(
            @Range(low = -1) double spacing,
            @Range(low = -1) double size,
            @Range(low = -1) double slant,
            @Range double colour) {
        /**
         * Checks the ranges.
         *
         * @param spacing in [-1, 1]
         * @param size in [-1, 1]
         * @param slant in [-1, 1]
         * @param colour in [0, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Eyes {
            FactorTable.check(Eyes.class, spacing, size, slant, colour);
        }
    }

    /**
     * Shape of the eyebrows. Their colour follows the hair.
     *
     * @param thickness from thin to bushy
     * @param tilt from falling to rising towards the temples
     */
    public record Brows(
            @Range(low = -1) double thickness,
            @Range(low = -1) double tilt) {
        /**
         * Checks the ranges.
         *
         * @param thickness in [-1, 1]
         * @param tilt in [-1, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Brows {
            FactorTable.check(Brows.class, thickness, tilt);
        }
    }

    /**
     * Shape of the nose.
     *
     * @param length from the bridge to the tip
     * @param width of the wings
     */
    public record Nose(
            @Range(low = -1) double length, @Range(low = -1) double width) {
        /**
         * Checks the ranges.
         *
         * @param length in [-1, 1]
         * @param width in [-1, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Nose {
            FactorTable.check(Nose.class, length, width);
        }
    }

    /**
     * Shape and colour of the lips.
     *
     * @param width from corner to corner
     * @param fullness height of the lips
     * @param redness from the colour of the skin to deep red
     */
    public record Mouth(
            @Range(low = -1) double width,
            @Range(low = -1) double fullness,
            @Range double redness) {
        /**
         * Checks the ranges.
         *
         * @param width in [-1, 1]
         * @param fullness in [-1, 1]
         * @param redness in [0, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Mouth {
            FactorTable.check(Mouth.class, width, fullness, redness);
        }
    }
}
