package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.InterpException;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.util.Arrays;
import java.util.Map;

/**
 * The energy of feature maps under a partition of their filters: how filters and group means overlap, weighted pixel by
 * pixel by learned numbers W.
 *
 * <p>For rectified maps f of M filters over K positions, each filter j in one of C groups, and the mean map of each
 * group {@code fbar}, it is {@code g(f) = s * sum_jck W[k, j, c] f[j, k] fbar[c, k]} with {@code s} the energy scale. The
 * model is a density over latents, proportional to {@code exp(g(f(z)))} times the prior. A filter with group -1 is
 * inactive: it takes no part, whatever its maps, and its W stays 0.
 *
 * <p>Owns W and the matrices of the partition. Not safe for use by several threads while it is updated.
 *
 * <pre>{@code
 * try (EnergyModel model = new EnergyModel(manager, groups, 8, 32 * 32, EnergyOptions.robust())) {
 *     Scale scale = Scale.constants(statistics.rms());
 *     Function<NDArray, NDArray> energy = z -> model.energy(features(z), scale);
 *     NDArray revised = LangevinChain.revise(z, prior, energy, model.options().langevin(), noise).latents();
 *     model.step(
 *             model.interactions(features(z), scale), model.interactions(features(revised), scale), update);
 * }
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, section "Learning" and equations 3 to 8.
 */
public final class EnergyModel implements AutoCloseable {

    private static final String WEIGHTS = "weights";
    private static final String GROUPS = "groups";

    private final NDManager manager;
    private final EnergyOptions options;
    private final int positions;
    private final NDArray w; // [K, M, C]
    private Grouping grouping;

    /**
     * Creates a model with W = 0.
     *
     * @param parent the manager whose child owns W, and whose device it is on
     * @param groups the group of each filter from 0 to C - 1, or -1 for an inactive filter, {@code [M]}; copied
     * @param groupCount the number C of groups, at least 1; groups may be empty
     * @param positions the number K of positions of a map, height times width
     * @param options the settings
     * @throws IllegalArgumentException if there is no filter, no group or no position, or a group is out of range
     */
    public EnergyModel(NDManager parent, int[] groups, int groupCount, int positions, EnergyOptions options) {
        if (groups.length < 1 || groupCount < 1 || positions < 1) {
            throw new IllegalArgumentException("an energy needs at least 1 filter, group and position, got "
                    + groups.length + ", " + groupCount + " and " + positions);
        }
        this.options = options;
        this.positions = positions;
        manager = parent.newSubManager();
        try (GradScope off = GradScope.off()) {
            grouping =
                    new Grouping(manager, groups, groupCount, options.losses().lambda1());
            w = manager.zeros(new Shape(positions, groups.length, groupCount), DataType.FLOAT32);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** {@return the settings} */
    public EnergyOptions options() {
        return options;
    }

    /** {@return a copy of the group of each filter, -1 for inactive ones, {@code [M]}} */
    public int[] groups() {
        return grouping.groups.clone();
    }

    /** {@return the number C of groups} */
    public int groupCount() {
        return grouping.count;
    }

    /**
     * Scores feature maps. Differentiable in the features where the calling thread records a graph; W is a constant.
     *
     * @param features rectified maps {@code [B, M, H, W]} float32, H * W = K
     * @param scale what filters are divided by, used under {@link EnergyFeatures#FILTER_RMS} only
     * @return the energy of each image, {@code [B]}, owned by the features' manager
     * @throws IllegalArgumentException if shapes do not fit the model
     */
    public NDArray energy(NDArray features, Scale scale) {
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray ft = positionsFirst(features, scale, scope); // [K, B, M]
            NDArray fb = centers(ft); // [K, B, C]
            NDArray g = TensorOps.scale(ft.matMul(w).mul(fb).sum(new int[] {0, 2}), options.energyScale()); // [B]
            g.attach(features.getManager());
            return g;
        }
    }

    /**
     * The generator's share of the loss: minus the mean energy, times lambda0 and lambda2 for the generator, with the
     * scale of the batch. Only the part of the generator up to the layer has a gradient.
     *
     * @param features rectified maps {@code [B, M, H, W]}, recorded
     * @return a scalar, owned by the features' manager
     * @throws IllegalArgumentException if shapes do not fit the model
     */
    public NDArray generatorLoss(NDArray features) {
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray g = energy(features, Scale.batch());
            g.attach(scope);
            LossWeights losses = options.losses();
            NDArray loss = TensorOps.scale(g.mean(), -losses.lambda0() * losses.lambda2G());
            loss.attach(features.getManager());
            return loss;
        }
    }

    /**
     * The mean over images of the products that W weighs, which is the gradient of the mean energy by W, in closed form:
     * {@code Phi[k, j, c] = s * mean_b f[b, j, k] fbar[b, c, k]}. Never recorded.
     *
     * @param features rectified maps {@code [B, M, H, W]} float32
     * @param scale what filters are divided by, used under {@link EnergyFeatures#FILTER_RMS} only
     * @return {@code [K, M, C]}, owned by the features' manager
     * @throws IllegalArgumentException if shapes do not fit the model
     */
    public NDArray interactions(NDArray features, Scale scale) {
        try (GradScope off = GradScope.off();
                NDManager scope = features.getManager().newSubManager()) {
            NDArray ft = positionsFirst(features, scale, scope); // [K, B, M]
            NDArray fb = ft.matMul(grouping.averaging); // [K, B, C]
            double factor = options.energyScale() / features.getShape().get(0);
            NDArray phi = ft.transpose(0, 2, 1).matMul(fb).mul((float) factor); // [K, M, C]
            phi.attach(features.getManager());
            return phi;
        }
    }

    /**
     * Updates W by one step of gradient descent and projects it into its box: {@code W <- clip(W - eta (lambda0 (lambda2
     * (PhiChains - PhiData) + lambda3 push) + decay W))}, where push is -1 for a filter and its own group, lambda1 for a
     * foreign one. Entries of inactive filters do not move.
     *
     * @param phiData the {@link #interactions interactions} of the generator's own features, {@code [K, M, C]}; not
     *     closed
     * @param phiChains those of the chains' features; not closed
     * @param update the number of updates before this one, which sets lambda3
     * @return what the step did
     * @throws IllegalArgumentException if shapes do not fit the model or update is negative
     * @throws InterpException if the energy of either batch is not finite under the present or the new W; W is then as
     *     it was before
     */
    public WStep step(NDArray phiData, NDArray phiChains, int update) {
        checkInteractions(phiData, "of the data");
        checkInteractions(phiChains, "of the chains");
        LossWeights losses = options.losses();
        double lambda3 = losses.lambda3().at(update);
        double rate = options.learningRate();
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            double energyData = inner(w, phiData, scope);
            double energyChains = inner(w, phiChains, scope);
            requireFinite(energyData, energyChains, update, "before");
            NDArray phi = phiChains.sub(phiData);
            phi.attach(scope);
            NDArray next = phi.muli(-rate * losses.lambda0() * losses.lambda2W()); // [K, M, C]
            next.addi(within(scope, grouping.push.mul(-rate * losses.lambda0() * lambda3)));
            next.addi(within(scope, w.mul(1 - rate * options.decay())));
            double clipped = 0;
            if (options.bound() < Double.POSITIVE_INFINITY) {
                long cut = next.abs()
                        .gt((float) options.bound())
                        .toType(DataType.INT64, false)
                        .sum()
                        .getLong();
                clipped = cut / (double) Math.max(1, (long) positions * grouping.active * grouping.count);
                next = next.clip((float) -options.bound(), (float) options.bound());
            }
            requireFinite(inner(next, phiData, scope), inner(next, phiChains, scope), update, "after");
            next.copyTo(w);
            ClassSums sums = ClassSums.of(w, grouping);
            return new WStep(
                    update,
                    lambda3,
                    energyData,
                    energyChains,
                    next.abs().max().getFloat(),
                    sums.ownMean(),
                    sums.otherMean(),
                    clipped,
                    sums.loss(losses.lambda1()));
        }
    }

    /** {@return the interpretability loss, lambda1 times the sum of W over foreign groups minus that over own groups} */
    public double interpretability() {
        try (GradScope off = GradScope.off()) {
            return ClassSums.of(w, grouping).loss(options.losses().lambda1());
        }
    }

    /**
     * Takes over a new partition with the same labels. The weights of a filter that has moved were learned for another
     * group: those with its new group become the mean learned over all filters and their own groups, the others the mean
     * over foreign groups. A filter that has become inactive loses its weights.
     *
     * @param groups the new group of each filter, -1 for inactive ones, {@code [M]}; copied
     * @return the number of filters that moved
     * @throws IllegalArgumentException if the number of filters differs or a group is out of range
     */
    public int regroup(int[] groups) {
        if (groups.length != grouping.filters()) {
            throw new IllegalArgumentException(
                    "the model has " + grouping.filters() + " filters, the new partition has " + groups.length);
        }
        Grouping next =
                new Grouping(manager, groups, grouping.count, options.losses().lambda1());
        int count = grouping.count;
        float[] keep = new float[groups.length];
        float[] learned = new float[groups.length * count];
        int moved = 0;
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            ClassSums sums = ClassSums.of(w, grouping);
            float own = sums.ownCount() == 0 ? 0 : (float) sums.ownMean();
            float other = sums.otherCount() == 0 ? 0 : (float) sums.otherMean();
            for (int j = 0; j < groups.length; j++) {
                if (groups[j] == grouping.groups[j]) {
                    keep[j] = 1;
                    continue;
                }
                moved++;
                if (groups[j] >= 0) {
                    Arrays.fill(learned, j * count, (j + 1) * count, other);
                    learned[j * count + groups[j]] = own;
                }
            }
            w.muli(scope.create(keep, new Shape(groups.length, 1)));
            w.addi(scope.create(learned, new Shape(groups.length, count)));
        }
        grouping.close();
        grouping = next;
        return moved;
    }

    /**
     * Renames groups, in the partition and in W alike; energies stay as they are.
     *
     * @param labels the new label of each group, {@code [C]}, each label once
     * @throws IllegalArgumentException if the labels are no permutation of the groups
     */
    public void permuteGroups(int[] labels) {
        int count = grouping.count;
        int[] source = inverse(labels, count);
        int[] groups =
                Arrays.stream(grouping.groups).map(q -> q < 0 ? q : labels[q]).toArray();
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            NDList columns = new NDList(count);
            for (int c : source) {
                columns.add(within(scope, w.get(":, :, " + c + ":" + (c + 1)))); // [K, M, 1]
            }
            within(scope, NDArrays.concat(columns, 2)).copyTo(w);
        }
        Grouping next = new Grouping(manager, groups, count, options.losses().lambda1());
        grouping.close();
        grouping = next;
    }

    /** {@return a copy of what training has learned: {@code weights [K, M, C]} float32 and {@code groups [M]} int64} */
    public Map<String, HostArray> state() {
        long[] groups = Arrays.stream(grouping.groups).asLongStream().toArray();
        return Map.of(WEIGHTS, HostArray.copyOf(w), GROUPS, HostArray.of(groups, groups.length));
    }

    /**
     * Puts a saved state back.
     *
     * @param state what {@link #state()} gave for a model of the same sizes
     * @throws IllegalArgumentException if an array is missing or does not fit the model, W has a value that is not
     *     finite, or a group is out of range; the model is then as it was before
     */
    public void restore(Map<String, HostArray> state) {
        HostArray weights = get(state, WEIGHTS, DataType.FLOAT32, w.getShape().getShape());
        HostArray groups = get(state, GROUPS, DataType.INT64, new long[] {grouping.filters()});
        for (float value : weights.toFloats()) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("saved energy weights hold " + value + "; restore an earlier state");
            }
        }
        int[] saved = Arrays.stream(groups.toDoubles()).mapToInt(q -> (int) q).toArray();
        Grouping next =
                new Grouping(manager, saved, grouping.count, options.losses().lambda1());
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            weights.toNDArray(scope).copyTo(w);
        }
        grouping.close();
        grouping = next;
    }

    /** Frees W and the matrices of the partition. */
    @Override
    public void close() {
        manager.close();
    }

    /** The old label of each new one. */
    private static int[] inverse(int[] labels, int count) {
        int[] source = new int[count];
        Arrays.fill(source, -1);
        boolean fits = labels.length == count;
        for (int c = 0; fits && c < count; c++) {
            fits = labels[c] >= 0 && labels[c] < count && source[labels[c]] < 0;
            if (fits) {
                source[labels[c]] = c;
            }
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "new labels should name each of the " + count + " groups once, got " + Arrays.toString(labels));
        }
        return source;
    }

    /** Scaled features [K, B, M] in the scope, a view of the given ones where no scaling is needed. */
    private NDArray positionsFirst(NDArray features, Scale scale, NDManager scope) {
        Shape shape = features.getShape();
        int filters = grouping.filters();
        if (shape.dimension() != 4 || shape.get(1) != filters || shape.get(2) * shape.get(3) != positions) {
            throw new IllegalArgumentException(
                    "features should be [B, " + filters + ", H, W] with H * W = " + positions + ", got " + shape);
        }
        NDArray maps = within(scope, features.reshape(shape.get(0), filters, positions)); // [B, M, K]
        return FeatureScaling.apply(maps, options.features(), scale, grouping).transpose(2, 0, 1);
    }

    /** Group means [K, B, C]. */
    private NDArray centers(NDArray ft) {
        NDArray fb = ft.matMul(grouping.averaging);
        return options.detachCenter() ? fb.stopGradient() : fb;
    }

    private void checkInteractions(NDArray phi, String which) {
        if (!phi.getShape().equals(w.getShape())) {
            throw new IllegalArgumentException(
                    "interactions " + which + " should be [K, M, C] = " + w.getShape() + ", got " + phi.getShape());
        }
    }

    private static double inner(NDArray a, NDArray b, NDManager scope) {
        return within(scope, within(scope, a.mul(b)).sum()).getFloat();
    }

    private static void requireFinite(double data, double chains, int update, String when) {
        if (!Double.isFinite(data) || !Double.isFinite(chains)) {
            throw new InterpException("the energy is not finite " + when + " update " + update + " of W: " + data
                    + " on the generator's features, " + chains + " on the chains'; W was left as it was. Bound W, use"
                    + " normalised features or lower the energy scale");
        }
    }

    private static HostArray get(Map<String, HostArray> state, String name, DataType type, long[] shape) {
        HostArray array = state.get(name);
        if (array == null || array.dataType() != type || !Arrays.equals(array.shape(), shape)) {
            throw new IllegalArgumentException("saved energy should have " + name + " " + type + " "
                    + Arrays.toString(shape) + ", got " + (array == null ? state.keySet() : array));
        }
        return array;
    }

    private static NDArray within(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }
}
