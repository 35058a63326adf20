package io.interp.sefa.feature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.LayerHook;
import io.interp.core.Strategy;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.stat.SymmetricEigen;
import io.interp.sefa.CodePath;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import io.interp.sefa.Normalisation;
import io.interp.sefa.Origin;
import io.interp.sefa.SpectralLine;
import io.interp.sefa.TorchEigenSolver;
import io.interp.sefa.measure.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Principal components of a layer's output, carried back to the codes: with y the output, v_k its k-th principal component
 * and x_k = v_k (y - mean) the coordinate along it, the direction u_k is the one that predicts codes from coordinates with the
 * least squared error, {@code u_k = cov(c, y) v_k / lambda_k}. Where the layer is the one that gives the codes, u_k is v_k.
 *
 * <pre>{@code
 * Directions found = PrincipalFeatures.at("layer1").samples(5000).apply(Gan.of(generator));
 * }</pre>
 *
 * <p>Unlike SeFa's, these directions need samples, are not orthogonal in general, and follow what the layer does with the
 * codes it is likely to meet. Settings are values; each change gives a new strategy.
 *
 * <h2>Reference</h2>
 * Härkönen et al., "GANSpace: Discovering Interpretable GAN Controls", NeurIPS 2020, section 2.1 (codes of W) and 2.2
 * (features and regression).
 */
@CheckReturnValue
public final class PrincipalFeatures implements Strategy<Directions> {

    private static final String NAME = "principal features";
    private static final int MOST_NUMBERS = 8192;
    private static final double NO_VARIANCE = 1e-10;

    private final String layer;
    private final Optional<String> codeLayer;
    private final int samples;
    private final long seed;

    private PrincipalFeatures(String layer, Optional<String> codeLayer, int samples, long seed) {
        this.layer = Objects.requireNonNull(layer, "layer");
        this.codeLayer = codeLayer;
        this.samples = samples;
        this.seed = seed;
    }

    /**
     * {@return the components of one layer's output over 10,000 samples of seed 0, carried back to latents}
     *
     * @param layer the layer; an early one, since its output is taken whole
     */
    public static PrincipalFeatures at(String layer) {
        return new PrincipalFeatures(layer, Optional.empty(), 10_000, 0);
    }

    /**
     * {@return the same over another number of samples}
     *
     * @param count at least 2; components beyond it have no variance
     * @throws IllegalArgumentException if below 2
     */
    public PrincipalFeatures samples(int count) {
        if (count < 2) {
            throw new IllegalArgumentException("principal components need at least 2 samples, got " + count);
        }
        return new PrincipalFeatures(layer, codeLayer, count, seed);
    }

    /**
     * {@return the same over other samples}
     *
     * @param number the seed of the latents
     */
    public PrincipalFeatures seed(long number) {
        return new PrincipalFeatures(layer, codeLayer, samples, number);
    }

    /**
     * {@return the same, carried back to the codes of W that a layer gives}
     *
     * @param name a layer that gives {@code [N, d]}
     */
    public PrincipalFeatures codesFrom(String name) {
        return new PrincipalFeatures(layer, Optional.of(name), samples, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * {@inheritDoc}
     *
     * @return as many directions as components have variance, at most one for each coordinate of the codes, those of the
     *     largest variance first; the eigenvalues are the variances
     * @throws IllegalArgumentException if a layer is unknown, its output has more than 8192 numbers, it does not vary, or
     *     codes are those of W+
     */
    @Override
    public Directions apply(Gan gan) {
        var generator = gan.generator();
        long numbers = generator.layers().named(layer).outputShape().size();
        if (numbers > MOST_NUMBERS) {
            throw new IllegalArgumentException("layer '" + layer + "' gives " + numbers
                    + " numbers an image, principal components are taken of at most " + MOST_NUMBERS
                    + "; choose an earlier layer");
        }
        CodePath path =
                codeLayer.map(name -> CodePath.through(generator, name)).orElseGet(() -> CodePath.latents(generator));
        if (path.space().kind() == CodeSpace.Kind.W_PLUS) {
            throw new IllegalArgumentException("principal components are carried back to codes of Z or W, layer '"
                    + codeLayer.orElseThrow() + "' gives " + path.space());
        }
        int features = Math.toIntExact(numbers);
        double[] covariance = covariance(path, features);
        Origin origin = new Origin(
                generator.name(),
                generator.fingerprint(),
                NAME,
                Normalisation.NONE,
                List.of(0),
                List.of(layer),
                codeLayer,
                samples,
                0);
        return directions(covariance, features, path.space(), origin);
    }

    /** The covariance of features and codes together, {@code [D + d, D + d]}. */
    private double[] covariance(CodePath path, int features) {
        RunningCovariance both = new RunningCovariance(features + path.space().dimension());
        Samples.of(seed, samples).forEach(path, (scope, z, codes) -> {
            NDArray y = path.generator()
                    .run(z, LayerHook.capture(layer))
                    .activations()
                    .get(layer); // [N, ...]
            NDArray rows = y.reshape(new Shape(y.getShape().get(0), features)); // [N, D]
            both.add(NDArrays.concat(new NDList(rows, codes.values()), 1)); // [N, D + d]
        });
        return both.covariance();
    }

    private Directions directions(double[] covariance, int features, CodeSpace space, Origin origin) {
        int d = space.dimension();
        int all = features + d;
        double[] own = new double[features * features]; // [D, D]
        for (int i = 0; i < features; i++) {
            System.arraycopy(covariance, i * all, own, i * features, features);
        }
        SymmetricEigen eigen = new TorchEigenSolver().solve(own, features);
        double[] values = eigen.values();
        double[] columns = eigen.vectors();
        int[] order = IntStream.range(0, features)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double largest = values[order[0]];
        double sum = Arrays.stream(values).map(v -> Math.max(0, v)).sum();
        List<Direction> directions = new ArrayList<>();
        for (int rank = 0; rank < Math.min(d, features) && values[order[rank]] > NO_VARIANCE * largest; rank++) {
            double value = values[order[rank]];
            double next = rank + 1 < features ? Math.max(0, values[order[rank + 1]]) : 0;
            double[] shared = new double[d]; // cov(c, y) v
            for (int j = 0; j < d; j++) {
                for (int i = 0; i < features; i++) {
                    shared[j] += covariance[(features + j) * all + i] * columns[i * features + order[rank]];
                }
            }
            directions.add(Direction.of("component " + rank, space, shared)
                    .at(new SpectralLine(rank, value, value / sum, (value - next) / largest, rank)));
        }
        if (directions.isEmpty()) {
            throw new IllegalArgumentException("the output of layer '" + layer + "' does not vary from image to image");
        }
        return new Directions(space, origin, directions);
    }
}
