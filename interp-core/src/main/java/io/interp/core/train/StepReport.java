package io.interp.core.train;

import ai.djl.metric.Metrics;

/**
 * What one step of {@link GanTrainer} measured.
 *
 * @param step the number of the step, counted from 1
 * @param discriminatorLoss the discriminator's loss without the penalty
 * @param generatorLoss the generator's loss
 * @param realScore the mean logit of real images
 * @param fakeScore the mean logit of generated images, at the discriminator's half of the step
 * @param r1 the mean squared gradient norm at real images, NaN at steps without the penalty
 */
public record StepReport(
        long step, double discriminatorLoss, double generatorLoss, double realScore, double fakeScore, double r1) {

    /**
     * Adds the numbers to DJL's metrics, from which listeners and notebooks read them: {@code discriminatorLoss}, {@code
     * generatorLoss}, {@code realScore}, {@code fakeScore} and, at steps with the penalty, {@code r1}.
     *
     * @param metrics where they are added
     */
    public void addTo(Metrics metrics) {
        metrics.addMetric("discriminatorLoss", discriminatorLoss);
        metrics.addMetric("generatorLoss", generatorLoss);
        metrics.addMetric("realScore", realScore);
        metrics.addMetric("fakeScore", fakeScore);
        if (!Double.isNaN(r1)) {
            metrics.addMetric("r1", r1);
        }
    }
}
