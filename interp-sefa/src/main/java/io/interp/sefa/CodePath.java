package io.interp.sefa;

import ai.djl.ndarray.NDArray;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Generator;
import io.interp.core.Pass;
import java.util.Optional;

/**
 * The way from latents to codes of one space, and on from there to images: where a generator's codes can be moved.
 *
 * <p>In Z the codes are the latents. In W and W+ they are the output of a layer of the generator, which is captured, moved
 * and put back, so a file that knows nothing of editing will do. Does not own the generator.
 *
 * <pre>{@code
 * CodePath path = CodePath.of(generator, directions);
 * NDArray images = path.images(z, DirectionEdit.of(directions.get(0), 3));
 * }</pre>
 */
@CheckReturnValue
public final class CodePath {

    private final Generator generator;
    private final CodeSpace space;
    private final Optional<String> layer;
    private final Optional<Truncation> truncation;

    private CodePath(Generator generator, CodeSpace space, Optional<String> layer, Optional<Truncation> truncation) {
        this.generator = generator;
        this.space = space;
        this.layer = layer;
        this.truncation = truncation;
    }

    /**
     * {@return the path of the latents themselves}
     *
     * @param generator the generator
     */
    public static CodePath latents(Generator generator) {
        return new CodePath(
                generator, CodeSpace.z(generator.latents().dimension()), Optional.empty(), Optional.empty());
    }

    /**
     * Takes the output of a layer as codes: {@code [N, d]} as those of W, {@code [N, L, d]} as those of W+. Where the
     * generator truncates, name the layer that gives the truncated codes.
     *
     * @param generator the generator
     * @param layer the name of the layer
     * @return the path
     * @throws IllegalArgumentException if there is no such layer or its output has another number of axes
     */
    public static CodePath through(Generator generator, String layer) {
        var shape = generator.layers().named(layer).outputShape();
        CodeSpace space = switch (shape.dimension()) {
            case 1 -> CodeSpace.w(Math.toIntExact(shape.get(0)));
            case 2 -> CodeSpace.wPlus(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)));
            default ->
                throw new IllegalArgumentException("layer '" + layer + "' gives " + shape
                        + "; codes are [N, d], or [N, L, d] with one for each layer");
        };
        return new CodePath(generator, space, Optional.of(layer), Optional.empty());
    }

    /**
     * Finds the path to the space of some directions.
     *
     * @param generator the generator they were found on, or one with the same spaces
     * @param directions the directions
     * @return the path
     * @throws IllegalArgumentException if the generator has no such space, or the layer of the codes is not known
     */
    public static CodePath of(Generator generator, Directions directions) {
        CodeSpace space = directions.space();
        CodePath path;
        if (space.kind() == CodeSpace.Kind.Z) {
            path = latents(generator);
        } else {
            String layer = directions
                    .origin()
                    .codeLayer()
                    .orElseThrow(() -> new IllegalArgumentException("the directions are of " + space
                            + " but do not say which layer gives these codes; use CodePath.through(generator, layer)"));
            path = through(generator, layer);
        }
        path.space()
                .requireSame(
                        space,
                        "the set of directions found on '" + directions.origin().model() + "'");
        return path;
    }

    /**
     * {@return the same path with codes drawn towards their mean, before anything moves them}
     *
     * @param by how far
     * @throws IllegalArgumentException if this is the path of latents, or the mean has another size
     */
    public CodePath truncated(Truncation by) {
        if (space.kind() == CodeSpace.Kind.Z || by.mean().size() != space.dimension()) {
            throw new IllegalArgumentException("truncation to a mean of "
                    + by.mean().size() + " numbers draws codes of W or W+, this is the path of " + space);
        }
        return new CodePath(generator, space, layer, Optional.of(by));
    }

    /** {@return the generator} */
    public Generator generator() {
        return generator;
    }

    /** {@return the space of the codes} */
    public CodeSpace space() {
        return space;
    }

    /** {@return the layer whose output the codes are; empty in Z} */
    public Optional<String> layer() {
        return layer;
    }

    /**
     * Computes the codes of latents.
     *
     * @param latents {@code [N, d]}
     * @return their codes, owned by the latents' manager; in Z the very latents
     * @throws IllegalArgumentException if the latents have another size
     */
    public Codes codes(NDArray latents) {
        if (layer.isEmpty()) {
            return new Codes(space, generator.latents().check(latents));
        }
        Codes codes = new Codes(space, generator.activation(latents, layer.get(), Pass.INFERENCE));
        return truncation.map(t -> t.apply(codes)).orElse(codes);
    }

    /**
     * Makes images of codes.
     *
     * @param latents {@code [N, d]} the latents the codes were computed from; in Z not looked at
     * @param codes codes of this path's space
     * @return {@code [N, C, H, W]} float32 in [-1, 1], owned by the codes' manager in Z, elsewhere by the latents'
     * @throws IllegalArgumentException if the codes belong to another space, or are not as many as the latents
     */
    public NDArray images(NDArray latents, Codes codes) {
        space.requireSame(codes.space(), "the set of codes");
        if (layer.isEmpty()) {
            return generator.generate(codes.values());
        }
        if (latents.getShape().get(0) != codes.count()) {
            throw new IllegalArgumentException("codes must be as many as the latents, got " + codes.count() + " and "
                    + latents.getShape().get(0));
        }
        return generator.resume(latents, layer.get(), codes.values());
    }

    /**
     * Makes images of moved codes.
     *
     * @param latents {@code [N, d]}
     * @param edit how they are moved
     * @return {@code [N, C, H, W]} float32 in [-1, 1], owned by the latents' manager
     * @throws IllegalArgumentException if the edit is one of another space
     */
    public NDArray images(NDArray latents, DirectionEdit edit) {
        return images(latents, edit.apply(codes(latents)));
    }
}
