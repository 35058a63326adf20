package io.interp.testkit.drawn.scene;

import ai.djl.ndarray.NDManager;
import io.interp.testkit.fit.PartNetwork;
import io.interp.testkit.fit.PartSegmenter;
import io.interp.testkit.fit.SmallNetwork;

/**
 * Finds what drawn scenes show in images that no painter's mask exists for, such as those of a generator trained on drawn
 * scenes; see {@link DrawnScene#CLASSES}. It sees images at 64 x 64 pixels.
 *
 * <p>The network is a small U-Net fitted to drawn scenes and their exact masks by {@link TrainSceneSegmenter}.
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
