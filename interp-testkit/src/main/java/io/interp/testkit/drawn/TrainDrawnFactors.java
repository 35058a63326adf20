package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import io.interp.testkit.fit.Fitting;
import io.interp.testkit.fit.SmallNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits the network of {@link DrawnFactors} to drawn faces, finds how reliable each factor is on other faces, and writes
 * both:
 *
 * <pre>{@code
 * OMP_NUM_THREADS=1 java -cp <class path> io.interp.testkit.drawn.TrainDrawnFactors drawn-factors.safetensors 1
 * }</pre>
 *
 * <p>The same seed gives the same weights on the same kind of processor with one thread. The loss is the mean squared error
 * of the scaled factors.
 */
public final class TrainDrawnFactors {
    private static final Logger LOG = LoggerFactory.getLogger(TrainDrawnFactors.class);
    private static final int FACES = 20_000;
    private static final int STEPS = 6000;
    private static final double RATE = 2e-3;
    private static final int HELD_OUT = 1000;
    private static final long HELD_OUT_STREAM = -2;

    private TrainDrawnFactors() {}

    /**
     * Fits and writes.
     *
     * @param arguments the file to write and, if not 1, the seed
     */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("expected the file to write and a seed, got " + arguments.length
                    + " arguments; say: TrainDrawnFactors drawn-factors.safetensors 1");
        }
        long seed = arguments.length == 2 ? Long.parseLong(arguments[1]) : 1;
        fit(Path.of(arguments[0]), seed);
    }

    private static void fit(Path file, long seed) {
        FaceRegression faces = new FaceRegression(FACES, seed, FaceFactors::scaledVector);
        int dimension = DrawnFactors.NAMES.size();
        try (NDManager manager = NDManager.newBaseManager();
                SmallNetwork network = SmallNetwork.fresh(
                        manager, FaceRegression.block(DrawnFactors.HIDDEN, dimension), DrawnIdentity.SIZE, seed)) {
            Map<String, NDArray> weights = network.weights();
            Fitting.run(manager, weights, STEPS, RATE, (scope, step) -> faces.loss(network, scope, step));
            double[] reliability = reliability(manager, Draws.derive(seed, HELD_OUT_STREAM), network::look);
            Map<String, String> notes = Map.of(
                    "name",
                    "drawn-factors",
                    "seed",
                    Long.toString(seed),
                    "steps",
                    Integer.toString(STEPS),
                    DrawnFactors.RELIABILITY,
                    Arrays.stream(reliability)
                            .mapToObj(r -> String.format(Locale.ROOT, "%.4f", r))
                            .collect(Collectors.joining(" ")));
            for (int i = 0; i < dimension; i++) {
                LOG.info("{}: {}", DrawnFactors.NAMES.get(i), reliability[i]);
            }
            SafeTensors.write(file, Checkpoint.copyOf(weights), notes);
            LOG.info("wrote {}", file);
        }
    }

    /** The share of each scaled factor's variance that estimates explain on faces of a seed. */
    static double[] reliability(NDManager parent, long seed, UnaryOperator<NDArray> estimate) {
        DrawnFaces faces = new DrawnFaces(DrawnIdentity.SIZE, HELD_OUT, seed);
        float[][] truth = new float[HELD_OUT][];
        try (NDManager manager = parent.newSubManager()) {
            float[] pixels = new float[HELD_OUT * 3 * DrawnIdentity.SIZE * DrawnIdentity.SIZE];
            for (int i = 0; i < HELD_OUT; i++) {
                float[] image = faces.pixels(i);
                System.arraycopy(image, 0, pixels, i * image.length, image.length);
                double[] scaled = faces.factors(i).scaledVector();
                truth[i] = new float[scaled.length];
                for (int f = 0; f < scaled.length; f++) {
                    truth[i][f] = (float) scaled[f];
                }
            }
            Shape shape = new Shape(HELD_OUT, 3, DrawnIdentity.SIZE, DrawnIdentity.SIZE);
            NDArray found = estimate.apply(manager.create(pixels, shape)); // [N, F]
            NDArray target = manager.create(truth); // [N, F]
            NDArray error = found.sub(target).square().mean(new int[] {0}); // [F]
            NDArray spread =
                    target.sub(target.mean(new int[] {0}, true)).square().mean(new int[] {0}); // [F]
            float[] missed = error.div(spread).toFloatArray();
            double[] reliability = new double[missed.length];
            for (int f = 0; f < missed.length; f++) {
                reliability[f] = 1 - missed[f];
            }
            return reliability;
        }
    }
}
