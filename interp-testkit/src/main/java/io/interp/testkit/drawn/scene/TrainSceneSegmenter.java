package io.interp.testkit.drawn.scene;

import io.interp.testkit.fit.Distortion;
import io.interp.testkit.fit.SegmenterFitting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the network of {@link SceneSegmenter} to drawn scenes, as {@link SegmenterFitting} describes, and writes its weights:
 *
 * <pre>{@code
 * OMP_NUM_THREADS=1 java -cp <class path> io.interp.testkit.drawn.scene.TrainSceneSegmenter scene-segmenter.safetensors 1
 * }</pre>
 */
public final class TrainSceneSegmenter {
    private static final int SCENES = 4000;
    private static final int UNSEEN = 200;
    private static final long UNSEEN_SEED = 9001;
    private static final int STEPS = 900;
    private static final int BATCH = 16;
    private static final double RATE = 4e-3;

    private TrainSceneSegmenter() {}

    /**
     * Fits and writes.
     *
     * @param arguments the file to write and, if not 1, the seed
     */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("expected the file to write and a seed, got " + arguments.length
                    + " arguments; say: TrainSceneSegmenter scene-segmenter.safetensors 1");
        }
        long seed = arguments.length == 2 ? Long.parseLong(arguments[1]) : 1;
        new SegmenterFitting(
                        scenes(SCENES, seed),
                        DrawnScene.CLASSES,
                        new Distortion(SceneSegmenter.SIZE, false, 2),
                        new SegmenterFitting.Options(seed, STEPS, BATCH, RATE))
                .fit(SceneSegmenter.network(), scenes(UNSEEN, UNSEEN_SEED), SceneSegmenter.NAME, Path.of(arguments[0]));
    }

    private static List<DrawnScene> scenes(int count, long seed) {
        DrawnScenes data = new DrawnScenes(SceneSegmenter.SIZE, count, seed);
        return IntStream.range(0, count).parallel().mapToObj(data::painting).toList();
    }
}
