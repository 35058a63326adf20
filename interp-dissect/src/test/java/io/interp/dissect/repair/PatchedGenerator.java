package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.stat.Embedder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A generator of even images, 3 x 8 x 8, whose grey is 0.2 times its first latent, and one of whose units paints the upper
 * left cell of a 2 x 2 grid in a shrill colour where it is above a level. All units are independent normals.
 */
final class PatchedGenerator {

    static final String UNITS = "units";
    static final int COUNT = 6;
    static final int CULPRIT = 4;

    /** The unit is above it in 6.7 % of cells. */
    static final double LEVEL = 1.5;

    /** Red, green and blue of a patch, from -1 to 1. */
    static final float[] PATCH = {-1, 0.6f, 1};

    static final int PATCH_RGB = 0x00ccff;

    private static final int SIDE = 2;
    private static final int ZOOM = 4;

    private PatchedGenerator() {}

    static BlockGenerator of(NDManager manager) {
        return new BlockGenerator(
                manager,
                "patched",
                LatentSpace.normal(1 + COUNT * SIDE * SIDE),
                () -> {
                    Map<String, Block> stages = new LinkedHashMap<>();
                    stages.put(UNITS, new LambdaBlock(z -> new NDList(units(z.singletonOrThrow())), "units"));
                    stages.put("image", new LambdaBlock(y -> new NDList(image(y.singletonOrThrow())), "image"));
                    return stages;
                },
                0);
    }

    /** The last unit carries the grey, the same in all cells, and is no artifact. */
    private static NDArray units(NDArray z) {
        NDArray maps = z.get(new NDIndex(":, 1:")).reshape(-1, COUNT, SIDE, SIDE);
        NDArray grey = z.get(new NDIndex(":, 0:1"))
                .reshape(-1, 1, 1, 1)
                .broadcast(z.getShape().get(0), 1, SIDE, SIDE);
        return maps.get(new NDIndex(":, 0:" + (COUNT - 1))).concat(grey, 1);
    }

    private static NDArray image(NDArray maps) {
        long n = maps.getShape().get(0);
        NDArray grey = maps.get(new NDIndex(":, " + (COUNT - 1) + ":")).mul(0.2f); // [n, 1, 2, 2]
        NDArray patch = maps.get(new NDIndex(":, " + CULPRIT + ":" + (CULPRIT + 1)))
                .gt((float) LEVEL)
                .toType(grey.getDataType(), false);
        NDArray color = maps.getManager().create(PATCH, new Shape(1, 3, 1, 1));
        NDArray cells = grey.mul(patch.neg().add(1)).add(color.mul(patch)); // [n, 3, 2, 2]
        return cells.reshape(n, 3, SIDE, 1, SIDE, 1)
                .broadcast(n, 3, SIDE, ZOOM, SIDE, ZOOM)
                .reshape(n, 3, SIDE * ZOOM, SIDE * ZOOM);
    }

    /** The mean of each channel as the features. */
    static final class MeanColor implements Embedder {

        @Override
        public String name() {
            return "mean-colour";
        }

        @Override
        public int dimension() {
            return 3;
        }

        @Override
        public NDArray embed(NDArray images) {
            return images.reshape(images.getShape().get(0), 3, -1).mean(new int[] {2});
        }

        @Override
        public void close() {}
    }
}
