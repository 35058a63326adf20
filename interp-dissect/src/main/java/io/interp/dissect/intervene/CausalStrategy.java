package io.interp.dissect.intervene;

import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Strategy;
import io.interp.core.measure.SoftSegmenter;
import io.interp.dissect.UnitRanking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the units of a layer that cause a class: switching them off removes it where it is, setting them to its levels
 * draws it where it is not. Unlike agreement with a segmentation (IoU) this tells units that draw from units that watch.
 *
 * <pre>{@code
 * CausalUnits trees = new CausalStrategy(segmenter, "tree", "layer4").apply(gan);
 * Run run = generator.run(z, trees.ablation(20).toHook(scope));
 * }</pre>
 *
 * <p>The segmenter stays the caller's. Settings are values; each change gives a new strategy.
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 3.2, equations 3 to 6. Differences from the released code: the score of
 * an insertion is read where it is made, and all randomness comes from named seeds.
 */
@CheckReturnValue
public final class CausalStrategy implements Strategy<CausalUnits> {

    private final SoftSegmenter segmenter;
    private final String concept;
    private final String layer;
    private final CausalOptions options;
    private final Optional<UnitRanking> start;
    private final Optional<Progress> progress;

    /**
     * Creates a strategy with {@link CausalOptions#quick()}.
     *
     * @param segmenter finds the class; stays the caller's
     * @param concept the class, one of its labels
     * @param layer the name of a layer that gives maps
     */
    public CausalStrategy(SoftSegmenter segmenter, String concept, String layer) {
        this(segmenter, concept, layer, CausalOptions.quick(), Optional.empty(), Optional.empty());
    }

    private CausalStrategy(
            SoftSegmenter segmenter,
            String concept,
            String layer,
            CausalOptions options,
            Optional<UnitRanking> start,
            Optional<Progress> progress) {
        this.segmenter = Objects.requireNonNull(segmenter, "segmenter");
        this.concept = Objects.requireNonNull(concept, "concept");
        this.layer = Objects.requireNonNull(layer, "layer");
        this.options = Objects.requireNonNull(options, "options");
        this.start = start;
        this.progress = progress;
    }

    /**
     * {@return the same with other settings}
     *
     * @param settings such as {@link CausalOptions#released(int)}
     */
    public CausalStrategy options(CausalOptions settings) {
        return new CausalStrategy(segmenter, concept, layer, settings, start, progress);
    }

    /**
     * {@return the same with a ranking that {@link AlphaStart#IOU} starts from and that decides between equal shares}
     *
     * @param ranking the layer's units by their IoU with the class, none negative
     */
    public CausalStrategy start(UnitRanking ranking) {
        return new CausalStrategy(segmenter, concept, layer, options, Optional.of(ranking), progress);
    }

    /**
     * {@return the same that tells how far it is}
     *
     * @param display is told of images searched, then of steps taken
     */
    public CausalStrategy progress(Progress display) {
        return new CausalStrategy(segmenter, concept, layer, options, start, Optional.of(display));
    }

    @Override
    public String name() {
        return "causal";
    }

    /**
     * Finds the units.
     *
     * @param gan the GAN, whose generator is not changed
     * @return the units, without native memory
     * @throws IllegalArgumentException if the layer, the class or the ranking do not fit
     * @throws IllegalStateException if the class is found in fewer than two images
     */
    @Override
    public CausalUnits apply(Gan gan) {
        Generator generator = gan.generator();
        Layer found = CellGrid.requireMaps(generator, layer);
        TargetClass target = TargetClass.of(segmenter, concept);
        float[] from = startingPoint(found);
        PairCorpus corpus = new CorpusSearch(generator, layer, target, options.corpus(), progress).search();
        int held = held(corpus.pairs());
        int train = corpus.pairs() - held;
        PairScores scores = new PairScores(generator, target, corpus, options.corpus());
        AlphaSearch.Result result = new AlphaSearch(scores, options.alpha(), train, corpus.pairs()).run(from, progress);
        UnitRanking ranking = CausalUnits.ranking(layer, concept, result.alpha(), start);
        List<CausalUnits.SetEffect> effects = new ArrayList<>();
        for (int count : counts(found.units())) {
            float[] chosen = new float[found.units()];
            ranking.top(count).forEach(unit -> chosen[unit] = 1);
            double[] means =
                    scores.means(chosen, train, corpus.pairs(), options.alpha().pairs(), false);
            effects.add(new CausalUnits.SetEffect(count, means[0], means[1]));
        }
        progress.ifPresent(Progress::end);
        return new CausalUnits(
                concept,
                result.alpha(),
                corpus.levels(),
                start,
                result.epochs(),
                effects,
                corpus.presence(),
                train,
                held,
                options);
    }

    /** The share of pairs held out, where fewer were found than were asked for. */
    private int held(int pairs) {
        long scaled = (long) pairs * options.corpus().held() / options.corpus().kept();
        return (int) Math.max(1, Math.min(pairs - 1, scaled));
    }

    private float[] startingPoint(Layer found) {
        start.ifPresent(ranking -> {
            if (!ranking.layer().equals(layer) || ranking.scores().size() != found.units()) {
                throw new IllegalArgumentException("the ranking to start from is of "
                        + ranking.scores().size()
                        + " units of layer '" + ranking.layer() + "', expected the " + found.units() + " of layer '"
                        + layer + "'");
            }
        });
        float[] alpha = new float[found.units()];
        switch (options.alpha().start()) {
            case ZEROS -> Arrays.fill(alpha, 0);
            case UNIFORM -> Arrays.fill(alpha, 0.5f);
            case IOU -> {
                UnitRanking ranking = start.orElseThrow(
                        () -> new IllegalArgumentException("alpha is to start from the units' IoU with '" + concept
                                + "', but there is no ranking; pass one" + " with start(...), or start from zeros"));
                double most = ranking.scores().get(ranking.order().get(0));
                for (int unit = 0; unit < alpha.length; unit++) {
                    double score = ranking.scores().get(unit);
                    if (score < 0) {
                        throw new IllegalArgumentException(
                                "the ranking to start from must have no negative score, unit " + unit + " has "
                                        + score);
                    }
                    alpha[unit] = most == 0 ? 0 : (float) (score / most);
                }
            }
        }
        return alpha;
    }

    /** Every number of units up to 4, then steps of about a quarter. */
    static List<Integer> counts(int units) {
        List<Integer> counts = new ArrayList<>();
        for (int count = 1; count < units; count += Math.max(1, count / 4)) {
            counts.add(count);
        }
        counts.add(units);
        return counts;
    }
}
