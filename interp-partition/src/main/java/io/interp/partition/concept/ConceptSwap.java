package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.tensor.GradScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives images the concepts of other images: the whole maps of the concept's filters are exchanged at the grouped layer,
 * and each image goes on from there with its own latents, so with its own styles and noise.
 *
 * <p>Filters outside the concept keep their maps bit for bit. Does not own the generator.
 *
 * <pre>{@code
 * ConceptSwap swap = new ConceptSwap(generator, groups);
 * SwapResult mouths = swap.swap(manager, concepts.named("mouth"), source, target, 1);
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, section "Modifying visual concepts". Strengths
 * below 1 and moves are not in its experiments.
 */
public final class ConceptSwap {

    private final Generator generator;
    private final FilterGroups groups;

    /**
     * One concept to take from somewhere.
     *
     * @param concept the concept
     * @param source latents of the images to take it from, {@code [N, d]}
     * @param strength how much of it is taken, from 0 to 1
     */
    public record Piece(Concept concept, NDArray source, double strength) {}

    /**
     * Both directions of an exchange.
     *
     * @param first the first images with the second ones' concept
     * @param second the second images with the first ones' concept
     */
    public record Exchange(SwapResult first, SwapResult second) {}

    private record Rendered(NDArray latents, NDArray images, NDArray maps) {}

    /**
     * Creates the swap.
     *
     * @param generator the generator; stays the caller's
     * @param groups groups of one of its layers
     * @throws IllegalArgumentException if the generator lacks the layer, the layer has no maps, or it has another number
     *     of filters
     */
    public ConceptSwap(Generator generator, FilterGroups groups) {
        groups.in(generator);
        this.generator = generator;
        this.groups = groups;
    }

    /** {@return the groups of the layer} */
    public FilterGroups groups() {
        return groups;
    }

    /**
     * Gives images a concept of other images.
     *
     * @param manager the owner of the results
     * @param concept the concept
     * @param source latents of the images to take it from, {@code [N, d]}
     * @param target latents of the images to change, {@code [N, d]}
     * @param strength how much is taken, from 0 to 1
     * @return images before and after
     * @throws IllegalArgumentException if the latents differ in number or size, a group is out of range, or the strength
     *     is
     */
    public SwapResult swap(NDManager manager, Concept concept, NDArray source, NDArray target, double strength) {
        return combine(manager, target, List.of(new Piece(concept, source, strength)));
    }

    /**
     * Gives images several concepts, each of other images. Where concepts share a group, a later piece acts on what an
     * earlier one left.
     *
     * @param manager the owner of the results
     * @param target latents of the images to change, {@code [N, d]}
     * @param pieces what to take, at least one
     * @return images before and after
     * @throws IllegalArgumentException if there is no piece, or one does not fit as in {@link #swap}
     */
    public SwapResult combine(NDManager manager, NDArray target, List<Piece> pieces) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("a swap needs at least one concept to take, got none");
        }
        pieces.forEach(p -> check(p.concept(), p.source(), target, p.strength()));
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            Rendered before = render(target, scope);
            NDArray maps = before.maps();
            List<NDArray> sources = new ArrayList<>();
            for (Piece piece : pieces) {
                Rendered source = render(piece.source(), scope);
                maps = mix(piece.concept(), maps, source.maps(), piece.strength());
                sources.add(source.images());
            }
            return result(manager, sources, before, maps);
        }
    }

    /**
     * Exchanges a concept between images, in both directions.
     *
     * @param manager the owner of the results
     * @param concept the concept
     * @param first latents {@code [N, d]}
     * @param second latents {@code [N, d]}
     * @param strength how much is taken, from 0 to 1
     * @return the two results, which share the arrays of the images before
     * @throws IllegalArgumentException as in {@link #swap}
     */
    public Exchange exchange(NDManager manager, Concept concept, NDArray first, NDArray second, double strength) {
        check(concept, first, second, strength);
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            Rendered a = render(first, scope);
            Rendered b = render(second, scope);
            NDArray mapsA = mix(concept, a.maps(), b.maps(), strength);
            NDArray mapsB = mix(concept, b.maps(), a.maps(), strength);
            return new Exchange(
                    result(manager, List.of(b.images()), a, mapsA), result(manager, List.of(a.images()), b, mapsB));
        }
    }

    /**
     * Moves a concept within its images: its maps are shifted by whole positions of the layer, with zeros coming in.
     *
     * @param manager the owner of the results
     * @param concept the concept
     * @param latents {@code [N, d]}
     * @param down how far down, in positions of the layer's maps; negative for up
     * @param right how far right; negative for left
     * @param strength the share of the shifted maps, from 0 to 1
     * @return images before and after
     * @throws IllegalArgumentException as in {@link #swap}
     */
    public SwapResult move(NDManager manager, Concept concept, NDArray latents, int down, int right, double strength) {
        check(concept, latents, latents, strength);
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            Rendered before = render(latents, scope);
            NDArray shifted = shift(shift(before.maps(), 2, down), 3, right);
            NDArray maps = mix(concept, before.maps(), shifted, strength);
            return result(manager, List.of(before.images()), before, maps);
        }
    }

    /**
     * {@return the swap of a concept as an edit that can be measured}
     *
     * @param concept the concept
     * @param strength how much is taken, from 0 to 1
     * @throws IllegalArgumentException if a group or the strength is out of range
     */
    public RegionEdit edit(Concept concept, double strength) {
        check(concept, strength);
        return (source, target) -> {
            NDManager owner = source.getManager();
            try (NDManager scope = owner.newSubManager()) {
                NDArray images = swap(scope, concept, source, target, strength).result();
                images.attach(owner);
                return images;
            }
        };
    }

    /**
     * Exchanges maps: the filters of a concept get {@code y (1 - strength) + strength value}, all others keep theirs bit
     * for bit. Differentiable in both arrays.
     *
     * @param concept the concept
     * @param target the maps to change, {@code [N, M, h, w]} of the grouped layer
     * @param source the maps to take from, of the same shape
     * @param strength how much is taken, from 0 to 1
     * @return {@code [N, M, h, w]}, owned by the target's manager
     * @throws IllegalArgumentException if shapes differ, or a group or the strength is out of range
     */
    public NDArray mix(Concept concept, NDArray target, NDArray source, double strength) {
        check(concept, strength);
        Shape shape = target.getShape();
        if (!shape.equals(source.getShape()) || shape.dimension() != 4 || shape.get(1) != groups.filters()) {
            throw new IllegalArgumentException("maps to exchange should both be [N, " + groups.filters()
                    + ", h, w], got " + source.getShape() + " into " + shape);
        }
        boolean[] chosen = new boolean[groups.filters()];
        for (int j : groups.filtersOf(concept.groups())) {
            chosen[j] = true;
        }
        try (NDManager scope = target.getManager().newSubManager()) {
            NDArray selected =
                    scope.create(chosen).reshape(1, chosen.length, 1, 1).broadcast(shape);
            NDArray value = source;
            if (strength != 1) {
                value = target.mul(1 - strength).add(source.mul(strength));
                value.attach(scope);
            }
            NDArray mixed = NDArrays.where(selected, value, target);
            mixed.attach(target.getManager());
            return mixed;
        }
    }

    /**
     * {@return a hook that gives any image of a run the concept of other images, to be combined with other hooks}
     *
     * @param concept the concept
     * @param source the layer's output for the images to take it from, {@code [N, M, h, w]}; not closed, not changed. Its
     *     manager owns the hook's shares
     * @param strength how much is taken, from 0 to 1
     * @throws IllegalArgumentException if a group or the strength is out of range
     */
    public LayerHook hook(Concept concept, NDArray source, double strength) {
        check(concept, strength);
        float[] shares = new float[groups.filters()];
        for (int j : groups.filtersOf(concept.groups())) {
            shares[j] = (float) strength;
        }
        NDArray alpha = source.getManager().create(shares, new Shape(1, shares.length, 1, 1));
        return LayerHook.blend(groups.layer(), alpha, source);
    }

    private void check(Concept concept, NDArray source, NDArray target, double strength) {
        check(concept, strength);
        generator.latents().check(source);
        generator.latents().check(target);
        if (source.getShape().get(0) != target.getShape().get(0)) {
            throw new IllegalArgumentException("sources and targets go in pairs, got "
                    + source.getShape().get(0) + " and " + target.getShape().get(0) + " latents");
        }
    }

    private void check(Concept concept, double strength) {
        Concepts.check(concept, groups.groups());
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("the strength of a swap must be in [0, 1], got " + strength);
        }
    }

    private Rendered render(NDArray latents, NDManager scope) {
        NDArray z = latents.duplicate();
        z.attach(scope);
        Run run = generator.run(z, LayerHook.capture(groups.layer()));
        return new Rendered(z, run.images(), run.activation(groups.layer()));
    }

    private SwapResult result(NDManager manager, List<NDArray> sources, Rendered before, NDArray maps) {
        NDArray images = generator.resume(before.latents(), groups.layer(), maps);
        NDArray difference = images.sub(before.images());
        sources.forEach(s -> s.attach(manager));
        before.images().attach(manager);
        images.attach(manager);
        difference.attach(manager);
        return new SwapResult(sources, before.images(), images, difference);
    }

    /** Shifts maps along an axis towards higher positions, or lower ones for a negative number, with zeros coming in. */
    private static NDArray shift(NDArray maps, int axis, int by) {
        long length = maps.getShape().get(axis);
        long zeros = Math.min(Math.abs((long) by), length);
        if (zeros == 0) {
            return maps;
        }
        long[] blank = maps.getShape().getShape().clone();
        blank[axis] = zeros;
        NDArray empty = maps.getManager().zeros(new Shape(blank), DataType.FLOAT32);
        if (zeros == length) {
            return empty;
        }
        NDIndex kept = new NDIndex();
        for (int i = 0; i < axis; i++) {
            kept.addAllDim();
        }
        NDArray rest = maps.get(by > 0 ? kept.addSliceDim(0, length - zeros) : kept.addSliceDim(zeros, length));
        return NDArrays.concat(by > 0 ? new NDList(empty, rest) : new NDList(rest, empty), axis);
    }
}
