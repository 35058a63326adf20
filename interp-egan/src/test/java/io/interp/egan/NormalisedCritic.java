package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import io.interp.core.Discriminator;
import io.interp.core.block.BlockDiscriminator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A discriminator of 8 x 8 images with a batch norm. */
final class NormalisedCritic implements AutoCloseable {

    private final Discriminator network;

    NormalisedCritic(NDManager manager) {
        network = new BlockDiscriminator(
                manager,
                "normalised",
                new Shape(1, 8, 8),
                () -> Map.of(
                        "score",
                        new SequentialBlock()
                                .add(BatchNorm.builder().build())
                                .add(new LambdaBlock(
                                        x -> new NDList(x.singletonOrThrow().flatten(1, -1)), "flat"))
                                .add(Linear.builder().setUnits(1).build())),
                1);
    }

    Discriminator network() {
        return network;
    }

    Map<String, NDArray> buffers() {
        Map<String, NDArray> buffers = new LinkedHashMap<>(network.state());
        buffers.keySet().removeAll(network.parameters().keySet());
        return buffers;
    }

    @Override
    public void close() {
        network.close();
    }
}
