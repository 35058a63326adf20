package io.interp.core.train;

/**
 * Settings of {@link GanTrainer}.
 *
 * @param loss the two objectives
 * @param generator the generator's optimiser
 * @param discriminator the discriminator's optimiser
 * @param batchSize images in each half of a step
 * @param r1Gamma the weight of the R1 penalty, 0 for none
 * @param r1Interval the penalty is added at every so many steps, scaled up by as much (lazy regularisation)
 * @param emaDecay the decay of the generator's moving average, 0 to make it follow the weights
 * @param batchStatistics how batch norms behave in the two networks
 * @param seed the seed of latents and of the order of the data
 */
public record GanTraining(
        GanLoss loss,
        AdamOptions generator,
        AdamOptions discriminator,
        int batchSize,
        double r1Gamma,
        int r1Interval,
        double emaDecay,
        BatchStatistics batchStatistics,
        long seed) {

    /**
     * Which networks use the statistics of the batch at hand, and update their running ones, rather than the stored ones.
     *
     * @param generator whether the generator does
     * @param discriminator whether the discriminator does; real and generated images are scored in separate batches
     */
    public record BatchStatistics(boolean generator, boolean discriminator) {}

    /** Validates the settings. */
    public GanTraining {
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1, got " + batchSize);
        }
        if (!(r1Gamma >= 0) || r1Interval < 1) {
            throw new IllegalArgumentException("R1 needs a weight of at least 0 and an interval of at least 1, got "
                    + r1Gamma + " and " + r1Interval);
        }
        if (!(emaDecay >= 0 && emaDecay < 1)) {
            throw new IllegalArgumentException("the decay of the moving average must be in [0, 1), got " + emaDecay);
        }
    }

    /**
     * {@return settings for training from scratch: non-saturating loss, Adam(2e-4, 0.5, 0.99), batch 64, R1 with gamma 1
     * at every 8th step, average 0.995, batch statistics in both networks, seed 0}
     */
    public static GanTraining fromScratch() {
        AdamOptions adam = new AdamOptions(2e-4, 0.5, 0.99, 1e-8);
        return new GanTraining(GanLoss.NON_SATURATING, adam, adam, 64, 1, 8, 0.995, new BatchStatistics(true, true), 0);
    }

    /**
     * {@return the same settings with another loss}
     *
     * @param other the loss
     */
    public GanTraining withLoss(GanLoss other) {
        return new GanTraining(
                other, generator, discriminator, batchSize, r1Gamma, r1Interval, emaDecay, batchStatistics, seed);
    }

    /**
     * {@return the same settings with other optimisers}
     *
     * @param forGenerator the generator's
     * @param forDiscriminator the discriminator's
     */
    public GanTraining withAdam(AdamOptions forGenerator, AdamOptions forDiscriminator) {
        return new GanTraining(
                loss, forGenerator, forDiscriminator, batchSize, r1Gamma, r1Interval, emaDecay, batchStatistics, seed);
    }

    /**
     * {@return the same settings with another batch size}
     *
     * @param size the batch size
     */
    public GanTraining withBatchSize(int size) {
        return new GanTraining(
                loss, generator, discriminator, size, r1Gamma, r1Interval, emaDecay, batchStatistics, seed);
    }

    /**
     * {@return the same settings with another R1 penalty}
     *
     * @param gamma the weight, 0 for none
     * @param interval how often it is added, in steps
     */
    public GanTraining withR1(double gamma, int interval) {
        return new GanTraining(
                loss, generator, discriminator, batchSize, gamma, interval, emaDecay, batchStatistics, seed);
    }

    /**
     * {@return the same settings with another decay of the moving average}
     *
     * @param decay the decay in [0, 1)
     */
    public GanTraining withEma(double decay) {
        return new GanTraining(
                loss, generator, discriminator, batchSize, r1Gamma, r1Interval, decay, batchStatistics, seed);
    }

    /**
     * {@return the same settings with other behaviour of batch norms}
     *
     * @param forGenerator whether the generator uses batch statistics
     * @param forDiscriminator whether the discriminator does
     */
    public GanTraining withBatchStatistics(boolean forGenerator, boolean forDiscriminator) {
        return new GanTraining(
                loss,
                generator,
                discriminator,
                batchSize,
                r1Gamma,
                r1Interval,
                emaDecay,
                new BatchStatistics(forGenerator, forDiscriminator),
                seed);
    }

    /**
     * {@return the same settings with another seed}
     *
     * @param number the seed
     */
    public GanTraining withSeed(long number) {
        return new GanTraining(
                loss, generator, discriminator, batchSize, r1Gamma, r1Interval, emaDecay, batchStatistics, number);
    }
}
