package io.interp.core.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.interp.core.Pass;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chain of named DJL blocks with their weights on one manager: what generators and discriminators of blocks share. */
final class Stages implements AutoCloseable {

    private final NDManager manager;
    private final Map<String, Block> blocks;
    private final Map<String, Shape> outputs = new LinkedHashMap<>();
    private final ParameterStore store;

    /**
     * Initialises the blocks that are not initialised yet.
     *
     * @param parent the manager whose child will own the weights
     * @param blocks the blocks by name, in order; taken over
     * @param inputShape the shape of one input, without the batch axis
     * @param seed the seed of weights that have to be drawn
     */
    Stages(NDManager parent, Map<String, Block> blocks, Shape inputShape, long seed) {
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one stage, got none");
        }
        manager = parent.newSubManager();
        this.blocks = new LinkedHashMap<>(blocks);
        Shape shape = new Shape(1).addAll(inputShape);
        long index = 0;
        for (Map.Entry<String, Block> stage : blocks.entrySet()) {
            Block block = stage.getValue();
            if (!block.isInitialized()) {
                SeededWeights.into(block, Draws.derive(seed, index));
                block.initialize(manager, DataType.FLOAT32, shape);
            }
            index++;
            shape = block.getOutputShapes(new Shape[] {shape})[0];
            outputs.put(stage.getKey(), shape.slice(1));
        }
        store = new ParameterStore(manager, false);
        state().values().forEach(a -> a.setName(null)); // names steer how the engine passes arguments
    }

    NDManager manager() {
        return manager;
    }

    Map<String, Block> blocks() {
        return blocks;
    }

    /** The output shape of each stage without the batch axis. */
    Map<String, Shape> outputs() {
        return outputs;
    }

    NDArray forward(String stage, NDArray input, Pass pass) {
        try (GradScope scope = GradScope.of(pass.gradient())) {
            return blocks.get(stage)
                    .forward(store, new NDList(input), pass.training())
                    .singletonOrThrow();
        }
    }

    Map<String, NDArray> parameters() {
        return arrays(true);
    }

    Map<String, NDArray> state() {
        return arrays(false);
    }

    private Map<String, NDArray> arrays(boolean trainableOnly) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        blocks.forEach((name, block) -> {
            for (Pair<String, Parameter> parameter : block.getParameters()) {
                if (!trainableOnly || parameter.getValue().requiresGradient()) {
                    arrays.put(
                            name + "." + parameter.getKey(),
                            parameter.getValue().getArray());
                }
            }
        });
        return arrays;
    }

    /** Freezes the weights, which is how they stay outside training, so that no pass builds graphs through them. */
    void freeze() {
        Gradients.require(List.copyOf(parameters().values()), false);
    }

    @Override
    public void close() {
        blocks.values().forEach(Block::clear);
        manager.close();
    }
}
