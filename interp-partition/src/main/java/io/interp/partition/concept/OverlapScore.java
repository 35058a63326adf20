package io.interp.partition.concept;

/** A number for how well a group's region and a part cover each other, from counts of pixels. */
public enum OverlapScore {

    /** Intersection over union (Bau et al., 2019). Favours large parts; chance has no fixed level, 0 is taken. */
    IOU(0) {
        @Override
        double of(long both, long group, long part, long total) {
            long union = group + part - both;
            return union == 0 ? 0 : (double) both / union;
        }
    },

    /** How much more often than chance a pixel of the region is in the part. 1 by chance; favours small parts. */
    LIFT(1) {
        @Override
        double of(long both, long group, long part, long total) {
            return group == 0 || part == 0 ? 0 : (double) both / group * total / part;
        }
    },

    /** Pearson's correlation of the two masks (phi coefficient), in [-1, 1]. 0 by chance, for parts of any size. */
    CORRELATION(0) {
        @Override
        double of(long both, long group, long part, long total) {
            double g = (double) group / total;
            double p = (double) part / total;
            double spread = g * (1 - g) * p * (1 - p);
            return spread == 0 ? 0 : ((double) both / total - g * p) / Math.sqrt(spread);
        }
    };

    private final double chance;

    OverlapScore(double chance) {
        this.chance = chance;
    }

    /** {@return the score of masks that have nothing to do with each other} */
    public double chance() {
        return chance;
    }

    /** The score from numbers of pixels in both masks, in each mask, and in all. */
    abstract double of(long both, long group, long part, long total);
}
