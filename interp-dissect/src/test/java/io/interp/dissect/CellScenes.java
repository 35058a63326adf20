package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.measure.PaletteSegmenter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scenes of cells: sky above a horizon, grass below it, one tree. Maps are multiples of 1/8 and cells are 4 pixels wide, so
 * that bilinear values are exact in float32 and loops must give the very same counts.
 */
final class CellScenes {

    static final int SIDE = 8;
    static final int PIXELS = 32;
    static final int AREA = PIXELS * PIXELS;
    static final int UNITS = 5;
    static final int CLASSES = 5;
    static final String MAPS = MappedGenerator.MAPS;

    private CellScenes() {}

    static PaletteSegmenter palette() {
        Map<String, int[]> colours = new LinkedHashMap<>();
        colours.put("sky", new int[] {0, 0, 255});
        colours.put("grass", new int[] {0, 255, 0});
        colours.put("tree", new int[] {255, 0, 0});
        colours.put("river", new int[] {255, 255, 255});
        return new PaletteSegmenter(colours, 60);
    }

    /** Latents: the horizon, the tree's place, and SIDE x SIDE numbers of a unit that means nothing. */
    static BlockGenerator generator(NDManager manager) {
        return MappedGenerator.of(
                manager,
                LatentSpace.uniform(3 + SIDE * SIDE),
                z -> {
                    NDArray tree = MappedGenerator.cell(z.get(":, 1:3"), SIDE);
                    NDArray horizon =
                            z.get(":, 0:1").add(1).mul(2.5).floor().add(2).reshape(-1, 1, 1, 1); // from 2 to 6
                    NDArray rows = z.getManager()
                            .arange(SIDE)
                            .toType(DataType.FLOAT32, false)
                            .reshape(1, 1, SIDE, 1);
                    NDArray above = rows.lt(horizon).toType(DataType.FLOAT32, false); // [N, 1, 8, 1]
                    NDArray sky = above.add(tree.mul(0)).mul(tree.neg().add(1)); // [N, 1, 8, 8]
                    NDArray grass =
                            above.neg().add(1).add(tree.mul(0)).mul(tree.neg().add(1));
                    NDArray noise = z.get(":, 3:").mul(8).floor().div(8).reshape(-1, 1, SIDE, SIDE);
                    return NDArrays.concat(
                            new NDList(sky, grass, tree, noise, noise.mul(0).add(0.25)), 1);
                },
                y -> {
                    NDList channels = new NDList();
                    for (int colour : new int[] {2, 1, 0}) { // red is the tree, blue the sky
                        channels.add(
                                MappedGenerator.squares(y.get(":, " + colour + ":" + (colour + 1)), PIXELS / SIDE));
                    }
                    return NDArrays.concat(channels, 1).mul(2).sub(1);
                });
    }

    static DissectionOptions small() {
        return DissectionOptions.of(MAPS).samples(40).batch(9).bootstrap(30).examples(6);
    }
}
