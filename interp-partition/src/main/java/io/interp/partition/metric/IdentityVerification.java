package io.interp.partition.metric;

import ai.djl.ndarray.NDArray;
import io.interp.core.Generator;
import io.interp.core.stat.Embedder;
import io.interp.partition.concept.LatentPairs;
import io.interp.partition.concept.RegionEdit;
import java.util.stream.DoubleStream;

/**
 * Asks after a swap of the whole face whether the result is the person of the source.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, table 3, on ArcFace. Here the embedder is the
 * caller's, and all distances are kept, since the paper does not state its threshold.
 *
 * @param pairs the pairs of latents
 * @param embedder a network for faces; stays the caller's
 * @param distance the distance the embedder was trained for
 */
public record IdentityVerification(LatentPairs pairs, Embedder embedder, EmbeddingDistance distance) {

    /**
     * Measures an edit.
     *
     * @param generator the generator the edit belongs to
     * @param edit the swap of the whole face
     * @return the distances of all pairs
     */
    public IdentityScores measure(Generator generator, RegionEdit edit) {
        DoubleStream.Builder toSource = DoubleStream.builder();
        DoubleStream.Builder toTarget = DoubleStream.builder();
        DoubleStream.Builder between = DoubleStream.builder();
        pairs.forEach(generator.manager(), generator.latents(), (source, target) -> {
            NDArray from = embedder.embed(generator.generate(source)); // [N, D]
            NDArray into = embedder.embed(generator.generate(target));
            NDArray result = embedder.embed(edit.apply(source, target));
            add(toSource, distance.between(result, from));
            add(toTarget, distance.between(result, into));
            add(between, distance.between(from, into));
        });
        return new IdentityScores(
                toSource.build().toArray(),
                toTarget.build().toArray(),
                between.build().toArray());
    }

    private static void add(DoubleStream.Builder all, double[] distances) {
        for (double d : distances) {
            all.add(d);
        }
    }
}
