package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.fitness.Arena;
import io.interp.egan.report.StepCost;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a generation of E-GAN costs against plain steps of the same networks, a 32x32 DCGAN on drawn faces, in processor
 * time; and beside it what of that are the passes over evaluation images alone, timed by themselves, which no way to breed
 * children saves: each child makes its images, and the discriminator's loss is differentiated over those of each child and
 * over the real ones.
 */
public final class EvolutionCost {

    private static final int SIZE = 32;
    private static final String DATA = "drawn:faces?count=2000";
    private static final int FILTERS = 128;
    private static final int REPEATS = 7;
    private static final double NANOS_PER_MILLI = 1e6;

    private EvolutionCost() {}

    /**
     * Measures each pair of a number of images that children are judged by and one of steps of the discriminator.
     *
     * @param args {@code [--batch N] [--evaluation N,N] [--discriminator-steps N,N] [--steps N]}
     */
    public static void main(String[] args) {
        CommandOptions arguments = CommandOptions.of(
                args, Map.of("batch", "32", "evaluation", "64,256", "discriminator-steps", "1,3", "steps", "5"));
        Dcgan family = new Dcgan(64, SIZE, 3, FILTERS, SIZE);
        System.out.printf(
                "%-6s %-11s %-20s %12s %14s %8s %14s %20s%n",
                "batch",
                "evaluation",
                "discriminator steps",
                "plain, ms",
                "generation, ms",
                "ratio",
                "per mutation",
                "of it by evaluation");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = family.generator(manager, 1);
                Discriminator discriminator = family.discriminator(manager, 2)) {
            ImageSource data = ImageSources.open(DATA, 3, SIZE, SIZE);
            Gan gan = new Gan(generator, Optional.of(discriminator));
            for (String images : arguments.text("evaluation").split(",", -1)) {
                for (String steps : arguments.text("discriminator-steps").split(",", -1)) {
                    EvolutionOptions options = EvolutionOptions.released()
                            .withBatchSize(arguments.count("batch"))
                            .withEvaluationSize(Integer.parseInt(images))
                            .withDiscriminatorSteps(Integer.parseInt(steps));
                    StepCost cost =
                            StepCost.measure(gan, data, options, arguments.count("steps"), ProcessorTime::nanos);
                    System.out.printf(
                            Locale.ROOT,
                            "%-6d %-11s %-20s %12.1f %14.1f %8.2f %14.2f %20.2f%n",
                            options.batchSize(),
                            images,
                            steps,
                            cost.plainMillis(),
                            cost.generationMillis(),
                            cost.ratio(),
                            cost.ratio() / cost.mutations(),
                            evaluationMillis(generator, discriminator, options)
                                    / cost.plainMillis()
                                    / cost.mutations());
                }
            }
        }
    }

    /** What the passes over evaluation images of one generation take. */
    private static double evaluationMillis(Generator generator, Discriminator discriminator, EvolutionOptions options) {
        int count = options.evaluation().size();
        int children = options.variation().mutations().size();
        try (NDManager manager = generator.manager().newSubManager()) {
            NDArray images = generator.generate(generator.latents().sample(manager, 1, count)); // [E, C, H, W]
            double made = millis(manager, scope -> {
                NDArray latents = generator.latents().sample(scope, 2, count);
                return generator.run(latents, new Pass(true, false), List.of()).images();
            });
            double differentiated = millis(manager, scope -> {
                NDArray own = images.stopGradient();
                own.attach(scope);
                return options.evaluation().fitness().judge(new Arena(discriminator, own, true, 0));
            });
            return children * made + (children + 1) * differentiated;
        }
    }

    /** The mean of some repetitions after one that is not counted. */
    private static double millis(NDManager manager, Function<NDManager, Object> work) {
        long start = 0;
        for (int i = 0; i <= REPEATS; i++) {
            if (i == 1) {
                start = ProcessorTime.nanos();
            }
            try (NDManager scope = manager.newSubManager()) {
                Objects.requireNonNull(work.apply(scope));
            }
        }
        return (ProcessorTime.nanos() - start) / NANOS_PER_MILLI / REPEATS;
    }
}
