package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.Draws;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.AblationCurves.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measures how much of a class goes when the best units of rankings are switched off, on the same images for all of them,
 * beside random units. Settings are values.
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 4.2 (whole image: 1 000 latents of seed 3, 20 units with their shares
 * alpha) and its released code (cell by cell).
 */
public final class AblationMeter {

    private static final long RANDOM = 0x726e;

    private final Generator generator;
    private final TargetClass target;
    private final EffectOptions options;
    private final int randomSets;
    private final boolean fractional;
    private final Optional<Progress> progress;

    /**
     * Creates a meter with five random orders of units as a control, that switches units off as a whole.
     *
     * @param generator the generator; not changed
     * @param target the class
     * @param options the images and intervals
     */
    public AblationMeter(Generator generator, TargetClass target, EffectOptions options) {
        this(generator, target, options, 5, false, Optional.empty());
    }

    private AblationMeter(
            Generator generator,
            TargetClass target,
            EffectOptions options,
            int randomSets,
            boolean fractional,
            Optional<Progress> progress) {
        this.generator = generator;
        this.target = target;
        this.options = options;
        this.randomSets = randomSets;
        this.fractional = fractional;
        this.progress = progress;
    }

    /**
     * {@return the same with another number of random orders of units, over which the control is averaged}
     *
     * @param orders how many, 0 for no control
     * @throws IllegalArgumentException if negative
     */
    public AblationMeter randomSets(int orders) {
        if (orders < 0) {
            throw new IllegalArgumentException("the number of random orders must be 0 or more, got " + orders);
        }
        return new AblationMeter(generator, target, options, orders, fractional, progress);
    }

    /**
     * {@return the same that switches the units of a ranking named {@code alpha} off by their shares only}
     *
     * @param byShare whether it does
     */
    public AblationMeter fractional(boolean byShare) {
        return new AblationMeter(generator, target, options, randomSets, byShare, progress);
    }

    /**
     * {@return the same that tells how far it is}
     *
     * @param display is told of images measured
     */
    public AblationMeter progress(Progress display) {
        return new AblationMeter(generator, target, options, randomSets, fractional, Optional.of(display));
    }

    /** One set of units to switch off: the shares, and where its numbers go. */
    private static final class Trial {
        private final int curve;
        private final int point;
        private final float[] alpha;

        Trial(int curve, int point, float[] alpha) {
            this.curve = curve;
            this.point = point;
            this.alpha = alpha;
        }
    }

    /**
     * Measures rankings.
     *
     * @param protocol where units are switched off
     * @param rankings of one layer, each by another measure; at least one
     * @param counts how many of the best units to switch off, rising, such as 1 to 30
     * @return the curves in the order of the rankings, then that of random units
     * @throws IllegalArgumentException if the rankings are of several layers, share a name or do not fit the layer, or a
     *     count is out of range
     * @throws IllegalStateException if no image shows the class
     */
    public AblationCurves measure(Protocol protocol, List<UnitRanking> rankings, List<Integer> counts) {
        Intervention intervention = check(rankings, counts);
        List<Trial> trials = trials(rankings, counts, intervention.layer().units());
        double[] before = new double[options.sample().images()];
        double[][][] after = new double[rankings.size() + (randomSets > 0 ? 1 : 0)][counts.size()][before.length];
        CellGrid grid = CellGrid.of(intervention.layer());
        CellDraws draws = new CellDraws(grid, options);
        progress.ifPresent(p -> p.reset("measuring " + target.name(), before.length));
        options.sample().forEach(generator, (z, first) -> {
            progress.ifPresent(p -> p.update(first));
            Intervention.Features features = intervention.features(z);
            NDArray mask = target.hard(features.images());
            if (protocol == Protocol.WHOLE_IMAGE) {
                add(before, first, CellGrid.imageMeans(mask), 1);
                for (Trial trial : trials) {
                    double[] left = perImage(intervention, z, features.maps(), trial.alpha);
                    add(after[trial.curve][trial.point], first, left, divisor(trial, rankings));
                }
                return;
            }
            NDArray shares = grid.means(mask);
            for (int[] cells : draws.withClass(shares.toFloatArray(), first)) {
                add(before, first, draws.read(shares, cells), 1);
                for (Trial trial : trials) {
                    try (NDManager scope = z.getManager().newSubManager()) {
                        NDArray alpha = grid.marks(scope, cells).mul(intervention.perUnit(scope, trial.alpha));
                        NDArray left = masked(intervention, z, features.maps(), alpha, scope);
                        add(
                                after[trial.curve][trial.point],
                                first,
                                draws.read(grid.means(left), cells),
                                divisor(trial, rankings));
                    }
                }
            }
        });
        progress.ifPresent(Progress::end);
        return curves(protocol, rankings, counts, before, after);
    }

    private int divisor(Trial trial, List<UnitRanking> rankings) {
        return trial.curve < rankings.size() ? 1 : randomSets;
    }

    private double[] perImage(Intervention intervention, NDArray z, NDArray maps, float[] shares) {
        try (NDManager scope = z.getManager().newSubManager()) {
            return CellGrid.imageMeans(masked(intervention, z, maps, intervention.perUnit(scope, shares), scope));
        }
    }

    private NDArray masked(Intervention intervention, NDArray z, NDArray maps, NDArray alpha, NDManager scope) {
        NDArray images = intervention.images(z, maps, alpha, alpha.zerosLike(), Pass.INFERENCE);
        images.attach(scope);
        return target.hard(images);
    }

    private static void add(double[] sums, int first, double[] values, int divisor) {
        for (int i = 0; i < values.length; i++) {
            sums[first + i] += values[i] / divisor;
        }
    }

    private Intervention check(List<UnitRanking> rankings, List<Integer> counts) {
        if (rankings.isEmpty() || counts.isEmpty()) {
            throw new IllegalArgumentException("curves need a ranking and a number of units, got " + rankings.size()
                    + " rankings and " + counts.size() + " numbers");
        }
        Intervention intervention = Intervention.at(generator, rankings.get(0).layer());
        int units = intervention.layer().units();
        List<String> names = new ArrayList<>();
        for (UnitRanking ranking : rankings) {
            if (!ranking.layer().equals(intervention.layer().name())
                    || ranking.scores().size() != units
                    || names.contains(ranking.metric())) {
                throw new IllegalArgumentException("rankings must each have another measure and be of the " + units
                        + " units of layer '" + intervention.layer().name() + "', got '" + ranking.metric() + "' of "
                        + ranking.scores().size() + " units of layer '" + ranking.layer() + "'");
            }
            names.add(ranking.metric());
        }
        int last = 0;
        for (int count : counts) {
            if (count <= last || count > units) {
                throw new IllegalArgumentException(
                        "numbers of units must rise from 1 to at most " + units + ", got " + counts);
            }
            last = count;
        }
        return intervention;
    }

    private List<Trial> trials(List<UnitRanking> rankings, List<Integer> counts, int units) {
        List<Trial> trials = new ArrayList<>();
        for (int point = 0; point < counts.size(); point++) {
            for (int curve = 0; curve < rankings.size(); curve++) {
                UnitRanking ranking = rankings.get(curve);
                boolean shares = fractional && ranking.metric().equals("alpha");
                float[] alpha = new float[units];
                for (int unit : ranking.top(counts.get(point))) {
                    alpha[unit] = shares
                            ? (float) Math.max(0, Math.min(1, ranking.scores().get(unit)))
                            : 1;
                }
                trials.add(new Trial(curve, point, alpha));
            }
            for (int set = 0; set < randomSets; set++) {
                float[] alpha = new float[units];
                int[] order = Draws.distinct(Draws.stream(options.sample().seed(), RANDOM, set), units, units);
                for (int i = 0; i < counts.get(point); i++) {
                    alpha[order[i]] = 1;
                }
                trials.add(new Trial(rankings.size(), point, alpha));
            }
        }
        return trials;
    }

    private AblationCurves curves(
            Protocol protocol, List<UnitRanking> rankings, List<Integer> counts, double[] before, double[][][] after) {
        int shown = (int) Arrays.stream(before).filter(b -> b > 0).count();
        if (shown == 0) {
            throw new IllegalStateException("class '" + target.name() + "' is in none of " + before.length
                    + " images, so nothing of it can be removed; measure on more images or choose another class");
        }
        List<AblationCurve> curves = new ArrayList<>();
        for (int curve = 0; curve < after.length; curve++) {
            List<AblationCurve.Point> points = new ArrayList<>();
            for (int point = 0; point < counts.size(); point++) {
                double[] left = after[curve][point];
                double[] change = new double[left.length];
                Arrays.setAll(change, i -> left[i] - before[i]);
                points.add(new AblationCurve.Point(
                        counts.get(point),
                        Estimate.removed(
                                before,
                                left,
                                options.confidence(),
                                options.resamples(),
                                options.sample().seed()),
                        Estimate.mean(change, options.confidence())));
            }
            curves.add(new AblationCurve(
                    curve < rankings.size() ? rankings.get(curve).metric() : "random", points));
        }
        return new AblationCurves(rankings.get(0).layer(), target.name(), protocol, curves, before.length, shown);
    }
}
