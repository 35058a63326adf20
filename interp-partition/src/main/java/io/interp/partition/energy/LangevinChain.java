package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Langevin dynamics over latents: noisy ascent of an energy plus the prior's log-density, one chain per latent.
 *
 * <p>A step is {@code z <- z + (delta^2 / 2) clip(dg/dz + score(z) / sigma^2) + delta u} with standard normal u. The clip
 * shortens a drift of norm above {@code 2 sqrt(d) / delta}, so that the drift moves a latent no further than noise is
 * expected to. The score of a uniform prior is 0, and its walls reflect.
 *
 * <p>Chains are independent only if the energy of one latent does not depend on the others: run the generator on stored
 * batch-norm statistics with its noise inputs and classes fixed, and scale features by {@link Scale#constants}.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, equation 9, with the gradient of the
 * log-density in place of that of the density, as in Pang et al., "Learning Latent Space Energy-Based Prior Model",
 * NeurIPS 2020.
 */
public final class LangevinChain {

    private LangevinChain() {}

    /**
     * Where chains ended.
     *
     * @param latents {@code [B, d]} float32, not recorded, owned by the manager of the latents the chains started from
     * @param energyBefore the mean energy at the start
     * @param energyAfter the mean energy at the end
     */
    public record Revision(NDArray latents, double energyBefore, double energyAfter) {}

    /**
     * Runs the chains.
     *
     * @param z where they start, {@code [B, d]} float32; left as it is
     * @param prior the latents' space
     * @param energy takes latents {@code [B, d]} to energies {@code [B]} by recorded operations; it is called once per
     *     step and once at the end, and the array it returns is closed here
     * @param options the settings
     * @param noise where the noise is drawn from, latent by latent, step by step
     * @return the revised latents
     * @throws IllegalArgumentException if z is not of the space, or the energy is not {@code [B]}
     * @throws InterpException if an energy or its gradient is not finite, or the energy was not recorded
     */
    public static Revision revise(
            NDArray z,
            LatentSpace prior,
            Function<NDArray, NDArray> energy,
            LangevinOptions options,
            RandomGenerator noise) {
        prior.check(z);
        NDManager owner = z.getManager();
        try (GradScope off = GradScope.off();
                NDManager scope = owner.newSubManager()) {
            NDArray current = within(scope, z.duplicate());
            double before = Double.NaN;
            for (int step = 0; step < options.steps(); step++) {
                try (NDManager inner = scope.newSubManager()) {
                    Slope slope = slope(within(inner, current.duplicate()), energy, step);
                    if (step == 0) {
                        before = slope.energy();
                    }
                    NDArray next = move(within(inner, current), slope.gradient(), prior, options, noise, step);
                    current = within(scope, next);
                }
            }
            double after = meanEnergy(current, energy, scope, options.steps());
            current.attach(owner);
            return new Revision(current, options.steps() == 0 ? after : before, after);
        }
    }

    private record Slope(double energy, NDArray gradient) {}

    /** The mean energy of a leaf and the gradient of each energy by its latent, in the leaf's manager. */
    private static Slope slope(NDArray leaf, Function<NDArray, NDArray> energy, int step) {
        NDManager manager = leaf.getManager();
        try (GradScope on = GradScope.on()) {
            Gradients.require(leaf);
            NDArray energies = evaluate(leaf, energy, manager);
            double mean = mean(energies, step);
            return new Slope(mean, within(manager, differentiate(energies.sum(), leaf)));
        }
    }

    private static NDArray differentiate(NDArray sum, NDArray leaf) {
        try {
            return Gradients.of(sum, leaf);
        } catch (InterpException e) {
            throw new InterpException(
                    "the energy can't be differentiated by latents; it must be computed from the latents it is given by"
                            + " recorded operations (run the generator with Pass.DIFFERENTIABLE)",
                    e);
        }
    }

    private static NDArray move(
            NDArray z, NDArray gradient, LatentSpace prior, LangevinOptions options, RandomGenerator noise, int step) {
        double delta = options.stepSize();
        NDArray drift = gradient.add(prior.score(z).div(options.sigma() * options.sigma())); // [B, d]
        // In double, so that the square of a large gradient is still a number.
        NDArray norm = drift.toType(DataType.FLOAT64, false)
                .square()
                .sum(new int[] {1}, true)
                .sqrt(); // [B, 1]
        if (!Double.isFinite(norm.sum().getDouble())) {
            throw new InterpException("the energy's gradient is not finite at step " + step + " of the Langevin chains;"
                    + " restore an earlier state of W or lower the energy scale");
        }
        if (options.driftClip()) {
            double limit = 2 * Math.sqrt(prior.dimension()) / delta;
            NDArray factor = norm.maximum(limit).pow(-1).mul(limit); // [B, 1], 1 where the norm is below the limit
            drift = drift.mul(factor.toType(DataType.FLOAT32, false));
        }
        Shape shape = z.getShape();
        NDArray kick = Draws.normal(z.getManager(), noise, shape).muli(delta);
        return prior.reflect(z.add(drift.mul(delta * delta / 2)).addi(kick));
    }

    private static double meanEnergy(NDArray z, Function<NDArray, NDArray> energy, NDManager scope, int step) {
        try (NDManager inner = scope.newSubManager()) {
            return mean(evaluate(within(inner, z.duplicate()), energy, inner), step);
        }
    }

    private static NDArray evaluate(NDArray z, Function<NDArray, NDArray> energy, NDManager manager) {
        NDArray energies = energy.apply(z);
        long batch = z.getShape().get(0);
        if (!energies.getShape().equals(new Shape(batch))) {
            throw new IllegalArgumentException(
                    "the energy of " + batch + " latents should be [" + batch + "], got " + energies.getShape());
        }
        return within(manager, energies);
    }

    private static double mean(NDArray energies, int step) {
        float[] values = energies.toFloatArray();
        double sum = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InterpException("the energy is " + value + " at step " + step + " of the Langevin chains;"
                        + " restore an earlier state of W or lower the energy scale");
            }
            sum += value;
        }
        return values.length == 0 ? Double.NaN : sum / values.length;
    }

    private static NDArray within(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }
}
