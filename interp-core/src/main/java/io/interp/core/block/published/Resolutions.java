package io.interp.core.block.published;

/** The sizes of the progressively grown family: powers of two from 8, two layers each from 4x4 on. */
final class Resolutions {

    private Resolutions() {}

    /** Refuses anything but a power of two from 8 to 1024, and image channels other than 1 and 3. */
    static void check(int resolution, int channels) {
        if (resolution < 8 || resolution > 1024 || Integer.bitCount(resolution) != 1) {
            throw new IllegalArgumentException(
                    "the resolution must be a power of two from 8 to 1024, got " + resolution);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images have 1 or 3 channels, got " + channels);
        }
    }

    /** {@return how many resolutions there are from 4x4 on} */
    static int blocks(int resolution) {
        return Integer.numberOfTrailingZeros(resolution) - 1;
    }

    /** {@return the height and width of a block's maps} */
    static int of(int block) {
        return 4 << block;
    }
}
