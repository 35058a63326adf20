package io.interp.partition;

import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanTraining;
import io.interp.partition.energy.EnergyOptions;
import io.interp.partition.energy.LossWeights;
import io.interp.partition.mixture.MixtureOptions;
import java.util.function.Consumer;

/**
 * Settings of the retraining that makes the filters of a layer fall into groups.
 *
 * @param mixture the grouping of filters
 * @param energy the energy model, its chains and its weights in the loss
 * @param energyPerPosition whether the energy is averaged over the positions of a map rather than summed, which keeps
 *     chains and weights in the same range whatever the layer's size
 * @param gan the GAN half: losses, optimisers, penalty, batch, seed
 * @param energyAdam the generator's optimiser in the energy half; it is apart from the GAN's, since one large gradient
 *     every T steps would stay in shared moments and starve the steps between
 * @param updates the number U of updates of the energy model and, with it, of the generator
 * @param stepsPerUpdate the number T of GAN steps between two updates
 * @param regroupEveryUntil the grouping is refitted at every update before this one
 * @param regroupInterval and at every so many updates after it
 * @param pooling maps are averaged over blocks of so many positions on a side before they are grouped and scored, 1 for
 *     none, 2 for generators of transposed convolutions. Transposed convolutions give each filter a checkerboard of its own; without pooling, filters that light up on
 *     the same part but on different squares of the board count as disjoint
 * @param images the number N of latents whose maps the grouping is fitted to
 * @param energyBatch the number of latents in each update
 * @param warmUp the number of discriminator steps before the first update, when the GAN came without a discriminator
 */
public record PartitionOptions(
        MixtureOptions mixture,
        EnergyOptions energy,
        boolean energyPerPosition,
        GanTraining gan,
        AdamOptions energyAdam,
        int updates,
        int stepsPerUpdate,
        int regroupEveryUntil,
        int regroupInterval,
        int pooling,
        int images,
        int energyBatch,
        int warmUp) {

    private static final AdamOptions FINE_TUNING = new AdamOptions(1e-4, 0, 0.99, 1e-8);

    /** Validates the settings. */
    public PartitionOptions {
        if (updates < 1 || stepsPerUpdate < 0 || regroupInterval < 1 || regroupEveryUntil < 0 || warmUp < 0) {
            throw new IllegalArgumentException(
                    "updates and the regrouping interval must be at least 1, steps per update,"
                            + " the early updates and the warm-up at least 0, got " + updates + ", " + regroupInterval
                            + ", "
                            + stepsPerUpdate + ", " + regroupEveryUntil + ", " + warmUp);
        }
        if (pooling < 1) {
            throw new IllegalArgumentException("maps are pooled over blocks of at least 1, got " + pooling);
        }
        if (images < 64 || energyBatch < 2) {
            throw new IllegalArgumentException("the grouping needs at least 64 images and an update at least 2 latents,"
                    + " got " + images + " and " + energyBatch);
        }
    }

    /**
     * {@return the defaults: features and energy by each filter's scale, a bound on the energy model's weights, gradients
     * clipped, regrouping at each of the first 10 updates and then at every 5th, 60 updates of 5 GAN steps, the
     * energy averaged over positions, maps as they are. The weight lambda1 is 2 / C rather than the paper's 2/3: a position of a filter's
     * map is then raised where its group holds more than 2 / (C + 2) of the groups' summed means, instead of 40 %}
     *
     * @param groups the number C of groups
     */
    public static PartitionOptions robust(int groups) {
        return new PartitionOptions(
                MixtureOptions.robust(groups),
                EnergyOptions.robust().withLosses(LossWeights.PAPER.withLambda1(2.0 / groups)),
                true,
                GanTraining.fromScratch()
                        .withAdam(FINE_TUNING, FINE_TUNING.withLearningRate(2e-4))
                        .withBatchSize(32)
                        .withEma(0.97)
                        .withBatchStatistics(false, true),
                FINE_TUNING.withLearningRate(5e-4),
                60,
                5,
                10,
                5,
                1,
                256,
                32,
                300);
    }

    /**
     * {@return the constants of the paper where it names them, literal: raw features, no bound, no clipping, T = 100,
     * regrouping at every update; what it does not name is as in {@link #robust}}
     *
     * @param groups the number C of groups; the paper's is 24
     */
    public static PartitionOptions paper(int groups) {
        PartitionOptions robust = robust(groups);
        return new PartitionOptions(
                MixtureOptions.paper(groups),
                EnergyOptions.paper(),
                false,
                robust.gan(),
                robust.energyAdam(),
                robust.updates(),
                100,
                robust.updates(),
                1,
                1,
                robust.images(),
                robust.energyBatch(),
                robust.warmUp());
    }

    /** {@return the number C of groups} */
    public int groups() {
        return mixture.groups();
    }

    /** {@return the seed of everything that is drawn} */
    public long seed() {
        return gan.seed();
    }

    /** The energy's settings for a layer whose maps have K positions. */
    EnergyOptions energyFor(int positions) {
        return energyPerPosition ? energy.withEnergyScale(energy.energyScale() / positions) : energy;
    }

    boolean regroupsAt(int update) {
        return update < regroupEveryUntil || update % regroupInterval == 0;
    }

    /**
     * {@return the same settings with another length}
     *
     * @param number the number U of updates
     * @param steps the number T of GAN steps in each
     */
    public PartitionOptions withUpdates(int number, int steps) {
        return with(draft -> {
            draft.updates = number;
            draft.stepsPerUpdate = steps;
        });
    }

    /**
     * {@return the same settings with another GAN half}
     *
     * @param training its settings
     */
    public PartitionOptions withGan(GanTraining training) {
        return with(draft -> draft.gan = training);
    }

    /**
     * {@return the same settings with another energy model}
     *
     * @param model its settings
     * @param adam the generator's optimiser in the energy half
     */
    public PartitionOptions withEnergy(EnergyOptions model, AdamOptions adam) {
        return with(draft -> {
            draft.energy = model;
            draft.energyAdam = adam;
        });
    }

    /**
     * {@return the same settings with another warm-up of a fresh discriminator}
     *
     * @param steps the number of discriminator steps
     */
    public PartitionOptions withWarmUp(int steps) {
        return with(draft -> draft.warmUp = steps);
    }

    /**
     * {@return the same settings with other blocks}
     *
     * @param block the side of the blocks that maps are averaged over, 1 for none
     */
    public PartitionOptions withPooling(int block) {
        return with(draft -> draft.pooling = block);
    }

    /**
     * {@return the same settings with other amounts of latents}
     *
     * @param grouped the number N of latents whose maps the grouping is fitted to, at least 64
     * @param inUpdate the number of latents in each update, at least 2
     */
    public PartitionOptions withImages(int grouped, int inUpdate) {
        return with(draft -> {
            draft.images = grouped;
            draft.energyBatch = inUpdate;
        });
    }

    /**
     * {@return the same settings with another seed, of the grouping and of the training}
     *
     * @param number the seed
     */
    public PartitionOptions withSeed(long number) {
        return with(draft -> {
            draft.mixture = mixture.withSeed(number);
            draft.gan = gan.withSeed(number);
        });
    }

    /**
     * {@return the same settings with the energy summed or averaged}
     *
     * @param average whether the energy is averaged over positions
     */
    public PartitionOptions withEnergyPerPosition(boolean average) {
        return with(draft -> draft.energyPerPosition = average);
    }

    private PartitionOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** The settings while some of them are changed. */
    private static final class Draft {
        private MixtureOptions mixture;
        private EnergyOptions energy;
        private boolean energyPerPosition;
        private GanTraining gan;
        private AdamOptions energyAdam;
        private int updates;
        private int stepsPerUpdate;
        private int regroupEveryUntil;
        private int regroupInterval;
        private int pooling;
        private int images;
        private int energyBatch;
        private int warmUp;

        Draft(PartitionOptions from) {
            mixture = from.mixture;
            energy = from.energy;
            energyPerPosition = from.energyPerPosition;
            gan = from.gan;
            energyAdam = from.energyAdam;
            updates = from.updates;
            stepsPerUpdate = from.stepsPerUpdate;
            regroupEveryUntil = from.regroupEveryUntil;
            regroupInterval = from.regroupInterval;
            pooling = from.pooling;
            images = from.images;
            energyBatch = from.energyBatch;
            warmUp = from.warmUp;
        }

        PartitionOptions finished() {
            return new PartitionOptions(
                    mixture,
                    energy,
                    energyPerPosition,
                    gan,
                    energyAdam,
                    updates,
                    stepsPerUpdate,
                    regroupEveryUntil,
                    regroupInterval,
                    pooling,
                    images,
                    energyBatch,
                    warmUp);
        }
    }
}
