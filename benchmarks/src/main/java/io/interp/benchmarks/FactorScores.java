package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.sefa.CodePath;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Direction;
import io.interp.sefa.Normalisation;
import io.interp.sefa.SefaStrategy;
import io.interp.sefa.factor.Disentanglement;
import io.interp.sefa.factor.MutualInformationGap;
import io.interp.sefa.feature.PrincipalFeatures;
import io.interp.sefa.measure.Samples;
import io.interp.testkit.drawn.DrawnFactors;
import io.interp.testkit.drawn.DrawnGan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Directions of the generator of drawn faces beside the faces' factors: SeFa's, principal features (GANSpace) and random
 * ones. Codes are projections of latents on the first directions, factors are estimated from the images by
 * {@link DrawnFactors}, those that it tells reliably.
 *
 * <pre>{@code
 * benchmarks/run.sh FactorScores --samples 5000 --top 16 --layer layer1 --bases 20
 * }</pre>
 */
public final class FactorScores {

    private static final double RELIABLE = 0.5;
    private static final long RANDOM = 0xba5e;

    private FactorScores() {}

    /**
     * Prints a table.
     *
     * @param arguments the options above
     */
    public static void main(String[] arguments) {
        Arguments options = new Arguments(
                arguments, Map.of("samples", "5000", "top", "16", "layer", "layer1", "bases", "20", "seed", "0"));
        int count = options.number("samples");
        int top = options.number("top");
        int bases = options.number("bases");
        long seed = options.number("seed");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager);
                DrawnFactors factors = DrawnFactors.load(manager)) {
            List<Integer> reliable = factors.reliable(RELIABLE);
            List<String> names = reliable.stream().map(factors.names()::get).toList();
            double[][] latents = new double[count][];
            double[][] found = new double[count][];
            read(generator, factors, reliable, Samples.of(seed + 1, count), latents, found);
            System.out.printf("%d images, %d factors: %s%n%n", count, names.size(), names);
            System.out.println("| first " + top
                    + " directions | MIG | disentanglement | completeness | informativeness | best factor of each |");
            System.out.println("|---|---|---|---|---|---|");
            Gan gan = Gan.of(generator);
            print("SeFa, rows", new SefaStrategy().apply(generator), top, latents, found, names, seed);
            print(
                    "SeFa, raw weights",
                    new SefaStrategy().normalise(Normalisation.NONE).apply(generator),
                    top,
                    latents,
                    found,
                    names,
                    seed);
            print(
                    "principal features of " + options.text("layer"),
                    PrincipalFeatures.at(options.text("layer")).seed(seed).apply(gan),
                    top,
                    latents,
                    found,
                    names,
                    seed);
            random(bases, top, latents, found, seed);
        }
    }

    private static void read(
            Generator generator,
            DrawnFactors factors,
            List<Integer> reliable,
            Samples samples,
            double[][] latents,
            double[][] found) {
        int[] next = {0};
        samples.forEach(CodePath.latents(generator), (scope, z, codes) -> {
            NDArray estimate = factors.estimate(generator.generate(z)); // [N, F]
            float[] codesOut = z.toFloatArray();
            float[] factorsOut = estimate.toFloatArray();
            int n = Math.toIntExact(z.getShape().get(0));
            int all = factorsOut.length / n;
            int dimension = codesOut.length / n;
            for (int i = 0; i < n; i++) {
                int row = i;
                latents[next[0]] = IntStream.range(0, dimension)
                        .mapToDouble(j -> codesOut[row * dimension + j])
                        .toArray();
                found[next[0]++] = reliable.stream()
                        .mapToDouble(f -> factorsOut[row * all + f])
                        .toArray();
            }
        });
    }

    private static void print(
            String name,
            List<Direction> directions,
            int top,
            double[][] latents,
            double[][] found,
            List<String> names,
            long seed) {
        double[][] codes = project(latents, directions.subList(0, Math.min(top, directions.size())));
        MutualInformationGap gap = MutualInformationGap.of(codes, found);
        Disentanglement score = Disentanglement.of(codes, found, seed);
        double[] information = gap.information().toDoubles();
        List<String> best = new ArrayList<>();
        for (int i = 0; i < Math.min(6, codes[0].length); i++) {
            int row = i;
            int factor = IntStream.range(0, names.size())
                    .reduce((a, b) ->
                            information[row * names.size() + a] >= information[row * names.size() + b] ? a : b)
                    .orElseThrow();
            best.add(names.get(factor));
        }
        System.out.printf(
                "| %s | %.4f | %.3f | %.3f | %.3f | %s |%n",
                name,
                gap.score(),
                score.disentanglement(),
                score.completeness(),
                score.informativeness(),
                String.join(", ", best));
    }

    private static void random(int bases, int top, double[][] latents, double[][] found, long seed) {
        double[][] scores = new double[4][bases];
        for (int basis = 0; basis < bases; basis++) {
            double[][] codes = project(latents, basis(latents[0].length, top, Draws.stream(seed, RANDOM, basis)));
            Disentanglement score = Disentanglement.of(codes, found, seed);
            scores[0][basis] = MutualInformationGap.of(codes, found).score();
            scores[1][basis] = score.disentanglement();
            scores[2][basis] = score.completeness();
            scores[3][basis] = score.informativeness();
        }
        System.out.printf("| random, mean of %d bases (least to most) |", bases);
        for (double[] score : scores) {
            Arrays.sort(score);
            System.out.printf(
                    " %.4f (%.4f to %.4f) |", Arrays.stream(score).average().orElseThrow(), score[0], score[bases - 1]);
        }
        System.out.println(" |");
    }

    /** Orthonormal directions, each uniform on the sphere. */
    private static List<Direction> basis(int dimension, int top, RandomGenerator random) {
        List<Direction> basis = new ArrayList<>();
        for (int i = 0; i < top; i++) {
            double[] vector = IntStream.range(0, dimension)
                    .mapToDouble(j -> random.nextGaussian())
                    .toArray();
            Direction direction = Direction.of("random " + i, CodeSpace.z(dimension), vector);
            basis.add(basis.isEmpty() ? direction : direction.orthogonaliseAgainst(basis));
        }
        return basis;
    }

    private static double[][] project(double[][] latents, List<Direction> directions) {
        double[][] vectors = directions.stream().map(Direction::vector).toArray(double[][]::new);
        return Arrays.stream(latents)
                .map(z -> Arrays.stream(vectors)
                        .mapToDouble(v -> IntStream.range(0, z.length)
                                .mapToDouble(j -> z[j] * v[j])
                                .sum())
                        .toArray())
                .toArray(double[][]::new);
    }
}
