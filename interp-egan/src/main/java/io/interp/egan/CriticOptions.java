package io.interp.egan;

import io.interp.core.train.AdamOptions;
import java.util.Objects;

/**
 * How the discriminator is trained: on -log D(x) - log(1 - D(G(z))), equation 2 of the paper.
 *
 * @param steps its steps in each generation
 * @param adam its optimiser
 * @param fakes which generated images it sees
 * @param first whether it moves before the generators do, as in the paper's algorithm, or after them, as in the authors'
 *     code
 * @param r1Gamma the weight of the R1 penalty gamma/2 |gradient|&sup2; at real images, 0 for none; not of the paper, but
 *     what many modes need
 * @param r1Interval the penalty is added at every so many of its steps, scaled up by as much
 */
public record CriticOptions(
        int steps, AdamOptions adam, CriticFakes fakes, boolean first, double r1Gamma, int r1Interval) {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if a number is out of range, or it moves first on evaluation images, which do not
     *     exist yet at the first step
     */
    public CriticOptions {
        Objects.requireNonNull(adam, "adam");
        Objects.requireNonNull(fakes, "fakes");
        if (steps < 1) {
            throw new IllegalArgumentException("the discriminator takes at least 1 step a generation, got " + steps);
        }
        if (first && fakes == CriticFakes.EVALUATED) {
            throw new IllegalArgumentException(
                    "a discriminator that moves first can't learn from images of an evaluation"
                            + " that comes later; use fresh images, or let it move second");
        }
        if (!(r1Gamma >= 0) || Double.isInfinite(r1Gamma) || r1Interval < 1) {
            throw new IllegalArgumentException("R1 needs a weight of at least 0 and an interval of at least 1, got "
                    + r1Gamma + " and " + r1Interval);
        }
    }

    /** {@return whether the penalty is added at a step, counted from 0} */
    boolean penalisedAt(long step) {
        return r1Gamma > 0 && step % r1Interval == 0;
    }
}
