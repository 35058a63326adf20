package io.interp.eigengan.train;

import com.google.gson.Gson;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.NetworkState;
import io.interp.core.data.ImageSource;
import io.interp.core.io.SafeWrite;
import io.interp.core.train.Checkpoint;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.StepReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains an EigenGAN step by step, in place. A trainer restored from a checkpoint goes on as if it had never stopped, to
 * the same bytes. Owns the optimisers' moments and the moving average; the networks stay the caller's.
 */
public final class EigenGanTrainer implements AutoCloseable {

    /** Hinge losses with R1 stay below 10; what is a hundred times that has lost its way. */
    private static final double LARGEST_LOSS = 1000;

    private static final Gson NUMBERS = new Gson();
    private static final int MEASURED = 4;

    private final Generator generator;
    private final Discriminator discriminator;
    private final EigenGanTraining options;
    private final GanTrainer gan;
    private final List<TrainingPoint> history = new ArrayList<>();
    private double[] sums = new double[MEASURED];
    private Optional<Path> lastCheckpoint = Optional.empty();

    /**
     * Prepares training.
     *
     * @param generator an EigenGAN, trained in place
     * @param discriminator its discriminator, trained in place
     * @param data the real images
     * @param options the settings
     * @throws IllegalArgumentException if the generator is no EigenGAN, the images have another size, are fewer than a
     *     batch or hold NaN
     */
    public EigenGanTrainer(
            Generator generator, Discriminator discriminator, ImageSource data, EigenGanTraining options) {
        OrthogonalityPenalty penalty =
                new OrthogonalityPenalty(generator, options.orthogonality(), options.retraction());
        ImageSource images =
                TrainingImages.of(data, generator.imageShape(), options.gan().batchSize(), options.mirrored());
        this.generator = generator;
        this.discriminator = discriminator;
        this.options = options;
        gan = new GanTrainer(generator, discriminator, images, options.gan(), penalty);
    }

    /**
     * Takes one step of the discriminator and one of the generator.
     *
     * @return what was measured
     * @throws TrainingDivergedException if a loss is not finite or above 1000
     */
    public StepReport step() {
        StepReport report;
        try {
            report = gan.step(options.rate(gan.steps()));
        } catch (InterpException e) {
            throw new TrainingDivergedException(gan.steps(), e.getMessage(), lastCheckpoint, e);
        }
        double worst = Math.max(Math.abs(report.discriminatorLoss()), Math.abs(report.generatorLoss()));
        if (worst > LARGEST_LOSS) {
            throw new TrainingDivergedException(
                    gan.steps(),
                    "the losses are " + report.discriminatorLoss() + " and " + report.generatorLoss(),
                    lastCheckpoint,
                    null);
        }
        double[] measured = {report.discriminatorLoss(), report.generatorLoss(), report.realScore(), report.fakeScore()
        };
        for (int i = 0; i < MEASURED; i++) {
            sums[i] += measured[i] / options.reportInterval();
        }
        if (gan.steps() % options.reportInterval() == 0) {
            history.add(TrainingPoint.of(gan.steps(), sums, generator));
            sums = new double[MEASURED];
        }
        return report;
    }

    /** {@return the number of steps taken, those before a restore included} */
    public long steps() {
        return gan.steps();
    }

    /** {@return every point measured so far, those before a restore included} */
    public List<TrainingPoint> history() {
        return List.copyOf(history);
    }

    /** {@return the generator whose weights are the moving average; the trainer owns it} */
    public Generator average() {
        return gan.average();
    }

    /** {@return a copy of the averaged generator, its bases retracted where training retracts; the caller closes it} */
    public Generator result() {
        Generator copy = gan.average().copy();
        OrthogonalityPenalty.bases(copy).forEach(options.retraction()::apply);
        return copy;
    }

    /**
     * Writes everything training needs to go on.
     *
     * @param folder written beside it under a temporary name, then moved
     * @throws TrainingDivergedException if a weight is not finite; the folder is left as it is then
     */
    public void save(Path folder) {
        try {
            NetworkState.requireFinite("the generator", generator.state());
            NetworkState.requireFinite("the discriminator", discriminator.state());
        } catch (IllegalArgumentException e) {
            throw new TrainingDivergedException(gan.steps(), e.getMessage(), lastCheckpoint, e);
        }
        SafeWrite.replaceDirectory(folder, temporary -> {
            gan.save(temporary.resolve("gan.safetensors"));
            Checkpoint own = new Checkpoint();
            own.note("options", settings());
            own.note("history", NUMBERS.toJson(history));
            own.note("sums", NUMBERS.toJson(sums));
            own.write(temporary.resolve("eigengan.safetensors"));
        });
        lastCheckpoint = Optional.of(folder);
    }

    /**
     * Puts a checkpoint back.
     *
     * @param folder what {@link #save} wrote
     * @throws IllegalArgumentException if it was written with other settings, or for other networks; the number of steps
     *     may be another where learning rates don't fall
     */
    public void restore(Path folder) {
        Checkpoint own = Checkpoint.read(folder.resolve("eigengan.safetensors"));
        if (!own.note("options").equals(settings())) {
            throw new IllegalArgumentException("the checkpoint " + folder + " was written with other settings: "
                    + own.note("options") + ", now " + settings());
        }
        gan.restore(folder.resolve("gan.safetensors"));
        history.clear();
        history.addAll(List.of(NUMBERS.fromJson(own.note("history"), TrainingPoint[].class)));
        sums = NUMBERS.fromJson(own.note("sums"), double[].class);
        lastCheckpoint = Optional.of(folder);
    }

    /** Where learning rates don't fall, the number of steps decides when training stops, not what a step does. */
    private String settings() {
        return options.decayFrom() < 1
                ? options.toString()
                : options.withSteps(1).toString();
    }

    /** Frees the optimisers' moments and the moving average; the networks stay the caller's. */
    @Override
    public void close() {
        gan.close();
    }
}
