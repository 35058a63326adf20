package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.data.ImageSource;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.train.EigenGanTrainer;
import io.interp.eigengan.train.EigenGanTraining;

/**
 * Compares {@link EigenGanTrainer#step()} with the same operations run as one TorchScript method: hinge losses with a
 * margin, R1 at every third step, the penalty on the bases, Adam, polar retraction, the moving average. Both sides first
 * have to give the same losses and weights; then they take turns.
 *
 * <p>The method is given images, half of them mirrored, and latents that were drawn before its time starts; the trainer's
 * time includes drawing, checking, mirroring and uploading them, and what it measures at every 100th step.
 */
public final class EigenGanStep {

    private EigenGanStep() {}

    /**
     * Runs the comparison and prints a table.
     *
     * @param args {@code [--pairs N] [--steps N] [--warm-up N]}: pairs of blocks, steps in a block, and steps before
     */
    public static void main(String[] args) {
        CommandOptions options = StepPair.options(args, 3, 60);
        EigenGanTraining training = EigenGanTraining.brief(100_000);
        StepPair.head("One step of EigenGAN, batch 16, R1 every 3rd step", "size", options);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int size : new int[] {32, 64}) {
                EigenGan network = EigenGan.narrow(size);
                ImageSource faces = DrawnImages.of(manager, size);
                Gan gan = Gan.of(network.generator(manager, 1), network.discriminator(manager, 2));
                StepPair.Work work = new StepPair.Work(
                        EigenGanScript.of(network, training), DrawnImages.mirrored(manager, size), training.gan());
                try (StepPair pair = new StepPair(gan, g -> trainer(g, faces, training), work)) {
                    pair.race(size + "x" + size, options);
                }
            }
        }
    }

    private static StepPair.Trainer trainer(Gan gan, ImageSource faces, EigenGanTraining training) {
        EigenGanTrainer trainer =
                new EigenGanTrainer(gan.generator(), gan.discriminator().orElseThrow(), faces, training);
        return new StepPair.Trainer(trainer::step, trainer::average, trainer::close);
    }
}
