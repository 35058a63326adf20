package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import io.interp.testkit.fit.Distortion;
import io.interp.testkit.fit.Fitting;
import io.interp.testkit.fit.SmallNetwork;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
    private static final int BATCH = 64;
    private static final double RATE = 2e-3;
    private static final int PAIRS = 1000;
    private static final long PAIRS_STREAM = -1;

    private final DrawnFaces data;
    private final float[][] images;
    private final Distortion distortion = new Distortion(DrawnIdentity.SIZE, true, 1);
    private final long seed;

    private TrainDrawnIdentity(long seed) {
        this.seed = seed;
        data = new DrawnFaces(DrawnIdentity.SIZE, FACES, seed);
        images = IntStream.range(0, FACES).parallel().mapToObj(data::pixels).toArray(float[][]::new);
    }

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
        new TrainDrawnIdentity(seed).fit(Path.of(arguments[0]));
    }

    private void fit(Path file) {
        try (NDManager manager = NDManager.newBaseManager();
                SmallNetwork network = SmallNetwork.fresh(manager, DrawnIdentity.block(), DrawnIdentity.SIZE, seed)) {
            Map<String, NDArray> weights = network.weights();
            Fitting.run(manager, weights, STEPS, RATE, (scope, step) -> loss(network, scope, step));
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

    private NDArray loss(SmallNetwork network, NDManager scope, int step) {
        RandomGenerator random = Draws.stream(seed, step);
        int length = images[0].length;
        float[] pixels = new float[BATCH * length];
        float[] targets = new float[BATCH * DrawnIdentity.DIMENSION];
        for (int n = 0; n < BATCH; n++) {
            int face = random.nextInt(FACES);
            float[] image = images[face].clone();
            distortion.soften(image, random);
            System.arraycopy(image, 0, pixels, n * length, length);
            double[] identity = data.factors(face).identityVector();
            for (int i = 0; i < identity.length; i++) {
                targets[n * identity.length + i] = (float) identity[i];
            }
        }
        int size = DrawnIdentity.SIZE;
        NDArray found = network.forward(scope.create(pixels, new Shape(BATCH, 3, size, size))); // [N, 30]
        NDArray target = scope.create(targets, new Shape(BATCH, DrawnIdentity.DIMENSION));
        return found.sub(target).square().mean();
    }
}
