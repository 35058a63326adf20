package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Generators of two layers, {@code maps} and {@code image}, each any function of arrays. Elementwise, so exact. */
final class MappedGenerator {

    static final String MAPS = "maps";

    private MappedGenerator() {}

    static BlockGenerator of(
            NDManager manager, LatentSpace space, UnaryOperator<NDArray> maps, UnaryOperator<NDArray> image) {
        return new BlockGenerator(
                manager,
                "mapped",
                space,
                () -> {
                    Map<String, Block> stages = new LinkedHashMap<>();
                    stages.put(MAPS, new LambdaBlock(z -> new NDList(maps.apply(z.singletonOrThrow())), MAPS));
                    stages.put("image", new LambdaBlock(y -> new NDList(image.apply(y.singletonOrThrow())), "image"));
                    return stages;
                },
                0);
    }

    /** Two latents choose one cell of the inner part of a map: 1 there, 0 elsewhere, {@code [N, 1, side, side]}. */
    static NDArray cell(NDArray z, int side) {
        NDArray at = z.add(1).mul((side - 2) / 2.0).floor().add(1); // from 1 to side - 2
        NDArray lines =
                z.getManager().arange(side).toType(DataType.FLOAT32, false).reshape(1, 1, side);
        NDArray one = at.reshape(-1, 2, 1).eq(lines).toType(DataType.FLOAT32, false); // [N, 2, side]
        NDArray rows = one.get(":, 0").reshape(-1, 1, side, 1);
        NDArray columns = one.get(":, 1").reshape(-1, 1, 1, side);
        return rows.mul(columns);
    }

    /** Repeats every cell into a square. */
    static NDArray squares(NDArray maps, int fold) {
        Shape s = maps.getShape();
        long n = s.get(0);
        long h = s.get(2);
        long w = s.get(3);
        return maps.reshape(n, 1, h, 1, w, 1).broadcast(n, 1, h, fold, w, fold).reshape(n, 1, h * fold, w * fold);
    }

    /** Paints white where a mask {@code [N, 1, H, W]} is 1 and black elsewhere, {@code [N, 3, H, W]}. */
    static NDArray paint(NDArray mask) {
        NDArray grey = mask.mul(2).sub(1);
        return NDArrays.concat(new NDList(grey, grey, grey), 1);
    }
}
