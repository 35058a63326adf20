package io.interp.dissect.repair;

import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.GreedySelection;
import io.interp.dissect.intervene.LatentSample;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ranks units by how much of an artifact, which a mask can find, goes when they are switched off: the share of broken
 * pixels removed, minus a weight times the damage to images that were sound (the mean absolute change of a pixel, where 1 is
 * from black to white).
 *
 * <p>With {@link #greedy} units are chosen one after the other, each beside those before it, until the next one adds too
 * little: what one unit draws another may hide, so sets differ from sums.
 *
 * @param mask finds the artifact
 * @param off what a unit is set to
 * @param sample the images searched
 * @param affected the share of an image's pixels that must be broken for it to count as affected, in (0, 1)
 * @param most how many affected images are used at most, and how many sound ones; at least 1
 * @param damageWeight the weight of the damage, 0 or more
 * @param choose how many units are chosen greedily at most; 0 to rank units one by one
 * @param least what a unit must add to be chosen
 */
public record ArtifactScorer(
        ArtifactMask mask,
        OffLevel off,
        LatentSample sample,
        double affected,
        int most,
        double damageWeight,
        int choose,
        double least)
        implements UnitScorer {

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public ArtifactScorer {
        Objects.requireNonNull(mask, "mask");
        Objects.requireNonNull(off, "off");
        Objects.requireNonNull(sample, "sample");
        if (!(affected > 0 && affected < 1) || most < 1 || !(damageWeight >= 0) || choose < 0 || Double.isNaN(least)) {
            throw new IllegalArgumentException(
                    "an artifact's share must be in (0, 1), images used 1 or more, the damage's"
                            + " weight and the number chosen 0 or more, got " + affected + ", " + most + ", "
                            + damageWeight
                            + ", " + choose + " (least gain " + least + ")");
        }
    }

    /**
     * {@return a scorer that ranks units one by one on 64 affected images among 2 000, which have 1 % of broken pixels or
     * more, with a damage weight of 1}
     *
     * @param mask finds the artifact
     * @param off what a unit is set to
     */
    public static ArtifactScorer of(ArtifactMask mask, OffLevel off) {
        return new ArtifactScorer(mask, off, LatentSample.of(1, 2000), 0.01, 64, 1, 0, 0);
    }

    /**
     * {@return the same that chooses units one after the other}
     *
     * @param units how many at most
     * @param leastGain what a unit must add, such as 0.01
     */
    public ArtifactScorer greedy(int units, double leastGain) {
        return new ArtifactScorer(mask, off, sample, affected, most, damageWeight, units, leastGain);
    }

    /**
     * {@return the same with another weight of the damage}
     *
     * @param weight 0 or more
     */
    public ArtifactScorer damageWeight(double weight) {
        return new ArtifactScorer(mask, off, sample, affected, most, weight, choose, least);
    }

    /**
     * {@return the same on other images}
     *
     * @param searched the images searched
     * @param used how many affected and sound ones are used at most
     */
    public ArtifactScorer on(LatentSample searched, int used) {
        return new ArtifactScorer(mask, off, searched, affected, used, damageWeight, choose, least);
    }

    @Override
    public UnitRanking rank(Generator generator, Layer layer, Optional<Progress> progress) {
        progress.ifPresent(p -> p.reset("images with the artifact", sample.images()));
        ArtifactCases cases = new ArtifactCases(generator, layer, this, progress);
        List<Double> values = OffValues.of(off, generator, layer, sample);
        int units = layer.units();
        if (choose == 0) {
            List<Double> scores = IntStream.range(0, units)
                    .mapToObj(unit -> cases.value(List.of(unit), values))
                    .toList();
            return new UnitRanking(layer.name(), "artifact", "artifact", scores);
        }
        return GreedySelection.of(units, Math.min(choose, units), least, 0, set -> cases.value(set, values))
                .ranking(layer.name(), "artifact", units);
    }
}
