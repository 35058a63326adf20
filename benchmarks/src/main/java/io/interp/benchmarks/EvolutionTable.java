package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * What selection by fitness is worth on points in the plane: E-GAN against each of its mutations alone and against a random
 * choice of mutations, from the same networks on the same points, at the same number of generator updates and again at the
 * same processor time. Prints a table over seeds, and each run as it ends; a run succeeds if no mode is
 * missing and the squared discrepancy is at most 0.01.
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

    /**
     * Runs the comparison.
     *
     * @param args {@code [--seeds N] [--first-seed N] [--ring-steps N] [--grid-steps N] [--data ring8,grid25] [--out FILE.csv]
     *     [--with FILE.csv,FILE.csv]}; the runs of the files, which were written by {@code --out}, are in the table, too
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
                        "out", "",
                        "with", ""));
        long firstSeed = arguments.number("first-seed");
        List<EvolvedPoints> all = new ArrayList<>();
        CsvLines lines = new CsvLines(arguments.text("out"), EvolvedPoints.HEADER);
        Arrays.stream(arguments.text("with").split(",", -1))
                .filter(file -> !file.isEmpty())
                .forEach(file -> all.addAll(read(Path.of(file))));
        all.forEach(earlier -> lines.add(earlier.line()));
        if (arguments.count("seeds") > 0) {
            warmUp();
        }
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

    private static List<EvolvedPoints> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.equals(EvolvedPoints.HEADER))
                    .map(EvolvedPoints::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static void compare(GaussianMixture mixture, long seed, int steps, Consumer<EvolvedPoints> tell) {
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
            Consumer<EvolvedPoints> tell) {
        long seed = options.seed();
        PointSource data = mixture.source(Draws.derive(seed, 1), POINTS);
        EvolutionEvaluator evaluator = EvolutionEvaluator.ofPoints(mixture, Draws.derive(seed, 2));
        try (TimedEvolution evolution = new TimedEvolution(new Points(), data, options)) {
            evolution.toGeneration(steps);
            double seconds = evolution.seconds();
            EvolutionMetrics metrics = evaluator.measure(evolution.trainer().best(), data);
            tell.accept(EvolvedPoints.of(
                    mixture.name(), method, EvolvedPoints.SAME_UPDATES, seed, steps, seconds, metrics));
            if (budget == 0) {
                tell.accept(EvolvedPoints.of(
                        mixture.name(), method, EvolvedPoints.SAME_TIME, seed, steps, seconds, metrics));
                return seconds;
            }
            evolution.toTime(budget, CLOCK_INTERVAL);
            tell.accept(EvolvedPoints.of(
                    mixture.name(),
                    method,
                    EvolvedPoints.SAME_TIME,
                    seed,
                    evolution.trainer().steps(),
                    evolution.seconds(),
                    evaluator.measure(evolution.trainer().best(), data)));
            return budget;
        }
    }

    private static void print(List<EvolvedPoints> all) {
        System.out.printf(
                "%n%-7s %-13s %-17s %6s %9s %7s %12s %12s %14s %10s %10s %10s%n",
                "data",
                "at",
                "method",
                "seeds",
                "steps",
                "cpu s",
                "modes",
                "near",
                "high quality",
                "MMD^2 med.",
                "largest",
                "succeed");
        for (String data : GaussianMixture.names()) {
            for (String at : List.of(EvolvedPoints.SAME_UPDATES, EvolvedPoints.SAME_TIME)) {
                all.stream()
                        .map(EvolvedPoints::method)
                        .distinct()
                        .map(method -> all.stream()
                                .filter(one -> one.data().equals(data))
                                .filter(one -> one.at().equals(at))
                                .filter(one -> one.method().equals(method))
                                .toList())
                        .filter(runs -> !runs.isEmpty())
                        .forEach(EvolutionTable::printRow);
            }
        }
    }

    /** Means and, in brackets, standard deviations over seeds; of the discrepancy, which has outliers, the median. */
    private static void printRow(List<EvolvedPoints> runs) {
        EvolvedPoints first = runs.get(0);
        int allModes = GaussianMixture.named(first.data()).centers().size();
        double[] mmd = runs.stream().mapToDouble(EvolvedPoints::mmd).sorted().toArray();
        OverSeeds modes = OverSeeds.of(runs, EvolvedPoints::modes);
        OverSeeds near = OverSeeds.of(runs, EvolvedPoints::near);
        OverSeeds quality = OverSeeds.of(runs, EvolvedPoints::highQuality);
        System.out.printf(
                Locale.ROOT,
                "%-7s %-13s %-17s %6d %9.0f %7.0f %5.1f (%4.1f) %5.1f (%4.1f) %6.3f (%5.3f) %10.4f %10.4f %4d of %2d%n",
                first.data(),
                first.at(),
                first.method(),
                runs.size(),
                OverSeeds.of(runs, EvolvedPoints::steps).mean(),
                OverSeeds.of(runs, EvolvedPoints::seconds).mean(),
                modes.mean(),
                modes.deviation(),
                near.mean(),
                near.deviation(),
                quality.mean(),
                quality.deviation(),
                new Median().evaluate(mmd),
                mmd[mmd.length - 1],
                runs.stream().filter(run -> run.succeeds(allModes)).count(),
                runs.size());
    }
}
