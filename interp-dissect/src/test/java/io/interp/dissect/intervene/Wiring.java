package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.measure.SoftSegmenter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A generator whose maps are its latents, independent from unit to unit and cell to cell, and whose image draws classes by a
 * stated rule: each cell is a square of pixels, each channel one class, from -1 for absent to 1 for present.
 */
public final class Wiring {

    public static final String UNITS = "units";

    /** The pixels along a cell. */
    public static final int ZOOM = 4;

    private Wiring() {}

    /** Units that are on (1) with probability q and off (0) otherwise. */
    public static BlockGenerator bernoulli(
            NDManager manager, int units, int side, double q, UnaryOperator<NDArray> decoder) {
        return of(
                manager,
                LatentSpace.uniform(units * side * side),
                units,
                side,
                decoder,
                z -> z.gt(1 - 2 * q).toType(DataType.FLOAT32, false));
    }

    /** Units that are standard normal. */
    public static BlockGenerator gaussian(NDManager manager, int units, int side, UnaryOperator<NDArray> decoder) {
        return of(manager, LatentSpace.normal(units * side * side), units, side, decoder, z -> z.mul(1));
    }

    /** The decoder gets {@code [N, U, h, w]} and gives one number in [0, 1] a class and cell, {@code [N, K, h, w]}. */
    private static BlockGenerator of(
            NDManager manager,
            LatentSpace latents,
            int units,
            int side,
            UnaryOperator<NDArray> decoder,
            UnaryOperator<NDArray> encoder) {
        return new BlockGenerator(
                manager,
                "wiring",
                latents,
                () -> {
                    Map<String, Block> stages = new LinkedHashMap<>();
                    stages.put(
                            UNITS,
                            new LambdaBlock(
                                    z -> new NDList(
                                            encoder.apply(z.singletonOrThrow()).reshape(-1, units, side, side)),
                                    "units"));
                    stages.put(
                            "image",
                            new LambdaBlock(
                                    y -> new NDList(times(enlarged(decoder.apply(y.singletonOrThrow())), 2)
                                            .sub(1)),
                                    "image"));
                    return stages;
                },
                0);
    }

    /**
     * {@return the array times a number that its manager keeps}
     *
     * <p>The engine's own product with a number frees the number at once, though the graph still needs it: gradients are then
     * now and then wrong.
     */
    public static NDArray times(NDArray array, float factor) {
        return array.mul(array.getManager().create(factor));
    }

    private static NDArray enlarged(NDArray cells) {
        Shape shape = cells.getShape();
        long n = shape.get(0);
        long k = shape.get(1);
        long h = shape.get(2);
        long w = shape.get(3);
        return cells.reshape(n, k, h, 1, w, 1).broadcast(n, k, h, ZOOM, w, ZOOM).reshape(n, k, h * ZOOM, w * ZOOM);
    }

    /** {@return one unit's maps, {@code [N, 1, h, w]}} */
    public static NDArray unit(NDArray maps, int unit) {
        return maps.get(new NDIndex(":, " + unit + ":" + (unit + 1)));
    }

    /** A class that shows where the first m units are all on. */
    public static UnaryOperator<NDArray> and(int m) {
        return maps -> {
            NDArray all = unit(maps, 0);
            for (int u = 1; u < m; u++) {
                all = all.mul(unit(maps, u));
            }
            return all;
        };
    }

    /** A class that shows where any of the first m units is on. */
    public static UnaryOperator<NDArray> or(int m) {
        return maps -> {
            NDArray none = unit(maps, 0).neg().add(1);
            for (int u = 1; u < m; u++) {
                none = none.mul(unit(maps, u).neg().add(1));
            }
            return none.neg().add(1);
        };
    }

    /** A class whose score is a weighted sum of units. */
    public static UnaryOperator<NDArray> linear(float... weights) {
        return maps -> maps.mul(maps.getManager().create(weights, new Shape(1, weights.length, 1, 1)))
                .sum(new int[] {1}, true);
    }

    /** {@return several classes as channels} */
    public static NDArray channels(NDArray... classes) {
        return NDArrays.concat(new NDList(classes), 1);
    }

    /** Reads a class off its channel. The first class in the order of the labels wins where several are present. */
    public static final class Channels implements SoftSegmenter {

        private final List<String> labels;

        /** The first label is of pixels where no channel is above zero. */
        public Channels(String... labels) {
            this.labels = List.of(labels);
        }

        @Override
        public String name() {
            return "channels";
        }

        @Override
        public List<String> labels() {
            return labels;
        }

        @Override
        public NDArray segment(NDArray images) {
            NDArray found = images.get(new NDIndex(":, 0")).zerosLike().toType(DataType.INT64, false);
            for (int c = labels.size() - 2; c >= 0; c--) {
                NDArray here = images.get(new NDIndex(":, " + c)).gt(0).toType(DataType.INT64, false);
                found = found.mul(here.neg().add(1)).add(here.mul(c + 1));
            }
            return found;
        }

        @Override
        public NDArray softScore(NDArray images, int label) {
            return times(images.get(new NDIndex(":, " + (label - 1))).add(1), 0.5f);
        }

        @Override
        public void close() {}
    }
}
