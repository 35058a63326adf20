package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import io.interp.testkit.fit.Fitting;
import io.interp.testkit.fit.SmallNetwork;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits the network of {@link DrawnIdentity} to drawn faces, finds the threshold on pairs of other faces, and writes both:
 *
 * <pre>{@code
 * OMP_NUM_THREADS=1 java -cp <class path> io.interp.testkit.drawn.TrainDrawnIdentity drawn-identity.safetensors 1
 * }</pre>
 *
 * <p>The same seed gives the same weights on the same kind of processor with one thread. The loss is the mean squared error
 * of the identity vector.
 */
public final class TrainDrawnIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(TrainDrawnIdentity.class);
    private static final int FACES = 6000;
    private static final int STEPS = 2400;
    private static final double RATE = 2e-3;
    private static final int PAIRS = 1000;
    private static final long PAIRS_STREAM = -1;

    private TrainDrawnIdentity() {}

    /**
     * Fits and writes.
     *
     * @param arguments the file to write and, if not 1, the seed
     */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("expected the file to write and a seed, got " + arguments.length
                    + " arguments; say: TrainDrawnIdentity drawn-identity.safetensors 1");
        }
        long seed = arguments.length == 2 ? Long.parseLong(arguments[1]) : 1;
        fit(Path.of(arguments[0]), seed);
    }

    private static void fit(Path file, long seed) {
        FaceRegression faces = new FaceRegression(FACES, seed, FaceFactors::identityVector);
        try (NDManager manager = NDManager.newBaseManager();
                SmallNetwork network = SmallNetwork.fresh(manager, DrawnIdentity.block(), DrawnIdentity.SIZE, seed)) {
            Map<String, NDArray> weights = network.weights();
            Fitting.run(manager, weights, STEPS, RATE, (scope, step) -> faces.loss(network, scope, step));
            IdentityPairs pairs =
                    IdentityPairs.measure(manager, PAIRS, Draws.derive(seed, PAIRS_STREAM), network::look);
            double threshold = pairs.equalError();
            LOG.info("threshold {} with an error of {}", threshold, pairs.missed(threshold));
            Map<String, String> notes = Map.of(
                    "name",
                    "drawn-identity",
                    "seed",
                    Long.toString(seed),
                    "steps",
                    Integer.toString(STEPS),
                    DrawnIdentity.THRESHOLD,
                    Double.toString(threshold));
            SafeTensors.write(file, Checkpoint.copyOf(weights), notes);
            LOG.info("wrote {}", file);
        }
    }
}
