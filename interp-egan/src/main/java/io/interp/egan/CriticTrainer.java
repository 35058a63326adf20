package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.tensor.TensorOps;
import io.interp.core.train.Adam;
import io.interp.core.train.GanLoss;
import io.interp.core.train.GanTrainer;
import java.util.List;

/** The discriminator's half of evolution. Owns its optimiser. */
final class CriticTrainer implements AutoCloseable {

    /** What one step measured. */
    record Measured(double loss, double realScore, double fakeScore) {

        static Measured mean(List<Measured> all) {
            return new Measured(
                    all.stream().mapToDouble(Measured::loss).average().orElseThrow(),
                    all.stream().mapToDouble(Measured::realScore).average().orElseThrow(),
                    all.stream().mapToDouble(Measured::fakeScore).average().orElseThrow());
        }
    }

    private final Discriminator discriminator;
    private final CriticOptions options;
    private final Pass scoring;
    private final Adam adam;

    CriticTrainer(NDManager owner, Discriminator discriminator, CriticOptions options, boolean batchStatistics) {
        this.discriminator = discriminator;
        this.options = options;
        scoring = new Pass(batchStatistics, true);
        adam = new Adam(owner, discriminator.parameters(), options.adam());
    }

    Adam adam() {
        return adam;
    }

    /**
     * Takes one step.
     *
     * @param step its number since training began, from 0
     * @param real {@code [N, C, H, W]}
     * @param fake {@code [N, C, H, W]} without a graph
     */
    Measured step(long step, NDArray real, NDArray fake) {
        boolean penalised = options.penalisedAt(step);
        if (penalised) {
            Gradients.require(real);
        }
        Gradients.require(adam.weights(), true);
        try (GradScope on = GradScope.on()) {
            NDArray realScores = discriminator.score(real, scoring); // [N]
            NDArray fakeScores = discriminator.score(fake, scoring); // [N]
            NDArray loss = GanLoss.MINIMAX.discriminatorLoss(realScores, fakeScores);
            NDArray total = penalised
                    ? loss.add(TensorOps.scale(
                            GanTrainer.gradientPenalty(realScores, real), options.r1Gamma() / 2 * options.r1Interval()))
                    : loss;
            NDList gradients = Gradients.of(total, adam.weights());
            adam.step(gradients);
            return new Measured(
                    loss.getFloat(),
                    realScores.mean().getFloat(),
                    fakeScores.mean().getFloat());
        } finally {
            Gradients.require(adam.weights(), false);
        }
    }

    @Override
    public void close() {
        adam.close();
    }
}
