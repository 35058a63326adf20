package io.interp.eigengan.train;

import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanLoss;
import io.interp.core.train.GanTraining;
import io.interp.core.train.GanTraining.BatchStatistics;
import java.util.Objects;

/**
 * Settings of EigenGAN's training.
 *
 * @param gan losses, optimisers, batch, R1, moving average and seed
 * @param orthogonality the weight of {@link OrthogonalityPenalty}, 0 for none
 * @param retraction what is done to the bases after each step
 * @param mirrored whether half of the images are seen mirrored
 * @param steps how many steps are taken
 * @param decayFrom the share of the steps after which learning rates fall linearly to 0 at the last; 1 for never
 * @param reportInterval after how many steps a {@link TrainingPoint} is measured
 */
public record EigenGanTraining(
        GanTraining gan,
        double orthogonality,
        Retraction retraction,
        boolean mirrored,
        long steps,
        double decayFrom,
        int reportInterval) {

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public EigenGanTraining {
        Objects.requireNonNull(gan, "gan");
        Objects.requireNonNull(retraction, "retraction");
        if (!(orthogonality >= 0)) {
            throw new IllegalArgumentException("the weight of orthogonality must be at least 0, got " + orthogonality);
        }
        if (!(decayFrom >= 0 && decayFrom <= 1)) {
            throw new IllegalArgumentException(
                    "learning rates can fall from a share of the steps in [0, 1], got " + decayFrom);
        }
        if (steps < 1 || reportInterval < 1) {
            throw new IllegalArgumentException(
                    "steps and the interval of reports must be at least 1, got " + steps + " and " + reportInterval);
        }
    }

    /**
     * {@return the released settings: hinge loss with a margin for the generator, too; Adam(1e-4, 0.5, 0.999); batch 64;
     *     R1 of weight 10 (gamma 20) at every third step; average 0.999; orthogonality 1; mirrored images; 253,120 steps,
     *     those of 160 epochs of CelebA. The penalty alone leaves |U'U - I| at some 1e-3 to 1e-2, see {@link
     *     Retraction}}
     */
    public static EigenGanTraining paper() {
        AdamOptions adam = new AdamOptions(1e-4, 0.5, 0.999, 1e-8);
        GanTraining gan = new GanTraining(
                GanLoss.HINGE_MARGIN, adam, adam, 64, 20, 3, 0.999, new BatchStatistics(false, false), 0);
        return new EigenGanTraining(gan, 1, Retraction.NONE, true, 253_120, 1, 1000);
    }

    /**
     * {@return settings for images of 64x64: the released ones for 100,000 steps, with bases held orthonormal by retraction beside
     *     the penalty}
     */
    public static EigenGanTraining celeba64() {
        return paper().withOrthogonality(1, Retraction.POLAR).withSteps(100_000);
    }

    /**
     * {@return settings for short trainings of {@link io.interp.eigengan.EigenGan#narrow} networks on a processor: the
     *     released ones with batches of 16, learning rate 5e-4, R1 of weight 1 (gamma 2), average 0.995, and bases held
     *     orthonormal by retraction beside the penalty}
     *
     * @param steps how many steps are taken
     */
    public static EigenGanTraining brief(long steps) {
        EigenGanTraining paper = paper();
        AdamOptions adam = paper.gan().generator().withLearningRate(5e-4);
        return new EigenGanTraining(
                paper.gan().withAdam(adam, adam).withBatchSize(16).withR1(2, 3).withEma(0.995),
                1,
                Retraction.POLAR,
                true,
                steps,
                1,
                100);
    }

    /**
     * {@return the same with other settings of the GAN}
     *
     * @param settings the settings
     */
    public EigenGanTraining withGan(GanTraining settings) {
        return new EigenGanTraining(settings, orthogonality, retraction, mirrored, steps, decayFrom, reportInterval);
    }

    /**
     * {@return the same with bases held orthonormal in another way}
     *
     * @param weight the weight of the penalty, 0 for none
     * @param way what is done after each step
     */
    public EigenGanTraining withOrthogonality(double weight, Retraction way) {
        return new EigenGanTraining(gan, weight, way, mirrored, steps, decayFrom, reportInterval);
    }

    /**
     * {@return the same with or without mirrored images}
     *
     * @param half whether half of the images are seen mirrored
     */
    public EigenGanTraining withMirrored(boolean half) {
        return new EigenGanTraining(gan, orthogonality, retraction, half, steps, decayFrom, reportInterval);
    }

    /**
     * {@return the same for another number of steps}
     *
     * @param count how many
     */
    public EigenGanTraining withSteps(long count) {
        return new EigenGanTraining(gan, orthogonality, retraction, mirrored, count, decayFrom, reportInterval);
    }

    /**
     * {@return the same with learning rates that fall linearly to 0 at the last step}
     *
     * @param share the share of the steps after which they fall; 1 for never
     */
    public EigenGanTraining withDecayFrom(double share) {
        return new EigenGanTraining(gan, orthogonality, retraction, mirrored, steps, share, reportInterval);
    }

    /**
     * {@return what learning rates are multiplied by}
     *
     * @param step a step, from 0
     */
    double rate(long step) {
        double start = decayFrom * steps;
        boolean falling = decayFrom < 1 && step >= start;
        return falling ? Math.max(0, (steps - step) / (steps - start)) : 1;
    }

    /**
     * {@return the same with another interval of reports}
     *
     * @param interval after how many steps a point is measured
     */
    public EigenGanTraining withReportInterval(int interval) {
        return new EigenGanTraining(gan, orthogonality, retraction, mirrored, steps, decayFrom, interval);
    }

    /**
     * {@return the same with another batch size}
     *
     * @param size images in each half of a step
     */
    public EigenGanTraining withBatchSize(int size) {
        return withGan(gan.withBatchSize(size));
    }

    /**
     * {@return the same with another seed}
     *
     * @param number the seed
     */
    public EigenGanTraining withSeed(long number) {
        return withGan(gan.withSeed(number));
    }

    /** {@return the seed} */
    public long seed() {
        return gan.seed();
    }
}
