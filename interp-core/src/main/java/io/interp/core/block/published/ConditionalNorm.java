package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.List;

/**
 * BigGAN's class-conditional batch norm, and the ReLU after it: reads maps, the class embedding and the latents, whose
 * chunk for this block stands behind the embedding. {@code relu((1 + gain) normalised(x) + bias)}.
 */
final class ConditionalNorm extends PublishedBlock {

    private final int from;
    private final int to;
    private final BatchStatistics statistics;
    private final SpectralWeight gain;
    private final SpectralWeight bias;

    /**
     * Creates the norm.
     *
     * @param seed the seed of its weights
     * @param spectral whether weights are divided by their largest singular value
     * @param maps the number of maps
     * @param extent their height and width
     * @param embedding the size of the class embedding
     * @param from the first latent of its chunk
     * @param to the one behind the last; equal to from for none
     */
    @SuppressWarnings("this-escape")
    ConditionalNorm(long seed, boolean spectral, int maps, int extent, int embedding, int from, int to) {
        super(seed, maps, extent, extent);
        this.from = from;
        this.to = to;
        long condition = (long) embedding + to - from;
        gain = new SpectralWeight(this, "gain.", spectral, maps, condition);
        bias = new SpectralWeight(this, "bias.", spectral, maps, condition);
        statistics = new BatchStatistics(this, maps);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray embedding = inputs.get(1);
        NDArray condition = to == from
                ? embedding
                : NDArrays.concat(new NDList(embedding, inputs.get(2).get(":, " + from + ":" + to)), 1);
        NDArray normalised = statistics.normalise(pass, inputs.get(0));
        NDArray scaled = normalised.mul(affine(pass, condition, gain).add(1)).add(affine(pass, condition, bias));
        return Activation.relu(scaled);
    }

    private static NDArray affine(Scope pass, NDArray condition, SpectralWeight weight) {
        NDArray units = condition.matMul(weight.in(pass).transpose()); // [N, C]
        return units.reshape(units.getShape().get(0), -1, 1, 1);
    }
}
