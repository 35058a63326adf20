package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.partition.mixture.FilterMixture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A generator whose filters draw known boxes: filter j is zero outside the box of its group, has a bump inside, and its
 * amplitude is {@code max(0, 1 + z_j / 3)}. The image is a fixed mixture of the filters' maps, each position enlarged to
 * a square of pixels.
 */
public final class PlantedGenerator {

    /** The height and width of maps. */
    public static final int SIDE = 16;

    /** Pixels per position. */
    public static final int ZOOM = 2;

    /** First row, first column, last row, last column of each group's box, inclusive: eyes, mouth, hair, none. */
    static final int[][] BOXES = {{4, 3, 6, 5}, {4, 9, 6, 11}, {10, 4, 12, 11}, {0, 0, 1, 15}};

    /** The group of each filter. The last group has no filter. */
    static final int[] ASSIGNED = {0, 1, 2, 3, FilterMixture.INACTIVE, 2, 1, 0, 3, 0};

    /** The number of groups, one of them empty. */
    public static final int GROUPS = 5;

    private PlantedGenerator() {}

    /** {@return the generator} */
    public static BlockGenerator create(NDManager parent) {
        return new BlockGenerator(parent, "planted", LatentSpace.normal(ASSIGNED.length), PlantedGenerator::stages, 0);
    }

    /** {@return the planted groups} */
    public static FilterGroups groups() {
        return new FilterGroups("maps", GROUPS, ASSIGNED);
    }

    private static Map<String, Block> stages() {
        Map<String, Block> stages = new LinkedHashMap<>();
        stages.put("amplitudes", block("amplitudes", z -> z.div(3).add(1).maximum(0f)));
        stages.put("maps", block("maps", PlantedGenerator::maps));
        stages.put("image", block("image", PlantedGenerator::image));
        return stages;
    }

    private static Block block(String name, UnaryOperator<NDArray> function) {
        return new LambdaBlock(x -> new NDList(function.apply(x.singletonOrThrow())), name);
    }

    private static NDArray maps(NDArray amplitudes) {
        Shape shape = new Shape(1, ASSIGNED.length, SIDE, SIDE);
        return amplitudes
                .expandDims(2)
                .expandDims(3)
                .mul(amplitudes.getManager().create(patterns(), shape));
    }

    private static NDArray image(NDArray maps) {
        NDArray mixture = maps.getManager().create(colours(), new Shape(3, ASSIGNED.length));
        long images = maps.getShape().get(0);
        NDArray pixels = mixture.matMul(maps.reshape(images, ASSIGNED.length, SIDE * SIDE)); // [N, 3, K]
        return pixels.reshape(images, 3, SIDE, SIDE).repeat(2, ZOOM).repeat(3, ZOOM);
    }

    /** {@return the value of every filter at every position for an amplitude of one, {@code [M, h, w]}} */
    public static float[] patterns() {
        float[] patterns = new float[ASSIGNED.length * SIDE * SIDE];
        for (int j = 0; j < ASSIGNED.length; j++) {
            for (int k = 0; ASSIGNED[j] >= 0 && k < SIDE * SIDE; k++) {
                int[] box = BOXES[ASSIGNED[j]];
                int row = k / SIDE;
                double dy = (row - (box[0] + box[2]) / 2.0) / (box[2] - box[0] + 1);
                double dx = (k % SIDE - (box[1] + box[3]) / 2.0) / (box[3] - box[1] + 1);
                boolean inside = Math.abs(dy) < 0.5 && Math.abs(dx) < 0.5;
                patterns[j * SIDE * SIDE + k] = inside ? (float) ((1 + j % 3) * (1 - dy * dy - dx * dx)) : 0;
            }
        }
        return patterns;
    }

    private static float[] colours() {
        float[] colours = new float[3 * ASSIGNED.length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = 0.02f + 0.02f * (i * 7 % 5);
        }
        return colours;
    }
}
