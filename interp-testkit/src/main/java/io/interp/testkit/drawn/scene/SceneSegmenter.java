package io.interp.testkit.drawn.scene;

import ai.djl.ndarray.NDManager;
import io.interp.testkit.fit.PartNetwork;
import io.interp.testkit.fit.PartSegmenter;
import io.interp.testkit.fit.SmallNetwork;

/**
 * Finds what drawn scenes show in images that no painter's mask exists for, such as those of a generator trained on drawn
 * scenes; see {@link DrawnScene#CLASSES}. It sees images at 64 x 64 pixels.
 *
 * <p>The network is a small U-Net fitted to drawn scenes and their exact masks by {@link TrainSceneSegmenter},
 * blurred, noisy and of shifted colours. On 200 scenes it has not seen it names 98.2% of the pixels rightly; intersection over
 * union is 0.98 for the sky, 0.98 for ground, 0.97 for grass, 0.96 for trees, 0.94 for buildings, 0.97 for roofs, 0.93 for
 * windows, 0.96 for doors, 0.85 for the sun, 0.94 for clouds and 0.85 for people.
 */
public final class SceneSegmenter extends PartSegmenter {
    static final int SIZE = 64;
    static final String NAME = "scene-segmenter";

    private static final String WEIGHTS = NAME + ".safetensors";

    private SceneSegmenter(SmallNetwork network) {
        super(NAME, DrawnScene.CLASSES, network);
    }

    /**
     * Loads the fitted network.
     *
     * @param manager the manager whose device is used and whose child owns the weights
     * @return the segmenter, which the caller closes
     */
    public static SceneSegmenter load(NDManager manager) {
        return new SceneSegmenter(SmallNetwork.load(manager, network(), SIZE, SceneSegmenter.class, WEIGHTS));
    }

    static PartNetwork network() {
        return new PartNetwork(DrawnScene.CLASSES.size(), new PartNetwork.Widths(12, 28, 48, 16));
    }
}
