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

/** A graph of named DJL blocks with their weights on one manager: what generators and discriminators of blocks share. */
final class Stages implements AutoCloseable {

    private final NDManager manager;
    private final StageGraph graph;
    private final Map<String, Shape> outputs = new LinkedHashMap<>();
    private final ParameterStore store;

    /**
     * Initialises the blocks that are not initialised yet.
     *
     * @param parent the manager whose child will own the weights
     * @param graph the blocks and what they read; taken over
     * @param inputShape the shape of one input, without the batch axis
     * @param seed the seed of weights that have to be drawn
     */
    Stages(NDManager parent, StageGraph graph, Shape inputShape, long seed) {
        if (graph.blocks().isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one stage, got none");
        }
        manager = parent.newSubManager();
        this.graph = graph;
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(StageGraph.INPUT, new Shape(1).addAll(inputShape));
        long index = 0;
        for (Map.Entry<String, Block> stage : graph.blocks().entrySet()) {
            Block block = stage.getValue();
            Shape[] read = graph.reads(stage.getKey()).stream().map(shapes::get).toArray(Shape[]::new);
            if (!block.isInitialized()) {
                SeededWeights.into(block, Draws.derive(seed, index));
                block.initialize(manager, DataType.FLOAT32, read);
            }
            index++;
            Shape shape = block.getOutputShapes(read)[0];
            shapes.put(stage.getKey(), shape);
            outputs.put(stage.getKey(), shape.slice(1));
        }
        store = new ParameterStore(manager, false);
        state().values().forEach(a -> a.setName(null)); // names steer how the engine passes arguments
    }

    NDManager manager() {
        return manager;
    }

    StageGraph graph() {
        return graph;
    }

    Map<String, Block> blocks() {
        return graph.blocks();
    }

    /** The output shape of each stage without the batch axis. */
    Map<String, Shape> outputs() {
        return outputs;
    }

    /**
     * Runs one stage.
     *
     * @param stage its name
     * @param values the network's input and the outputs of the stages it reads, by name
     * @param pass the mode
     * @return its output
     */
    NDArray forward(String stage, Map<String, NDArray> values, Pass pass) {
        NDList inputs = new NDList();
        graph.reads(stage).forEach(name -> inputs.add(values.get(name)));
        try (GradScope scope = GradScope.of(pass.gradient())) {
            return blocks().get(stage).forward(store, inputs, pass.training()).singletonOrThrow();
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
        blocks().forEach((name, block) -> {
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
        blocks().values().forEach(Block::clear);
        manager.close();
    }
}
