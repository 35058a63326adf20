package io.interp.core.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.interp.core.Discriminator;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A discriminator made of DJL blocks: {@code [N, C, H, W]} in [-1, 1] to one logit an image. */
public final class BlockDiscriminator implements Discriminator {

    private final NDManager parent;
    private final String name;
    private final Shape imageShape;
    private final Supplier<Map<String, Block>> recipe;
    private final Stages stages;

    /**
     * Builds a discriminator.
     *
     * @param parent the manager whose device is used and whose child owns the weights
     * @param name a name for tables and results
     * @param imageShape the shape (C, H, W) of one image
     * @param recipe makes the blocks by name, in the order they run, fresh at every call; the last gives {@code [N, 1]}
     *     or {@code [N]}
     * @param seed the seed of weights that have to be drawn
     */
    public BlockDiscriminator(
            NDManager parent, String name, Shape imageShape, Supplier<Map<String, Block>> recipe, long seed) {
        this.parent = parent;
        this.name = name;
        this.imageShape = imageShape;
        this.recipe = recipe;
        stages = new Stages(parent, StageGraph.chain(recipe.get()), imageShape, seed);
        stages.freeze();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NDManager manager() {
        return stages.manager();
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public Map<String, NDArray> parameters() {
        return stages.parameters();
    }

    @Override
    public Map<String, NDArray> state() {
        return stages.state();
    }

    @Override
    public String fingerprint() {
        return NetworkState.fingerprint(name + stages.outputs(), state());
    }

    @Override
    public NDArray score(NDArray images, Pass pass) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || !shape.slice(1).equals(imageShape)) {
            throw new IllegalArgumentException("the discriminator takes images [N, " + imageShape + "], got " + shape);
        }
        Map<String, NDArray> values = new HashMap<>(Map.of(StageGraph.INPUT, images));
        NDArray x = images;
        for (String stage : stages.blocks().keySet()) {
            x = stages.forward(stage, values, pass);
            values.put(stage, x);
        }
        return x.reshape(shape.get(0)); // [N]
    }

    @Override
    public Discriminator copy() {
        BlockDiscriminator other = new BlockDiscriminator(parent, name, imageShape, recipe, 0);
        NetworkState.copy(state(), other.state());
        return other;
    }

    @Override
    public void save(Path directory) {
        BlockNetworkFiles.saveState(this, directory);
    }

    @Override
    public void close() {
        stages.close();
    }
}
