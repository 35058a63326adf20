package io.interp.partition.concept;

import java.util.List;

/** What swapping each group changes inside and outside each part: mean squared differences of pixels, over all pairs. */
public final class PartEffects {

    private final List<String> parts;
    private final double[][] inside; // [C][P]
    private final double[][] outside; // [C][P]

    PartEffects(List<String> parts, double[][] inside, double[][] outside) {
        this.parts = parts;
        this.inside = inside;
        this.outside = outside;
    }

    /** {@return the table of effects: mean squared differences inside the parts, for images in [-1, 1]} */
    public GroupScores effects() {
        return new GroupScores(parts, inside, 0);
    }

    /**
     * {@return the table of shares: in over in plus out, both mean squared differences, in [0, 1]; one half for a change
     * that is spread evenly, 0 where nothing changes}
     */
    public GroupScores shares() {
        double[][] shares = new double[inside.length][parts.size()];
        for (int c = 0; c < inside.length; c++) {
            for (int p = 0; p < parts.size(); p++) {
                shares[c][p] = share(c, p);
            }
        }
        return new GroupScores(parts, shares, 0.5);
    }

    /**
     * {@return the table of effects times their shares, which ranks groups that change a part much and little else; 0
     * where the change is no stronger inside than outside}
     */
    public GroupScores localEffects() {
        double[][] weighted = new double[inside.length][parts.size()];
        for (int c = 0; c < inside.length; c++) {
            for (int p = 0; p < parts.size(); p++) {
                weighted[c][p] = inside[c][p] > outside[c][p] ? inside[c][p] * share(c, p) : 0;
            }
        }
        return new GroupScores(parts, weighted, 0);
    }

    private double share(int group, int part) {
        double sum = inside[group][part] + outside[group][part];
        return sum == 0 ? 0 : inside[group][part] / sum;
    }
}
