package io.interp.egan;

import io.interp.core.data.EpochOrder;
import io.interp.core.tensor.Draws;
import java.util.Arrays;

/** Which real images each generation sees: a pure function of the seed and the generation. */
final class RealBatches {

    private static final long EVALUATION = 0x31;

    private final int batchSize;
    private final int steps;
    private final boolean joint;
    private final EpochOrder order;
    private final EpochOrder evaluation;

    RealBatches(EvolutionOptions options, int size) {
        batchSize = options.batchSize();
        steps = options.critic().steps();
        joint = options.critic().fakes() == CriticFakes.EVALUATED;
        int judged = options.judges() ? options.evaluation().size() : 0;
        int perStretch = joint ? Math.addExact(Math.multiplyExact(batchSize, steps), judged) : batchSize;
        order = EpochOrder.of(options.seed(), size, perStretch, EpochOrder.Tail.CONTINUE);
        evaluation = EpochOrder.of(
                Draws.derive(options.seed(), EVALUATION),
                size,
                options.evaluation().size(),
                EpochOrder.Tail.CONTINUE);
    }

    /** The images of one of the discriminator's steps. */
    int[] critic(long generation, int step) {
        return joint
                ? Arrays.copyOfRange(order.batch(generation), step * batchSize, (step + 1) * batchSize)
                : order.batch(generation * steps + step);
    }

    /** The images children are judged by. */
    int[] evaluation(long generation) {
        if (!joint) {
            return evaluation.batch(generation);
        }
        int[] stretch = order.batch(generation);
        return Arrays.copyOfRange(stretch, batchSize * steps, stretch.length);
    }
}
