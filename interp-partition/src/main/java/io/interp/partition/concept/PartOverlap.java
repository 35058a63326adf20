package io.interp.partition.concept;

import io.interp.core.stat.RunningJointCounts;
import java.util.List;

/** How the regions of groups and the parts of images overlap, in pixels over all images. */
public final class PartOverlap {

    private final int groups;
    private final List<String> parts;
    private final RunningJointCounts counts;

    PartOverlap(int groups, List<String> parts, RunningJointCounts counts) {
        this.groups = groups;
        this.parts = parts;
        this.counts = counts;
    }

    /**
     * {@return the table of scores of each group for each part}
     *
     * @param kind the kind of score; {@link OverlapScore#LIFT} asks for groups that are little elsewhere, the others also for
     *     ones that fill the part
     */
    public GroupScores scores(OverlapScore kind) {
        double[][] scores = new double[groups][parts.size()];
        for (int c = 0; c < groups; c++) {
            for (int p = 0; p < parts.size(); p++) {
                scores[c][p] =
                        kind.of(counts.intersection(c, p), counts.unitArea(c), counts.classArea(p), counts.count());
            }
        }
        return new GroupScores(parts, scores, kind.chance());
    }
}
