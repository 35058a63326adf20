package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.tensor.TensorOps;
import io.interp.core.train.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A small block over 32 x 32 images with its weights, fresh or from a file that lies beside the classes. */
final class DrawnNetwork implements AutoCloseable {
    /** Height and width of the images the networks look at. */
    static final int SIZE = 32;

    private final NDManager manager;
    private final Block block;
    private final ParameterStore store;
    private final Map<String, String> notes;

    private DrawnNetwork(NDManager parent, Block block, long seed, Map<String, String> notes) {
        this.notes = notes;
        this.manager = parent.newSubManager();
        this.block = block;
        RandomGenerator random = Draws.stream(seed);
        block.setInitializer(heWeights(random), Parameter.Type.WEIGHT);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, SIZE, SIZE));
        store = new ParameterStore(manager, false);
        weights().values().forEach(weight -> weight.setName(null)); // names steer how the engine passes arguments
    }

    /** A network with fresh weights, ready to be trained. */
    static DrawnNetwork fresh(NDManager parent, Block block, long seed) {
        DrawnNetwork network = new DrawnNetwork(parent, block, seed, Map.of());
        Gradients.require(List.copyOf(network.weights().values()), true);
        return network;
    }

    /** A network with weights from a resource of this package, frozen. */
    static DrawnNetwork load(NDManager parent, Block block, String resource) {
        SafeTensors saved = read(resource);
        DrawnNetwork network = new DrawnNetwork(parent, block, 0, saved.metadata());
        try {
            Checkpoint.putBack(saved.arrays(), network.weights());
            Gradients.require(List.copyOf(network.weights().values()), false);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static SafeTensors read(String resource) {
        try (InputStream in = DrawnNetwork.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "no file " + resource + " beside " + DrawnNetwork.class.getName() + "; the jar is incomplete");
            }
            Path copy = Files.createTempFile("drawn", ".safetensors");
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return SafeTensors.read(copy);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + resource, e);
        }
    }

    /** Normal with variance 2 / fan-in, which keeps the scale of rectified layers; He and others, ICCV 2015. */
    private static Initializer heWeights(RandomGenerator random) {
        return (owner, shape, type) -> {
            double deviation = Math.sqrt(2.0 / shape.slice(1).size());
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
            return owner.create(values, shape);
        };
    }

    /** The weights by name. */
    Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            weights.put(parameter.getKey(), parameter.getValue().getArray());
        }
        return weights;
    }

    /** A text that was written beside the weights. */
    String note(String key) {
        String note = notes.get(key);
        if (note == null) {
            throw new IllegalStateException("the weights have no '" + key + "' beside them, only " + notes.keySet());
        }
        return note;
    }

    /** Runs the block on {@code [N, 3, 32, 32]} images, in the gradient mode of the caller. */
    NDArray forward(NDArray images) {
        return block.forward(store, new NDList(images), false).singletonOrThrow();
    }

    /** Runs the block on images of any size, grey or coloured, without a graph. */
    NDArray look(NDArray images) {
        Shape shape = images.getShape();
        boolean fits = shape.dimension() == 4 && (shape.get(1) == 1 || shape.get(1) == 3);
        if (!fits) {
            throw new IllegalArgumentException("images must be [N, C, H, W] with C of 1 or 3, got " + shape);
        }
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            NDArray seen = images.toType(DataType.FLOAT32, true);
            seen.attach(scope);
            // Halving by bilinear interpolation is a mean over 2 x 2 pixels, so no pixel of a large image is left out.
            while (seen.getShape().get(2) >= 2 * SIZE && seen.getShape().get(3) >= 2 * SIZE) {
                seen = resize(seen, seen.getShape().get(2) / 2, seen.getShape().get(3) / 2);
            }
            if (seen.getShape().get(2) != SIZE || seen.getShape().get(3) != SIZE) {
                seen = resize(seen, SIZE, SIZE);
            }
            NDArray coloured = shape.get(1) == 3 ? seen : seen.repeat(1, 3); // [N, 3, 32, 32]
            NDArray output = forward(coloured);
            output.attach(images.getManager());
            return output;
        }
    }

    private static NDArray resize(NDArray images, long height, long width) {
        return TensorOps.resizeBilinear(images, height, width, false);
    }

    @Override
    public void close() {
        block.clear();
        manager.close();
    }
}
