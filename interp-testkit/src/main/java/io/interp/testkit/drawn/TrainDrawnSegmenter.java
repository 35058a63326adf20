package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits the network of {@link DrawnSegmenter} to drawn faces and writes its weights:
 *
 * <pre>{@code
 * OMP_NUM_THREADS=1 java -cp <class path> io.interp.testkit.drawn.TrainDrawnSegmenter drawn-segmenter.safetensors 1
 * }</pre>
 *
 * <p>The same seed gives the same weights on the same kind of processor with one thread. The loss is cross-entropy with
 * each class weighted by one over the root of its share of pixels: small parts count for more than their size, but not
 * so much that they spread beyond their borders.
 */
public final class TrainDrawnSegmenter {
    private static final Logger LOG = LoggerFactory.getLogger(TrainDrawnSegmenter.class);
    private static final int FACES = 4000;
    private static final int STEPS = 1500;
    private static final int BATCH = 32;
    private static final double RATE = 3e-3;
    private static final int CLASSES = DrawnFace.CLASSES.size();
    private static final int PIXELS = DrawnNetwork.SIZE * DrawnNetwork.SIZE;

    private final DrawnFace[] faces;
    private final float[] classWeights;
    private final Distortion distortion = new Distortion(DrawnNetwork.SIZE);
    private final long seed;

    private TrainDrawnSegmenter(long seed) {
        this.seed = seed;
        DrawnFaces data = new DrawnFaces(DrawnNetwork.SIZE, FACES, seed);
        faces = IntStream.range(0, FACES).parallel().mapToObj(data::face).toArray(DrawnFace[]::new);
        classWeights = classWeights();
    }

    /**
     * Fits and writes.
     *
     * @param arguments the file to write and, if not 1, the seed
     */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("expected the file to write and a seed, got " + arguments.length
                    + " arguments; say: TrainDrawnSegmenter drawn-segmenter.safetensors 1");
        }
        long seed = arguments.length == 2 ? Long.parseLong(arguments[1]) : 1;
        new TrainDrawnSegmenter(seed).fit(Path.of(arguments[0]));
    }

    private void fit(Path file) {
        try (NDManager manager = NDManager.newBaseManager();
                DrawnNetwork network = DrawnNetwork.fresh(manager, new PartNetwork(), seed)) {
            Map<String, NDArray> weights = network.weights();
            DrawnTraining.run(manager, weights, STEPS, RATE, (scope, step) -> loss(network, scope, step));
            SafeTensors.write(
                    file,
                    Checkpoint.copyOf(weights),
                    Map.of("name", "drawn-segmenter", "seed", Long.toString(seed), "steps", Integer.toString(STEPS)));
            LOG.info("wrote {}", file);
        }
    }

    private NDArray loss(DrawnNetwork network, NDManager scope, int step) {
        RandomGenerator random = Draws.stream(seed, step);
        float[] images = new float[BATCH * 3 * PIXELS];
        float[] targets = new float[BATCH * CLASSES * PIXELS];
        double total = 0;
        for (int n = 0; n < BATCH; n++) {
            DrawnFace face = faces[random.nextInt(FACES)];
            float[] pixels = face.pixels();
            distortion.apply(pixels, random);
            boolean mirrored = random.nextBoolean();
            for (int i = 0; i < PIXELS; i++) {
                int from = mirrored ? mirror(i) : i;
                for (int channel = 0; channel < 3; channel++) {
                    images[(n * 3 + channel) * PIXELS + i] = pixels[channel * PIXELS + from];
                }
                int label = face.mask()[from];
                targets[(n * CLASSES + label) * PIXELS + i] = classWeights[label];
                total += classWeights[label];
            }
        }
        int size = DrawnNetwork.SIZE;
        NDArray scores = network.forward(scope.create(images, new Shape(BATCH, 3, size, size))); // [N, 7, 32, 32]
        NDArray target = scope.create(targets, new Shape(BATCH, CLASSES, size, size));
        return scores.logSoftmax(1).mul(target).sum().mul((float) (-1 / total)); // a double would make it float64
    }

    private static int mirror(int pixel) {
        int column = pixel % DrawnNetwork.SIZE;
        return pixel - column + DrawnNetwork.SIZE - 1 - column;
    }

    private float[] classWeights() {
        double[] share = new double[CLASSES];
        for (DrawnFace face : faces) {
            for (byte label : face.mask()) {
                share[label] += 1.0 / (FACES * (double) PIXELS);
            }
        }
        float[] weights = new float[CLASSES];
        for (int label = 0; label < CLASSES; label++) {
            weights[label] = (float) (1 / Math.sqrt(share[label]));
        }
        return weights;
    }
}
