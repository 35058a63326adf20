package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import io.interp.testkit.drawn.DrawnGan;
import java.util.List;
import java.util.Locale;

/**
 * Compares {@link GanTrainer#step()} with the same operations run as one TorchScript method. Both sides first have to
 * give the same losses and weights; then they take turns.
 *
 * <p>The method is given images and latents that were drawn before its time starts; the trainer's time includes drawing
 * and uploading them, and all of its checks.
 */
public final class TrainingStep {

    private static final int SIZE = 32;

    private TrainingStep() {}

    /**
     * Runs the comparison and prints a table.
     *
     * @param args {@code [--pairs N] [--steps N] [--warm-up N]}: pairs of blocks, steps in a block, and steps before
     */
    public static void main(String[] args) {
        CommandOptions options = StepPair.options(args, 8, 24);
        StepPair.head("One training step, batch 32, R1 every 8th step", "upsampling", options);
        Dcgan nearest = DrawnGan.ARCHITECTURE;
        Dcgan transposed = new Dcgan(nearest.latents(), SIZE, nearest.channels(), nearest.width(), nearest.narrowest());
        GanTraining training = GanTraining.fromScratch().withBatchSize(32);
        try (NDManager manager = NDManager.newBaseManager()) {
            ImageSource faces = DrawnImages.of(manager, SIZE);
            for (Dcgan dcgan : List.of(transposed, nearest)) {
                Gan gan = Gan.of(dcgan.generator(manager, 1), dcgan.discriminator(manager, 2));
                StepPair.Work work = new StepPair.Work(DcganScript.of(dcgan, training), faces, training);
                try (StepPair pair = new StepPair(gan, g -> trainer(g, faces, training), work)) {
                    pair.race(dcgan.upsampling().name().toLowerCase(Locale.ROOT), options);
                }
            }
        }
    }

    private static StepPair.Trainer trainer(Gan gan, ImageSource faces, GanTraining training) {
        GanTrainer trainer = new GanTrainer(gan.generator(), gan.discriminator().orElseThrow(), faces, training);
        return new StepPair.Trainer(trainer::step, trainer::average, trainer::close);
    }
}
