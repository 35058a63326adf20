package io.interp.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.image.Pictures;
import io.interp.core.image.Resample;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks inside a generator while it runs: {@code HookALayer [MODEL] [--layer L] [--out DIR]}. Writes {@code maps.png}, the
 * first units' maps of one image beside the image.
 */
public final class HookALayer {

    private static final int UNITS = 15;

    private HookALayer() {}

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
            NDArray z = generator.latents().sample(scope, 0, 1); // [1, d]
            Run run = generator.run(z, LayerHook.capture(layer.name()));
            NDArray activation = run.activation(layer.name()); // [1, M, h, w]
            System.out.println("layer " + layer.name() + " gives " + activation.getShape() + ", from "
                    + activation.min().getFloat() + " to " + activation.max().getFloat());

            List<BufferedImage> cells = new ArrayList<>(Pictures.of(run.images()));
            cells.addAll(maps(activation, cells.get(0)));
            Path file = arguments.out().resolve("maps.png");
            Sheet.write(file, cells, (UNITS + 1) / 2, List.of());
            System.out.println("wrote " + file);
        }
    }

    /** Each unit's map at the image's size, from black (its least value) to white. */
    private static List<BufferedImage> maps(NDArray activation, BufferedImage image) {
        NDArray maps =
                activation.get("0, 0:{}", Math.min(UNITS, activation.getShape().get(1)));
        NDArray flat = maps.reshape(maps.getShape().get(0), -1); // [U, h * w]
        int[] perMap = {1};
        NDArray least = flat.min(perMap, true); // [U, 1]
        NDArray spread = flat.max(perMap, true).sub(least).maximum(1e-6f);
        NDArray grey = flat.sub(least).div(spread).mul(2).sub(1); // [-1, 1]
        NDArray pictures = grey.reshape(maps.getShape()).expandDims(1); // [U, 1, h, w]
        return Pictures.of(pictures).stream()
                .map(map -> Resample.picture(map, image.getHeight(), image.getWidth(), Resample.Filter.AREA))
                .toList();
    }
}
