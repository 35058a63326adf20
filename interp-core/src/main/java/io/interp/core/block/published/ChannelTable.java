package io.interp.core.block.published;

/**
 * How many maps a layer of the progressively grown family has at each resolution: {@code min(base / resolution, max)}.
 *
 * @param base the numerator
 * @param max the most maps of a layer
 */
public record ChannelTable(int base, int max) {

    /** The table of PGGAN and StyleGAN. */
    public static final ChannelTable GROWN = new ChannelTable(16 << 10, 512);

    /** The table of StyleGAN2, configuration F. */
    public static final ChannelTable CONFIG_F = new ChannelTable(32 << 10, 512);

    /** Validates the numbers. */
    public ChannelTable {
        if (base < 1 || max < 1) {
            throw new IllegalArgumentException(
                    "a channel table needs a base and a maximum of at least 1, got " + base + " and " + max);
        }
    }

    /**
     * {@return the number of maps}
     *
     * @param resolution their height and width
     * @throws IllegalArgumentException if the table has no map left at that resolution
     */
    public int at(int resolution) {
        int maps = Math.min(base / resolution, max);
        if (maps < 1) {
            throw new IllegalArgumentException(
                    "the channel table " + this + " has no map at resolution " + resolution + "; raise its base");
        }
        return maps;
    }
}
