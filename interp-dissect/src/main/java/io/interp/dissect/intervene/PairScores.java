package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of a class is left where units were switched off, and how much there is where they were inserted: the two
 * expectations of equation 4 over pairs of a present and a candidate place. Both scores are read at the place that was
 * changed, the candidate's too, unlike in the released code.
 */
final class PairScores {

    private final Intervention intervention;
    private final CellGrid grid;
    private final TargetClass target;
    private final PairCorpus corpus;
    private final ActivationCache present;
    private final ActivationCache candidates;

    PairScores(Generator generator, TargetClass target, PairCorpus corpus, CorpusOptions options) {
        this.target = target;
        this.corpus = corpus;
        intervention = Intervention.at(generator, corpus.levels().layer());
        grid = CellGrid.of(intervention.layer());
        present = new ActivationCache(
                generator, intervention.layer(), options.presentSeed(), corpus.present(), options.cacheBytes() / 2);
        candidates = new ActivationCache(
                generator,
                intervention.layer(),
                options.candidateSeed(),
                corpus.candidates(),
                options.cacheBytes() / 2);
    }

    int units() {
        return intervention.layer().units();
    }

    NDManager manager() {
        return intervention.generator().manager();
    }

    /**
     * The class's share of the changed cells.
     *
     * @param alpha {@code [1, U, 1, 1]}
     * @param ablated which present places
     * @param inserted which candidate places, as many
     * @param soft whether soft scores are read, and a graph recorded where gradients are on
     * @return {@code [2, n]}: after ablation, after insertion; owned by alpha's manager
     */
    NDArray at(NDArray alpha, int[] ablated, int[] inserted, boolean soft) {
        NDManager manager = alpha.getManager();
        int n = ablated.length;
        NDArray z = NDArrays.concat(
                new NDList(present.latents(manager, ablated), candidates.latents(manager, inserted))); // [2n, d]
        NDArray maps = NDArrays.concat(
                new NDList(present.maps(manager, ablated), candidates.maps(manager, inserted))); // [2n, U, h, w]
        NDArray marks = grid.marks(
                manager,
                IntStream.concat(cells(corpus.present(), ablated), cells(corpus.candidates(), inserted))
                        .toArray()); // [2n, 1, h, w]
        float[] levels = corpus.levels().toFloats();
        float[] value = new float[2 * n * levels.length];
        for (int i = n; i < 2 * n; i++) {
            System.arraycopy(levels, 0, value, i * levels.length, levels.length);
        }
        NDArray values = manager.create(value, new Shape(2L * n, levels.length, 1, 1));
        Pass pass = soft ? Pass.DIFFERENTIABLE : Pass.INFERENCE;
        NDArray images = intervention.images(z, maps, alpha.mul(marks), values, pass);
        NDArray shares = grid.means(soft ? target.soft(images) : target.hard(images)); // [2n, h, w]
        NDArray read = shares.mul(marks.squeeze(1)).reshape(2L * n, -1).sum(new int[] {1}); // [2n]
        return read.reshape(2, n);
    }

    private static IntStream cells(List<PairCorpus.Place> places, int[] rows) {
        return Arrays.stream(rows).map(row -> places.get(row).cell());
    }

    /**
     * The means over pairs, without a graph.
     *
     * @param alpha {@code [U]} shares
     * @param from the first pair
     * @param to the end of the pairs, exclusive
     * @param step how many are run at a time
     * @return the mean after ablation and after insertion
     */
    double[] means(float[] alpha, int from, int to, int step, boolean soft) {
        double[] sums = new double[2];
        for (int first = from; first < to; first += step) {
            int[] rows = IntStream.range(first, Math.min(to, first + step)).toArray();
            try (GradScope off = GradScope.off();
                    NDManager scope = manager().newSubManager()) {
                float[] scores =
                        at(intervention.perUnit(scope, alpha), rows, rows, soft).toFloatArray();
                for (int i = 0; i < scores.length; i++) {
                    sums[i / rows.length] += scores[i];
                }
            }
        }
        return new double[] {sums[0] / (to - from), sums[1] / (to - from)};
    }
}
