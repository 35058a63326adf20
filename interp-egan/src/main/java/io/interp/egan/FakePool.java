package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.tensor.Draws;
import io.interp.egan.fitness.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The survivors' images that one generation's batches of the discriminator are cut from, shuffled, none used twice. */
final class FakePool {

    private static final long ORDER = 4;
    private static final long LATENTS = 9;

    private final NDArray images;
    private final int[] order;
    private final int batchSize;

    /**
     * Gathers the images survivors were judged by. Where batches need more, or no one was judged, the survivors make the
     * rest: children that die are never asked for them.
     *
     * @param scope owns the pool
     * @param generation its number, from 0
     */
    FakePool(
            NDManager scope,
            EvolutionOptions options,
            LatentSpace latents,
            long generation,
            List<Candidate> survivors) {
        NDList shares = new NDList();
        for (int i = 0; i < survivors.size(); i++) {
            survivors.get(i).images().ifPresent(shares::add);
            int judged =
                    survivors.get(i).images().isPresent() ? options.evaluation().size() : 0;
            int missing = options.evaluationImages() - judged;
            if (missing > 0) {
                long seed = Draws.derive(options.seed(), LATENTS, generation, i);
                shares.add(rest(scope, options, survivors.get(i).individual(), latents, seed, missing));
            }
        }
        images = shares.size() == 1 ? shares.head() : NDArrays.concat(shares);
        images.attach(scope);
        batchSize = options.batchSize();
        order = Draws.distinct(
                Draws.stream(options.seed(), ORDER, generation),
                Math.multiplyExact(options.parents(), options.evaluationImages()),
                Math.multiplyExact(batchSize, options.critic().steps()));
    }

    /** At least a batch is made, so that statistics of the batch at hand are never those of a few images. */
    private static NDArray rest(
            NDManager scope, EvolutionOptions options, Individual survivor, LatentSpace latents, long seed, int count) {
        int made = Math.max(count, options.batchSize());
        try (NDManager way = scope.newSubManager()) {
            NDArray images = survivor.images(
                    way,
                    latents.sample(way, seed, made),
                    options.batchStatistics().generator()); // [made, C, H, W]
            NDArray kept = made == count
                    ? images
                    : Rows.of(images, IntStream.range(0, count).toArray());
            kept.attach(scope);
            return kept;
        }
    }

    /** {@return the images of one of the discriminator's steps, {@code [N, C, H, W]} on the given manager} */
    NDArray batch(NDManager owner, int step) {
        NDArray picked = Rows.of(images, Arrays.copyOfRange(order, step * batchSize, (step + 1) * batchSize));
        picked.attach(owner);
        return picked;
    }
}
