package io.interp.dissect.repair;

import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Strategy;
import io.interp.core.stat.Embedder;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.CellGrid;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds the units of a layer that make artifacts, and measures what switching them off does.
 *
 * <pre>{@code
 * ArtifactMask cyan = ArtifactMask.color(0x00d0ff, 0.3);
 * Repair repair = new RepairStrategy(ArtifactScorer.of(cyan, OffLevel.ZERO).greedy(8, 0.01), "layer4")
 *         .mask(cyan)
 *         .apply(gan);
 * Run mended = generator.run(z, repair.edit().toHook(scope));
 * }</pre>
 *
 * <p>Embedders and segmenters stay the caller's. Settings are values; each change gives a new strategy.
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 4.3.
 */
@CheckReturnValue
public final class RepairStrategy implements Strategy<Repair> {

    /** How many units the paper switches off. */
    private static final int PAPER_UNITS = 20;

    private final UnitScorer scorer;
    private final String layer;
    private final OptionalInt count;
    private final RepairOptions options;
    private final Optional<ArtifactMask> mask;
    private final Optional<Embedder> embedder;
    private final Optional<FrechetReference> reference;
    private final Optional<Progress> progress;

    /**
     * Creates a strategy that measures on 1 000 images and sets units to zero.
     *
     * @param scorer ranks the units
     * @param layer the name of a layer that gives maps
     */
    public RepairStrategy(UnitScorer scorer, String layer) {
        this(
                scorer,
                layer,
                OptionalInt.empty(),
                RepairOptions.of(1000, OffLevel.ZERO),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private RepairStrategy(
            UnitScorer scorer,
            String layer,
            OptionalInt count,
            RepairOptions options,
            Optional<ArtifactMask> mask,
            Optional<Embedder> embedder,
            Optional<FrechetReference> reference,
            Optional<Progress> progress) {
        this.scorer = Objects.requireNonNull(scorer, "scorer");
        this.layer = Objects.requireNonNull(layer, "layer");
        this.count = count;
        this.options = Objects.requireNonNull(options, "options");
        this.mask = mask;
        this.embedder = embedder;
        this.reference = reference;
        this.progress = progress;
    }

    /**
     * {@return the same that switches another number of units off; without it, all with a positive score, but 20 at most}
     *
     * @param units how many, at least 1
     * @throws IllegalArgumentException if below 1
     */
    public RepairStrategy units(int units) {
        if (units < 1) {
            throw new IllegalArgumentException("the number of units to switch off must be 1 or more, got " + units);
        }
        return new RepairStrategy(scorer, layer, OptionalInt.of(units), options, mask, embedder, reference, progress);
    }

    /**
     * {@return the same measured in another way}
     *
     * @param settings the images, what off is, and the intervals
     */
    public RepairStrategy options(RepairOptions settings) {
        return new RepairStrategy(scorer, layer, count, settings, mask, embedder, reference, progress);
    }

    /**
     * {@return the same that measures how common the artifact is}
     *
     * @param artifact finds it
     */
    public RepairStrategy mask(ArtifactMask artifact) {
        return new RepairStrategy(scorer, layer, count, options, Optional.of(artifact), embedder, reference, progress);
    }

    /**
     * {@return the same that measures Fréchet distances}
     *
     * @param features gives the features; stays the caller's
     * @param good the images compared with
     */
    public RepairStrategy reference(Embedder features, FrechetReference good) {
        return new RepairStrategy(
                scorer, layer, count, options, mask, Optional.of(features), Optional.of(good), progress);
    }

    /**
     * {@return the same that tells how far it is}
     *
     * @param display is told of images
     */
    public RepairStrategy progress(Progress display) {
        return new RepairStrategy(scorer, layer, count, options, mask, embedder, reference, Optional.of(display));
    }

    @Override
    public String name() {
        return "repair";
    }

    /**
     * Finds the units and measures.
     *
     * @param gan the GAN, whose generator is not changed
     * @return the repair, without native memory
     * @throws IllegalArgumentException if the layer gives no maps or has too few units
     * @throws IllegalStateException if the artifact is not found, or no unit has a positive score
     */
    @Override
    public Repair apply(Gan gan) {
        Generator generator = gan.generator();
        Layer found = CellGrid.requireMaps(generator, layer);
        if (count.isPresent() && count.getAsInt() > found.units()) {
            throw new IllegalArgumentException("layer '" + layer + "' has " + found.units() + " units, "
                    + count.getAsInt() + " were to be switched off");
        }
        UnitRanking ranking = scorer.rank(generator, found, progress);
        List<Integer> units = ranking.top(count.orElseGet(() -> positive(ranking)));
        List<Double> offValues = OffValues.of(options.off(), generator, found, options.sample());
        Repair repair = new RepairMeter(generator, found, options, mask, embedder, reference)
                .measure(ranking, units, offValues, progress);
        progress.ifPresent(Progress::end);
        return repair;
    }

    private static int positive(UnitRanking ranking) {
        int positive = (int) IntStream.range(0, ranking.scores().size())
                .filter(unit -> ranking.scores().get(unit) > 0)
                .count();
        if (positive == 0) {
            throw new IllegalStateException("no unit of layer '" + ranking.layer() + "' has a positive "
                    + ranking.metric() + " score, so there is none to switch off; try another layer, or say how many");
        }
        return Math.min(PAPER_UNITS, positive);
    }
}
