package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the coordinates of an EigenGAN's latents are: first the noise eps, then the coordinates z of layer 1 (the deepest),
 * of layer 2 and so on: {@code [eps, z_1, ..., z_t]}.
 *
 * @param noise the number of coordinates of eps
 * @param layers the number t of subspaces
 * @param dimensions the number q of coordinates of each z
 */
public record EigenLatents(int noise, int layers, int dimensions) {

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public EigenLatents {
        if (noise < 1 || layers < 1 || dimensions < 1) {
            throw new IllegalArgumentException("an EigenGAN needs at least 1 coordinate of noise, 1 layer and 1"
                    + " dimension, got " + noise + ", " + layers + " and " + dimensions);
        }
    }

    /**
     * Reads the layout off a generator's layers.
     *
     * @param generator a generator; not run
     * @return the layout
     * @throws IllegalArgumentException if it is no EigenGAN
     */
    public static EigenLatents of(Generator generator) {
        List<Layer> codes = generator.layers().stream()
                .filter(layer -> layer.name().matches("noise|z\\d+"))
                .toList();
        List<String> expected = new ArrayList<>(List.of("noise"));
        IntStream.range(1, codes.size()).forEach(i -> expected.add("z" + i));
        boolean complete = codes.size() > 1
                && codes.stream()
                        .map(Layer::name)
                        .sorted()
                        .toList()
                        .equals(expected.stream().sorted().toList())
                && IntStream.range(1, codes.size())
                        .allMatch(i -> generator.state().containsKey(Subspace.path(i) + "." + SubspaceLayer.BASIS));
        if (!complete) {
            throw new IllegalArgumentException("generator '" + generator.name()
                    + "' is no EigenGAN: it needs the layers noise, z1, z2, ... and layer1.subspace, ..., it has "
                    + generator.layers().names() + "; build it with EigenGan");
        }
        int noise = generator.layers().named("noise").units();
        EigenLatents latents = new EigenLatents(
                noise, codes.size() - 1, generator.layers().named("z1").units());
        if (latents.total() != generator.latents().dimension()) {
            throw new IllegalArgumentException("generator '" + generator.name() + "' takes "
                    + generator.latents().dimension() + " latents, its layers take " + latents.total());
        }
        return latents;
    }

    /** {@return the number of coordinates of a whole latent} */
    public int total() {
        return noise + layers * dimensions;
    }

    /**
     * {@return the first coordinate of a layer's z}
     *
     * @param layer the layer, from 1
     * @throws IllegalArgumentException if there is no such layer
     */
    public int start(int layer) {
        if (layer < 1 || layer > layers) {
            throw new IllegalArgumentException("there are layers 1 to " + layers + ", got " + layer);
        }
        return noise + (layer - 1) * dimensions;
    }

    /**
     * {@return the coordinate of a dimension}
     *
     * @param dimension the dimension
     * @throws IllegalArgumentException if there is no such dimension
     */
    public int coordinate(EigenDimension dimension) {
        if (dimension.layer() > layers || dimension.index() > dimensions) {
            throw new IllegalArgumentException(
                    "there are dimensions L1D1 to L" + layers + "D" + dimensions + ", got " + dimension);
        }
        return start(dimension.layer()) + dimension.index() - 1;
    }

    /** {@return all dimensions, those of layer 1 first} */
    public List<EigenDimension> all() {
        return IntStream.rangeClosed(1, layers)
                .mapToObj(this::of)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * {@return the dimensions of a layer}
     *
     * @param layer the layer, from 1
     * @throws IllegalArgumentException if there is no such layer
     */
    public List<EigenDimension> of(int layer) {
        start(layer);
        return IntStream.rangeClosed(1, dimensions)
                .mapToObj(i -> new EigenDimension(layer, i))
                .toList();
    }

    /**
     * Sets one coordinate of every latent.
     *
     * @param latents {@code [N, d]}, not changed
     * @param dimension which coordinate
     * @param value what it is set to
     * @return {@code [N, d]} float32, owned by the latents' manager
     * @throws IllegalArgumentException if the latents have another size or there is no such dimension
     */
    public NDArray with(NDArray latents, EigenDimension dimension, double value) {
        Shape shape = latents.getShape();
        if (shape.dimension() != 2 || shape.get(1) != total()) {
            throw new IllegalArgumentException("latents must be [N, " + total() + "], got " + shape);
        }
        int at = coordinate(dimension);
        float[] values = latents.toFloatArray();
        for (int i = at; i < values.length; i += total()) {
            values[i] = (float) value;
        }
        return latents.getManager().create(values, shape);
    }
}
