package io.interp.testkit.fit;

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

/** A small block over square images of one size with its weights, fresh or from a file that lies beside a class. */
public final class SmallNetwork implements AutoCloseable {
    private final NDManager manager;
    private final Block block;
    private final int size;
    private final ParameterStore store;
    private final Map<String, String> notes;

    private SmallNetwork(NDManager parent, Block block, int size, long seed, Map<String, String> notes) {
        this.notes = notes;
        this.manager = parent.newSubManager();
        this.block = block;
        this.size = size;
        RandomGenerator random = Draws.stream(seed);
        block.setInitializer(heWeights(random), Parameter.Type.WEIGHT);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        store = new ParameterStore(manager, false);
        weights().values().forEach(weight -> weight.setName(null)); // names steer how the engine passes arguments
    }

    /**
     * {@return a network with fresh weights, ready to be trained; the caller closes it}
     *
     * @param parent the manager whose child owns the weights
     * @param block takes {@code [N, 3, size, size]} images; not initialised yet
     * @param size height and width of the images
     * @param seed the seed of the weights
     */
    public static SmallNetwork fresh(NDManager parent, Block block, int size, long seed) {
        SmallNetwork network = new SmallNetwork(parent, block, size, seed, Map.of());
        Gradients.require(List.copyOf(network.weights().values()), true);
        return network;
    }

    /**
     * {@return a network with weights from a resource, frozen; the caller closes it}
     *
     * @param parent the manager whose child owns the weights
     * @param block takes {@code [N, 3, size, size]} images; not initialised yet
     * @param size height and width of the images
     * @param beside the class that the resource lies beside
     * @param resource its file name
     * @throws IllegalStateException if it is missing
     */
    public static SmallNetwork load(NDManager parent, Block block, int size, Class<?> beside, String resource) {
        SafeTensors saved = read(beside, resource);
        SmallNetwork network = new SmallNetwork(parent, block, size, 0, saved.metadata());
        try {
            Checkpoint.putBack(saved.arrays(), network.weights());
            Gradients.require(List.copyOf(network.weights().values()), false);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static SafeTensors read(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "no file " + resource + " beside " + beside.getName() + "; the jar is incomplete");
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

    /** {@return height and width of the images the network looks at} */
    public int size() {
        return size;
    }

    /** {@return the weights by name, not copied} */
    public Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            weights.put(parameter.getKey(), parameter.getValue().getArray());
        }
        return weights;
    }

    /**
     * {@return a text that was written beside the weights}
     *
     * @param key its name
     * @throws IllegalStateException if there is none
     */
    public String note(String key) {
        String note = notes.get(key);
        if (note == null) {
            throw new IllegalStateException("the weights have no '" + key + "' beside them, only " + notes.keySet());
        }
        return note;
    }

    /**
     * Runs the block, in the gradient mode of the caller.
     *
     * @param images {@code [N, 3, size, size]}
     * @return the block's output, owned by the images' manager
     */
    public NDArray forward(NDArray images) {
        return block.forward(store, new NDList(images), false).singletonOrThrow();
    }

    /**
     * Runs the block on images of any size, grey or coloured, without a graph.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3; larger ones are halved until they fit, others
     *     are interpolated
     * @return the block's output, owned by the images' manager
     * @throws IllegalArgumentException if the images have another shape
     */
    public NDArray look(NDArray images) {
        try (GradScope off = GradScope.off()) {
            return lookThrough(images);
        }
    }

    /**
     * Runs the block on images as {@link #look} does, but in the gradient mode of the caller.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3
     * @return the block's output, owned by the images' manager
     * @throws IllegalArgumentException if the images have another shape
     */
    public NDArray lookThrough(NDArray images) {
        Shape shape = images.getShape();
        boolean fits = shape.dimension() == 4 && (shape.get(1) == 1 || shape.get(1) == 3);
        if (!fits) {
            throw new IllegalArgumentException("images must be [N, C, H, W] with C of 1 or 3, got " + shape);
        }
        try (NDManager scope = images.getManager().newSubManager()) {
            NDArray seen = images.toType(DataType.FLOAT32, true);
            seen.attach(scope);
            // Halving by bilinear interpolation is a mean over 2 x 2 pixels, so no pixel of a large image is left out.
            while (seen.getShape().get(2) >= 2L * size && seen.getShape().get(3) >= 2L * size) {
                seen = resize(seen, seen.getShape().get(2) / 2, seen.getShape().get(3) / 2);
            }
            if (seen.getShape().get(2) != size || seen.getShape().get(3) != size) {
                seen = resize(seen, size, size);
            }
            NDArray coloured = shape.get(1) == 3 ? seen : seen.repeat(1, 3); // [N, 3, size, size]
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
