package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Progress;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.train.Adam;
import io.interp.core.train.AdamOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Minimises the mean score after ablation minus that after insertion, plus the penalty, over alpha in [0, 1]^U (Bau et al.,
 * equation 6). Only what comes after the layer is run: its activations are kept.
 */
final class AlphaSearch {

    private static final String WEIGHTS = "alpha";

    /** Where the moments of Adam decay as in PyTorch's default. */
    private static final AdamOptions ADAM = new AdamOptions(0.01, 0.9, 0.999, 1e-8);

    private final PairScores scores;
    private final AlphaOptions options;
    private final int train;
    private final int pairs;

    /**
     * Prepares a search.
     *
     * @param train the pairs from 0 that are optimised on; the others up to {@code pairs} are held out
     */
    AlphaSearch(PairScores scores, AlphaOptions options, int train, int pairs) {
        this.scores = scores;
        this.options = options;
        this.train = train;
        this.pairs = pairs;
    }

    /** The shares at the end, and the losses on the way. */
    record Result(List<Double> alpha, List<CausalUnits.Epoch> epochs) {}

    Result run(float[] start, Optional<Progress> progress) {
        int steps = (train + options.pairs() - 1) / options.pairs();
        progress.ifPresent(p -> p.reset("optimising alpha", (long) options.epochs() * steps));
        List<CausalUnits.Epoch> epochs = new ArrayList<>();
        try (NDManager manager = scores.manager().newSubManager()) {
            NDArray weights = manager.create(start, new Shape(1, start.length, 1, 1));
            AdamOptions settings = ADAM.withLearningRate(options.learningRate());
            try (Adam adam = new Adam(manager, Map.of(WEIGHTS, weights), settings)) {
                for (int epoch = 0; epoch < options.epochs(); epoch++) {
                    int[] present = Draws.distinct(Draws.stream(options.seed(), epoch, 0), train, train);
                    int[] candidates = Draws.distinct(Draws.stream(options.seed(), epoch, 1), train, train);
                    double loss = 0;
                    for (int step = 0; step < steps; step++) {
                        int from = step * options.pairs();
                        int to = Math.min(train, from + options.pairs());
                        loss += (to - from)
                                * step(
                                        weights,
                                        adam,
                                        Arrays.copyOfRange(present, from, to),
                                        Arrays.copyOfRange(candidates, from, to));
                        progress.ifPresent(p -> p.increment(1));
                    }
                    epochs.add(new CausalUnits.Epoch(loss / train, held(weights.toFloatArray())));
                }
            }
            return new Result(
                    Arrays.stream(doubles(weights.toFloatArray())).boxed().toList(), epochs);
        }
    }

    private double held(float[] alpha) {
        double[] means = scores.means(alpha, train, pairs, options.pairs(), true);
        return means[0] - means[1] + options.weight() * options.penalty().of(doubles(alpha));
    }

    /** Takes one step and returns the loss before it. */
    private double step(NDArray weights, Adam adam, int[] present, int[] candidates) {
        try (NDManager scope = weights.getManager().newSubManager()) {
            double[] alpha = doubles(weights.toFloatArray());
            NDArray leaf = scope.create(weights.toFloatArray(), weights.getShape());
            Gradients.require(leaf);
            NDArray gradient;
            double loss;
            try (GradScope on = GradScope.on()) {
                NDArray means = scores.at(leaf, present, candidates, true).mean(new int[] {1}); // [2]
                NDArray difference = means.get(0).sub(means.get(1));
                gradient = Gradients.of(difference, leaf);
                loss = difference.getFloat();
            }
            double[] total = doubles(gradient.toFloatArray());
            checkFinite(loss, total);
            options.penalty().addGradient(alpha, options.weight(), total);
            move(weights, adam, total, scope);
            return loss + options.weight() * options.penalty().of(alpha);
        }
    }

    private void move(NDArray weights, Adam adam, double[] gradient, NDManager scope) {
        try (GradScope off = GradScope.off()) {
            float[] values = new float[gradient.length];
            for (int u = 0; u < values.length; u++) {
                values[u] = (float) gradient[u];
            }
            NDArray array = scope.create(values, weights.getShape());
            if (options.adam()) {
                adam.step(new NDList(array));
            } else {
                weights.subi(array.muli((float) options.learningRate()));
            }
            NDArray clamped = weights.clip(0f, 1f);
            clamped.attach(scope);
            clamped.copyTo(weights);
        }
    }

    private static void checkFinite(double loss, double[] gradient) {
        if (!Double.isFinite(loss) || !Arrays.stream(gradient).allMatch(Double::isFinite)) {
            throw new IllegalStateException("the class's score or its gradient is not finite (score " + loss
                    + "); look for NaN in the segmenter's soft scores or in the generator's images");
        }
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
