package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The average causal effect of a set of units on a class: how much more of the class a random cell P shows when the units
 * are set to their levels there than when they are switched off there (Bau et al., equation 4). The class is measured by
 * hard masks in the cell that was changed.
 *
 * @param concept the class
 * @param units the set
 * @param effect the share of the cell after insertion minus that after ablation
 * @param inserted the share after insertion
 * @param ablated the share after ablation
 * @param untouched the share E[s_c(x)] in the same cells of the untouched images
 * @param images how many images were measured
 */
public record AverageCausalEffect(
        String concept,
        List<Integer> units,
        Estimate effect,
        Estimate inserted,
        Estimate ablated,
        Estimate untouched,
        int images) {

    /** Copies the list. */
    public AverageCausalEffect {
        units = List.copyOf(units);
    }

    /**
     * Measures a set of units.
     *
     * @param generator the generator; not changed
     * @param target the class
     * @param levels what each unit of the layer is set to by an insertion
     * @param units the set
     * @param options the images, and how many cells of each
     * @return the effect
     * @throws IllegalArgumentException if the layer gives no maps, the levels do not fit it or a unit is out of range
     */
    public static AverageCausalEffect measure(
            Generator generator, TargetClass target, UnitLevels levels, List<Integer> units, EffectOptions options) {
        Intervention intervention = Intervention.at(generator, levels.layer());
        float[] chosen = intervention.chosen(units);
        if (levels.values().size() != chosen.length) {
            throw new IllegalArgumentException("layer '" + levels.layer() + "' has " + chosen.length
                    + " units, got levels" + " of " + levels.values().size());
        }
        CellGrid grid = CellGrid.of(intervention.layer());
        CellDraws draws = new CellDraws(grid, options);
        int images = options.sample().images();
        double[][] shares = new double[3][images]; // untouched, inserted, ablated
        options.sample().forEach(generator, (z, first) -> {
            NDManager batch = z.getManager();
            Intervention.Features features = intervention.features(z);
            NDArray before = grid.means(target.hard(features.images())); // [n, h, w]
            NDArray alpha = intervention.perUnit(batch, chosen);
            NDArray[] values = {intervention.perUnit(batch, levels.toFloats()), alpha.zerosLike()};
            int[][] cells = draws.any(first, Math.toIntExact(z.getShape().get(0)));
            for (int[] slot : cells) {
                add(shares[0], first, draws.read(before, slot), cells.length);
                for (int kind = 0; kind < values.length; kind++) {
                    try (NDManager scope = batch.newSubManager()) {
                        NDArray mixed = alpha.mul(grid.marks(scope, slot)); // [n, U, h, w]
                        mixed.attach(scope);
                        NDArray after = intervention.images(z, features.maps(), mixed, values[kind], Pass.INFERENCE);
                        after.attach(scope);
                        add(shares[1 + kind], first, draws.read(grid.means(target.hard(after)), slot), cells.length);
                    }
                }
            }
        });
        double[] difference = new double[images];
        Arrays.setAll(difference, i -> shares[1][i] - shares[2][i]);
        double confidence = options.confidence();
        return new AverageCausalEffect(
                target.name(),
                units,
                Estimate.mean(difference, confidence),
                Estimate.mean(shares[1], confidence),
                Estimate.mean(shares[2], confidence),
                Estimate.mean(shares[0], confidence),
                images);
    }

    private static void add(double[] sums, int first, double[] values, int divisor) {
        for (int i = 0; i < values.length; i++) {
            sums[first + i] += values[i] / divisor;
        }
    }

    /** {@return the effect over the class's share of untouched images, which compares between classes; NaN without any} */
    public Estimate normalised() {
        return effect.dividedBy(untouched.value());
    }

    /** {@return the class, the number of units and the effect} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d units on '%s': effect %s, inserted %.4g, ablated %.4g, untouched %.4g (%d images)",
                units.size(),
                concept,
                effect,
                inserted.value(),
                ablated.value(),
                untouched.value(),
                images);
    }
}
