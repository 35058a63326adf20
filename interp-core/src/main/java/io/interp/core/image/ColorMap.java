package io.interp.core.image;

/** Colours for numbers in [0, 1]. */
public enum ColorMap {
    /** Dark blue to yellow, even in lightness and safe for colour-blind readers (van der Walt and Smith). */
    VIRIDIS("440154 470d60 48186a 482374 472d7b 453681 424086 3f4989 3b528b 375a8d 33638d 2f6a8e 2c728e 297a8e 26818e "
            + "23898e 21908c 1f988b 1f9f88 21a685 28ae80 31b57b 3ebc74 4cc26c 5dc963 6ece58 82d34c 96d83f abdc32 c0df24 "
            + "d5e21a eae51a fde725"),
    /** Blue over green to red, for strong contrast (Mikhailov). */
    TURBO("30123b 392a73 4040a1 4456c7 466be3 467ff6 4293ff 37a7fa 29bbec 1dcdd8 18dcc3 1ee8b0 31f299 4cf97e 6bfd64 "
            + "8aff4d a3fd3c b8f735 cced34 dee037 edd03a f8c03a fdae35 fe982c fb8022 f56817 ec520f e04009 d23105 c02302 "
            + "ac1701 950d01 7a0403"),
    /** Blue over grey to red, for signed values with zero at 0.5 (Moreland). */
    DIVERGING(
            "3b4cc0 445acc 4d68d7 5775e1 6282ea 6c8ef1 779af7 82a5fb 8db0fe 98b9ff a3c2fe aec9fc b8d0f9 c2d5f4 ccd9ee "
                    + "d5dbe6 dddddd e5d8d1 ecd3c5 f1ccb9 f4c4ad f7bba0 f7b194 f7a687 f49a7b f18d6f ec7f63 e57058 de604d d55042 "
                    + "cb3e38 c0282f b40426"),
    /** Black to white. */
    GRAY("000000 ffffff");

    private static final int STEPS = 1024;

    @SuppressWarnings("ImmutableEnumChecker") // filled once, never handed out
    private final int[] colors = new int[STEPS + 1];

    ColorMap(String anchors) {
        String[] hex = anchors.split(" ", -1);
        for (int i = 0; i <= STEPS; i++) {
            double position = i * (hex.length - 1.0) / STEPS;
            int left = Math.min(hex.length - 2, (int) position);
            colors[i] = mix(Integer.parseInt(hex[left], 16), Integer.parseInt(hex[left + 1], 16), position - left);
        }
    }

    /**
     * Looks a colour up.
     *
     * @param value 0 to 1; values outside are clamped and NaN counts as 0
     * @return the colour as 0xRRGGBB
     */
    public int rgb(double value) {
        return colors[(int) Math.round(Math.max(0, Math.min(1, Double.isNaN(value) ? 0 : value)) * STEPS)];
    }

    /** {@return the colour between two colours, each channel by itself} */
    static int mix(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int a = from >> shift & 0xff;
            int b = to >> shift & 0xff;
            mixed |= (int) Math.round(a + (b - a) * share) << shift;
        }
        return mixed;
    }
}
