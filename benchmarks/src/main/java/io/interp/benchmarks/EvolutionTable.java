package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.ModeCoverage;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
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
        CommandOptions arguments = CommandOptions.of(
                args,
                Map.of(
                        "seeds", "1",
                        "first-seed", "0",
                        "ring-steps", "6000",
                        "grid-steps", "8000",
                        "data", "ring8,grid25",
                        "out", ""));
        long firstSeed = arguments.number("first-seed");
        List<Measured> all = new ArrayList<>();
        warmUp();
        CsvLines lines = new CsvLines(
                arguments.text("out"), "data,method,at,seed,steps,processorSeconds,modes,near,highQuality,mmd,frechet");
        for (String data : arguments.text("data").split(",", -1)) {
            int steps = arguments.count(data.startsWith("ring") ? "ring-steps" : "grid-steps");
            for (long seed = firstSeed; seed < firstSeed + arguments.count("seeds"); seed++) {
                compare(GaussianMixture.named(data), seed, steps, one -> {
                    all.add(one);
                    lines.add(one.line());
                });
                lines.write();
            }
        }
        print(all);
    }

    /** What the JVM compiles at first is not charged to the method that happens to be first. */
    private static void warmUp() {
        GaussianMixture mixture = GaussianMixture.grid25();
        PointSource data = mixture.source(0, POINTS);
        methods(mixture, 0).values().forEach(options -> {
            try (TimedEvolution evolution = new TimedEvolution(new Points(), data, options)) {
                evolution.toGeneration(WARM_UP);
            }
        });
    }

    private static Map<String, EvolutionOptions> methods(GaussianMixture mixture, long seed) {
        EvolutionOptions base = EvolutionOptions.plane().withSeed(seed);
        return EvolutionMethods.of(mixture.centers().size() > 8 ? base.withR1(GRID_R1, 1) : base);
    }

    /** Networks of the small size. */
    private record Points() implements TimedEvolution.Networks {
        @Override
        public Generator generator(NDManager manager, long seed) {
            return PointMlp.SMALL.generator(manager, seed);
        }

        @Override
        public Discriminator discriminator(NDManager manager, long seed) {
            return PointMlp.SMALL.discriminator(manager, seed);
        }
    }

    private static void compare(GaussianMixture mixture, long seed, int steps, Consumer<Measured> tell) {
        double budget = 0;
        for (Map.Entry<String, EvolutionOptions> method : methods(mixture, seed).entrySet()) {
            budget = run(mixture, method.getKey(), method.getValue(), steps, budget, tell);
        }
    }

    /** Runs to the number of steps, then on to the budget; the first method's own time is the budget of the others. */
    private static double run(
            GaussianMixture mixture,
            String method,
            EvolutionOptions options,
            int steps,
            double budget,
            Consumer<Measured> tell) {
        long seed = options.seed();
        PointSource data = mixture.source(Draws.derive(seed, 1), POINTS);
        EvolutionEvaluator evaluator = EvolutionEvaluator.ofPoints(mixture, Draws.derive(seed, 2));
        try (TimedEvolution evolution = new TimedEvolution(new Points(), data, options)) {
            evolution.toGeneration(steps);
            double seconds = evolution.seconds();
            EvolutionMetrics metrics = evaluator.measure(evolution.trainer().best(), data);
            tell.accept(new Measured(mixture.name(), method, "same updates", seed, steps, seconds, metrics));
            if (budget == 0) {
                tell.accept(new Measured(mixture.name(), method, "same time", seed, steps, seconds, metrics));
                return seconds;
            }
            evolution.toTime(budget, CLOCK_INTERVAL);
            tell.accept(new Measured(
                    mixture.name(),
                    method,
                    "same time",
                    seed,
                    evolution.trainer().steps(),
                    evolution.seconds(),
                    evaluator.measure(evolution.trainer().best(), data)));
            return budget;
        }
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
                                    OverSeeds modes = over(runs, ModeCoverage::modes);
                                    OverSeeds near = over(runs, ModeCoverage::near);
                                    OverSeeds quality = over(runs, ModeCoverage::highQuality);
                                    OverSeeds mmd =
                                            OverSeeds.of(runs, one -> one.m().mmd());
                                    System.out.printf(
                                            Locale.ROOT,
                                            "%-7s %-13s %-17s %6d %9.0f %7.0f %5.1f (%4.1f) %5.1f (%4.1f) %6.3f (%5.3f) %8.4f (%.4f)%n",
                                            data,
                                            at,
                                            method,
                                            runs.size(),
                                            OverSeeds.of(runs, Measured::steps).mean(),
                                            OverSeeds.of(runs, Measured::seconds)
                                                    .mean(),
                                            modes.mean(),
                                            modes.deviation(),
                                            near.mean(),
                                            near.deviation(),
                                            quality.mean(),
                                            quality.deviation(),
                                            mmd.mean(),
                                            mmd.deviation());
                                })));
    }

    private static OverSeeds over(List<Measured> runs, ToDoubleFunction<ModeCoverage> value) {
        return OverSeeds.of(runs, one -> value.applyAsDouble(one.m().coverage().orElseThrow()));
    }
}
