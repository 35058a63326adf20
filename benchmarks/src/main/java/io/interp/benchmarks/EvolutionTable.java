package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.io.SafeWrite;
import io.interp.core.tensor.Draws;
import io.interp.egan.AdversarialMutation;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionTrainer;
import io.interp.egan.Selection;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.ModeCoverage;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionMetrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What selection by fitness is worth on points in the plane: E-GAN against each of its mutations alone and against a random
 * choice of mutations, from the same networks on the same points, at the same number of generator updates and again at the
 * same processor time. Prints a table of means over seeds, and each run as it ends.
 *
 * <p>The networks and settings are {@link PointMlp#SMALL} and {@link EvolutionOptions#plane()}; on the grid the
 * discriminator has an R1 penalty of gamma 0.1 in every method. At the same time the cheaper methods take as many more
 * steps as E-GAN's processor time allows them.
 */
public final class EvolutionTable {

    private static final double NANOS = 1e9;
    private static final int POINTS = 100_000;
    private static final double GRID_R1 = 0.1;
    private static final int CLOCK_INTERVAL = 50;
    private static final int WARM_UP = 150;

    private EvolutionTable() {}

    private record Measured(
            String data, String method, String at, long seed, long steps, double seconds, EvolutionMetrics m) {

        String line() {
            ModeCoverage coverage = m.coverage().orElseThrow();
            return String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%d,%d,%.1f,%d,%d,%.4f,%.5f,%.5f",
                    data,
                    method,
                    at,
                    seed,
                    steps,
                    seconds,
                    coverage.modes(),
                    coverage.near(),
                    coverage.highQuality(),
                    m.mmd(),
                    m.frechet());
        }
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code [--seeds N] [--first-seed N] [--ring-steps N] [--grid-steps N] [--data ring8,grid25] [--out FILE.csv]}
     */
    public static void main(String[] args) {
        CommandOptions options = CommandOptions.of(
                args,
                Map.of(
                        "seeds", "1",
                        "first-seed", "0",
                        "ring-steps", "6000",
                        "grid-steps", "8000",
                        "data", "ring8,grid25",
                        "out", ""));
        int seeds = options.count("seeds");
        long firstSeed = options.number("first-seed");
        List<Measured> all = new ArrayList<>();
        warmUp();
        System.out.println("data,method,at,seed,steps,processorSeconds,modes,near,highQuality,mmd,frechet");
        for (String data : options.text("data").split(",", -1)) {
            int steps = options.count(data.startsWith("ring") ? "ring-steps" : "grid-steps");
            for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
                all.addAll(compare(GaussianMixture.named(data), seed, steps));
                if (!options.text("out").isEmpty()) {
                    write(Path.of(options.text("out")), all);
                }
            }
        }
        print(all);
    }

    /** What the JVM compiles at first is not charged to the method that happens to be first. */
    private static void warmUp() {
        GaussianMixture mixture = GaussianMixture.grid25();
        PointSource data = mixture.source(0, POINTS);
        methods(mixture, 0).values().forEach(options -> {
            try (NDManager manager = NDManager.newBaseManager();
                    Generator generator = PointMlp.SMALL.generator(manager, 0);
                    Discriminator discriminator = PointMlp.SMALL.discriminator(manager, 0);
                    EvolutionTrainer trainer = new EvolutionTrainer(generator, discriminator, data, options)) {
                while (trainer.steps() < WARM_UP) {
                    trainer.step();
                }
            }
        });
    }

    private static Map<String, EvolutionOptions> methods(GaussianMixture mixture, long seed) {
        EvolutionOptions base = EvolutionOptions.plane().withSeed(seed);
        EvolutionOptions shared = mixture.centers().size() > 8 ? base.withR1(GRID_R1, 1) : base;
        Map<String, EvolutionOptions> methods = new LinkedHashMap<>();
        methods.put("E-GAN", shared);
        for (AdversarialMutation mutation : List.of(
                AdversarialMutation.HEURISTIC, AdversarialMutation.MINIMAX, AdversarialMutation.LEAST_SQUARES)) {
            methods.put(mutation.label(), shared.withMutations(List.of(mutation)));
        }
        methods.put("random selection", shared.withSelection(Selection.RANDOM));
        return methods;
    }

    private static List<Measured> compare(GaussianMixture mixture, long seed, int steps) {
        List<Measured> measured = new ArrayList<>();
        double budget = 0;
        for (Map.Entry<String, EvolutionOptions> method : methods(mixture, seed).entrySet()) {
            budget = run(mixture, method.getKey(), method.getValue(), steps, budget, measured);
        }
        return measured;
    }

    /** Runs to the number of steps, then on to the budget; the first method's own time is the budget of the others. */
    private static double run(
            GaussianMixture mixture,
            String method,
            EvolutionOptions options,
            int steps,
            double budget,
            List<Measured> measured) {
        long seed = options.seed();
        PointSource data = mixture.source(Draws.derive(seed, 1), POINTS);
        EvolutionEvaluator evaluator = EvolutionEvaluator.ofPoints(mixture, Draws.derive(seed, 2));
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = PointMlp.SMALL.generator(manager, Draws.derive(seed, 3));
                Discriminator discriminator = PointMlp.SMALL.discriminator(manager, Draws.derive(seed, 4));
                EvolutionTrainer trainer = new EvolutionTrainer(generator, discriminator, data, options)) {
            double start = processorSeconds();
            while (trainer.steps() < steps) {
                trainer.step();
            }
            double seconds = processorSeconds() - start;
            EvolutionMetrics metrics = evaluator.measure(trainer.best(), data);
            report(measured, new Measured(mixture.name(), method, "same updates", seed, steps, seconds, metrics));
            if (budget == 0) {
                report(measured, new Measured(mixture.name(), method, "same time", seed, steps, seconds, metrics));
                return seconds;
            }
            start = processorSeconds() - seconds; // measuring is not counted
            while (processorSeconds() - start < budget) {
                for (int i = 0; i < CLOCK_INTERVAL; i++) {
                    trainer.step();
                }
            }
            report(
                    measured,
                    new Measured(
                            mixture.name(),
                            method,
                            "same time",
                            seed,
                            trainer.steps(),
                            processorSeconds() - start,
                            evaluator.measure(trainer.best(), data)));
            return budget;
        }
    }

    private static void report(List<Measured> measured, Measured one) {
        measured.add(one);
        System.out.println(one.line());
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / NANOS;
    }

    private static void print(List<Measured> all) {
        System.out.printf(
                Locale.ROOT,
                "%n%-7s %-13s %-17s %6s %9s %7s %12s %12s %14s %17s%n",
                "data",
                "at",
                "method",
                "seeds",
                "steps",
                "cpu s",
                "modes",
                "near",
                "high quality",
                "MMD^2 (sd)");
        all.stream()
                .map(Measured::data)
                .distinct()
                .forEach(data -> List.of("same updates", "same time")
                        .forEach(at -> all.stream()
                                .map(Measured::method)
                                .distinct()
                                .forEach(method -> {
                                    List<Measured> runs = all.stream()
                                            .filter(one -> one.data().equals(data))
                                            .filter(one -> one.at().equals(at))
                                            .filter(one -> one.method().equals(method))
                                            .toList();
                                    System.out.printf(
                                            Locale.ROOT,
                                            "%-7s %-13s %-17s %6d %9.0f %7.0f %5.1f (%4.1f) %5.1f (%4.1f) %6.3f (%5.3f) %8.4f (%.4f)%n",
                                            data,
                                            at,
                                            method,
                                            runs.size(),
                                            mean(runs, Measured::steps),
                                            mean(runs, Measured::seconds),
                                            mean(runs, EvolutionTable::modes),
                                            deviation(runs, EvolutionTable::modes),
                                            mean(runs, EvolutionTable::near),
                                            deviation(runs, EvolutionTable::near),
                                            mean(runs, EvolutionTable::highQuality),
                                            deviation(runs, EvolutionTable::highQuality),
                                            mean(runs, one -> one.m().mmd()),
                                            deviation(runs, one -> one.m().mmd()));
                                })));
    }

    private static double modes(Measured one) {
        return one.m().coverage().orElseThrow().modes();
    }

    private static double near(Measured one) {
        return one.m().coverage().orElseThrow().near();
    }

    private static double highQuality(Measured one) {
        return one.m().coverage().orElseThrow().highQuality();
    }

    private static double mean(List<Measured> runs, ToDoubleFunction<Measured> value) {
        return runs.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** The standard deviation over seeds, NaN of one. */
    private static double deviation(List<Measured> runs, ToDoubleFunction<Measured> value) {
        double mean = mean(runs, value);
        double squares = runs.stream()
                .mapToDouble(run -> Math.pow(value.applyAsDouble(run) - mean, 2))
                .sum();
        return Math.sqrt(squares / (runs.size() - 1.0));
    }

    private static void write(Path file, List<Measured> all) {
        StringBuilder text =
                new StringBuilder("data,method,at,seed,steps,processorSeconds,modes,near,highQuality,mmd,frechet\n");
        all.forEach(one -> text.append(one.line()).append('\n'));
        SafeWrite.file(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
