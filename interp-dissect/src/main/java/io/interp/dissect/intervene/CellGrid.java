package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import java.util.Arrays;

/**
 * The positions of a layer's maps as cells of the image: the locations P of the paper. A cell's part of an image is the
 * window of adaptive average pooling, from floor(i h / H) to ceil((i + 1) h / H) for h pixels and H cells, so cells tile
 * the image where sizes divide, and overlap by less than a pixel where they don't.
 *
 * @param height rows of cells
 * @param width columns of cells
 */
public record CellGrid(int height, int width) {

    /**
     * {@return the cells of a layer}
     *
     * @param layer a layer that gives maps
     * @throws IllegalArgumentException if its output is no stack of maps
     */
    public static CellGrid of(Layer layer) {
        if (!layer.isSpatial()) {
            throw new IllegalArgumentException("layer '" + layer.name() + "' gives " + layer.outputShape()
                    + ", an intervention needs one that gives maps (units, height, width)");
        }
        return new CellGrid(
                Math.toIntExact(layer.outputShape().get(1)),
                Math.toIntExact(layer.outputShape().get(2)));
    }

    /**
     * {@return the layer of a name, which must give maps}
     *
     * @param generator the generator
     * @param layer the layer's name
     * @throws IllegalArgumentException if there is no such layer or it gives no maps
     */
    public static Layer requireMaps(Generator generator, String layer) {
        Layer found = generator.layers().named(layer);
        of(found);
        return found;
    }

    /** {@return the number of cells} */
    public int cells() {
        return height * width;
    }

    /**
     * The mean of a map in each cell. Gradients flow.
     *
     * @param maps {@code [N, h, w]} float32
     * @return {@code [N, height, width]}, owned by the maps' manager
     */
    public NDArray means(NDArray maps) {
        NDManager manager = maps.getManager();
        NDArray rows = windows(manager, height, Math.toIntExact(maps.getShape().get(1))); // [height, h]
        NDArray columns =
                windows(manager, width, Math.toIntExact(maps.getShape().get(2))); // [width, w]
        return rows.matMul(maps).matMul(columns.transpose()); // [N, height, width]
    }

    /**
     * The mean of each image's maps, all channels together.
     *
     * @param maps {@code [N, ...]} float32; outside any graph
     * @return one number an image
     */
    public static double[] imageMeans(NDArray maps) {
        float[] means =
                maps.reshape(maps.getShape().get(0), -1).mean(new int[] {1}).toFloatArray();
        double[] wide = new double[means.length];
        Arrays.setAll(wide, i -> means[i]);
        return wide;
    }

    /**
     * Marks one cell of each image.
     *
     * @param manager the owner of the result
     * @param cells the cell of each image, row by row from 0; negative for none
     * @return {@code [N, 1, height, width]} float32: 1 in the cell, 0 elsewhere
     */
    NDArray marks(NDManager manager, int... cells) {
        float[] marks = new float[cells.length * cells()];
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] >= 0) {
                marks[i * cells() + cells[i]] = 1;
            }
        }
        return manager.create(marks, new Shape(cells.length, 1, height, width));
    }

    private static NDArray windows(NDManager manager, int cells, int pixels) {
        float[] weights = new float[cells * pixels];
        for (int cell = 0; cell < cells; cell++) {
            int from = cell * pixels / cells;
            int to = ((cell + 1) * pixels + cells - 1) / cells;
            for (int pixel = from; pixel < to; pixel++) {
                weights[cell * pixels + pixel] = 1f / (to - from);
            }
        }
        return manager.create(weights, new Shape(cells, pixels));
    }
}
