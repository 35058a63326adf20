package io.interp.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Edit;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import io.interp.core.image.Pictures;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Changes units of a layer: {@code EditUnits [MODEL] [--layer L] [--out DIR]}. Switches a quarter of the units off, sets
 * another quarter to a high level, limits that to the left half, and does both at once. Writes {@code edits.png} and
 * {@code edit.json}.
 */
public final class EditUnits {

    private static final int IMAGES = 6;

    private EditUnits() {}

    /**
     * Runs the example.
     *
     * @param args {@code [MODEL] [--layer L] [--out DIR]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = arguments.generator(manager);
                NDManager scope = generator.manager().newSubManager()) {
            Layer layer = SpatialLayer.of(generator, arguments.layer());
            NDArray z = generator.latents().sample(scope, 0, IMAGES); // [N, d]
            float level =
                    generator.activation(z, layer.name(), Pass.INFERENCE).max().getFloat() / 2;

            int quarter = Math.max(1, layer.units() / 4);
            Edit ablated = Edit.ablate(layer, IntStream.range(0, quarter).toArray());
            Edit inserted = Edit.insert(
                    layer,
                    level,
                    IntStream.range(layer.units() - quarter, layer.units()).toArray());
            Edit left = inserted.masked(leftHalf(layer));
            Edit both = ablated.then(left);

            Path json = arguments.out().resolve("edit.json");
            both.save(json);
            Edit loaded = Edit.load(json);

            List<BufferedImage> cells = new ArrayList<>(Pictures.of(generator.generate(z)));
            for (Edit edit : List.of(ablated, inserted, left, loaded)) {
                cells.addAll(Pictures.of(generator.run(z, edit.toHook(scope)).images()));
            }
            Path file = arguments.out().resolve("edits.png");
            Sheet.write(file, cells, IMAGES, List.of("untouched", "ablated", "inserted", "left half", "both"));
            System.out.println(quarter + " of the " + layer.units() + " units of " + layer.name()
                    + " ablated, as many set to " + level);
            System.out.println("wrote " + file + " and " + json);
        }
    }

    private static float[][] leftHalf(Layer layer) {
        float[][] mask = new float[(int) layer.outputShape().get(1)]
                [(int) layer.outputShape().get(2)];
        for (float[] row : mask) {
            Arrays.fill(row, 0, row.length / 2, 1);
        }
        return mask;
    }
}
