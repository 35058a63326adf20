package io.interp.testkit.drawn;

import io.interp.testkit.fit.Distortion;
import io.interp.testkit.fit.SegmenterFitting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the network of {@link DrawnSegmenter} to drawn faces, as {@link SegmenterFitting} describes, and writes its weights:
 *
 * <pre>{@code
 * OMP_NUM_THREADS=1 java -cp <class path> io.interp.testkit.drawn.TrainDrawnSegmenter drawn-segmenter.safetensors 1
 * }</pre>
 */
public final class TrainDrawnSegmenter {
    private static final int FACES = 4000;
    private static final int UNSEEN = 200;
    private static final long UNSEEN_SEED = 9001;
    private static final int STEPS = 1500;
    private static final int BATCH = 32;
    private static final double RATE = 3e-3;

    private TrainDrawnSegmenter() {}

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
        new SegmenterFitting(
                        faces(FACES, seed),
                        DrawnFace.CLASSES,
                        new Distortion(DrawnSegmenter.SIZE, true, 1),
                        new SegmenterFitting.Options(seed, STEPS, BATCH, RATE))
                .fit(DrawnSegmenter.network(), faces(UNSEEN, UNSEEN_SEED), DrawnSegmenter.NAME, Path.of(arguments[0]));
    }

    private static List<DrawnFace> faces(int count, long seed) {
        DrawnFaces data = new DrawnFaces(DrawnSegmenter.SIZE, count, seed);
        return IntStream.range(0, count).parallel().mapToObj(data::painting).toList();
    }
}
