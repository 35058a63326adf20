package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.Network;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import io.interp.core.train.StepReport;
import io.interp.testkit.drawn.DrawnFaces;
import io.interp.testkit.drawn.DrawnGan;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares {@link GanTrainer#step()} with the same operations run as one TorchScript method. Both sides first have to
 * give the same losses and weights; then they take turns.
 *
 * <p>The method is given images and latents that were drawn before its time starts; the trainer's time includes drawing
 * and uploading them, and all of its checks.
 */
public final class TrainingStep {

    private static final int SIZE = 32;
    private static final int FACES = 512;

    private TrainingStep() {}

    /**
     * Runs the comparison and prints a table.
     *
     * @param args {@code [--pairs N] [--steps N] [--warm-up N]}: pairs of blocks, steps in a block, and steps before
     */
    public static void main(String[] args) {
        Arguments options = new Arguments(args, Map.of("pairs", "24", "steps", "8", "warm-up", "24"));
        System.out.printf(
                Locale.ROOT,
                "One training step, batch 32, R1 every 8th step; %d pairs of blocks of %d steps after %d of warm-up;"
                        + " OMP_NUM_THREADS=%s%n%n",
                options.number("pairs"),
                options.number("steps"),
                options.number("warm-up"),
                System.getenv().getOrDefault("OMP_NUM_THREADS", "unset"));
        System.out.printf(
                "%-12s %12s %12s %8s %17s %8s %17s%n",
                "upsampling", "trainer, ms", "method, ms", "ratio", "10% - 90%", "cpu", "10% - 90%");
        Dcgan nearest = DrawnGan.ARCHITECTURE;
        Dcgan transposed = new Dcgan(nearest.latents(), SIZE, nearest.channels(), nearest.width(), nearest.narrowest());
        try (NDManager manager = NDManager.newBaseManager()) {
            ImageSource faces = faces(manager);
            for (Dcgan dcgan : List.of(transposed, nearest)) {
                try (Pair pair = new Pair(manager, dcgan, faces)) {
                    pair.check();
                    BlockTimes times = pair.time(options);
                    print(dcgan, times, options.number("steps"));
                }
            }
        }
    }

    private static void print(Dcgan dcgan, BlockTimes times, int steps) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %12.1f %12.1f %8.3f %9.3f - %.3f %8.3f %9.3f - %.3f%n",
                dcgan.upsampling().name().toLowerCase(Locale.ROOT),
                times.oursMedian() / steps * 1e3,
                times.theirsMedian() / steps * 1e3,
                times.ratio(BlockTimes.Time::wall, 0.5),
                times.ratio(BlockTimes.Time::wall, 0.1),
                times.ratio(BlockTimes.Time::wall, 0.9),
                times.ratio(BlockTimes.Time::cpu, 0.5),
                times.ratio(BlockTimes.Time::cpu, 0.1),
                times.ratio(BlockTimes.Time::cpu, 0.9));
    }

    private static ImageSource faces(NDManager manager) {
        DrawnFaces faces = new DrawnFaces(SIZE, FACES, 0);
        float[] values = new float[FACES * 3 * SIZE * SIZE];
        for (int i = 0; i < FACES; i++) {
            float[] face = faces.pixels(i);
            System.arraycopy(face, 0, values, i * face.length, face.length);
        }
        try (NDArray images = manager.create(values, new Shape(FACES, 3, SIZE, SIZE))) {
            return ImageSource.of(images);
        }
    }

    /** The same networks twice: one pair is trained by the trainer, the other by the method. */
    private static final class Pair implements AutoCloseable {
        private static final int CHECKED = 3;

        private final NDManager manager;
        private final Generator generator;
        private final Discriminator discriminator;
        private final Generator otherGenerator;
        private final Discriminator otherDiscriminator;
        private final GanTrainer trainer;
        private final ScriptedStep script;

        Pair(NDManager manager, Dcgan dcgan, ImageSource faces) {
            this.manager = manager;
            GanTraining options = GanTraining.fromScratch().withBatchSize(32);
            generator = dcgan.generator(manager, 1);
            discriminator = dcgan.discriminator(manager, 2);
            otherGenerator = generator.copy();
            otherDiscriminator = discriminator.copy();
            trainer = new GanTrainer(generator, discriminator, faces, options);
            script = new ScriptedStep(dcgan, otherGenerator, otherDiscriminator, faces, options);
        }

        /** Takes the first steps on both sides and compares them. */
        void check() {
            try (NDManager scope = manager.newSubManager()) {
                for (ScriptedStep.Inputs inputs : script.draw(scope, CHECKED)) {
                    StepReport report = trainer.step();
                    float[] other = script.step(inputs);
                    same("the discriminator's loss", report.discriminatorLoss(), other[0]);
                    same("the generator's loss", report.generatorLoss(), other[1]);
                    if (!Double.isNaN(report.r1())) {
                        same("the penalty", report.r1(), other[4]);
                    }
                }
            }
            close("the generator", generator, otherGenerator);
            close("the discriminator", discriminator, otherDiscriminator);
            close("the moving average", trainer.average(), script.average());
        }

        private static void same(String what, double ours, double theirs) {
            if (!(Math.abs(ours - theirs) <= 1e-4 * Math.abs(theirs))) {
                throw new IllegalStateException(
                        "the sides differ, so times mean nothing: " + what + " is " + ours + " and " + theirs);
            }
        }

        /** Adam moves a weight by about the learning rate whatever its gradient, so rounding can reach that size. */
        private static void close(String what, Network ours, Network theirs) {
            ours.state().forEach((name, array) -> {
                try (NDArray difference = array.sub(theirs.state().get(name))) {
                    double mean = difference.abs().mean().getFloat();
                    if (!(mean <= 1e-5)) {
                        throw new IllegalStateException(
                                "the sides differ: " + what + " by " + mean + " on average in " + name);
                    }
                }
            });
        }

        BlockTimes time(Arguments options) {
            ours(options.number("warm-up"));
            theirs(options.number("warm-up"));
            BlockTimes times = new BlockTimes();
            int steps = options.number("steps");
            for (int i = 0; i < options.number("pairs"); i++) {
                if (i % 2 == 0) {
                    BlockTimes.Time first = ours(steps);
                    times.add(first, theirs(steps));
                } else {
                    BlockTimes.Time first = theirs(steps);
                    times.add(ours(steps), first);
                }
            }
            return times;
        }

        private BlockTimes.Time ours(int steps) {
            return BlockTimes.Time.of(() -> {
                for (int i = 0; i < steps; i++) {
                    trainer.step();
                }
            });
        }

        private BlockTimes.Time theirs(int steps) {
            try (NDManager scope = manager.newSubManager()) {
                List<ScriptedStep.Inputs> inputs = script.draw(scope, steps);
                return BlockTimes.Time.of(() -> inputs.forEach(script::step));
            }
        }

        @Override
        public void close() {
            trainer.close();
            script.close();
            generator.close();
            discriminator.close();
            otherGenerator.close();
            otherDiscriminator.close();
        }
    }
}
