package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/**
 * Self-attention over pixels, added to its input: every pixel asks the 2x2 maxima of the maps.
 *
 * <h2>Reference</h2>
 *
 * Zhang, Goodfellow, Metaxas and Odena, "Self-Attention Generative Adversarial Networks", ICML 2019, equations 1 to 3,
 * with pooled keys and values as in BigGAN.
 */
final class SelfAttention extends PublishedBlock {

    private static final Shape TWO = new Shape(2, 2);

    private final int maps;
    private final int extent;
    private final LayerWeight query;
    private final LayerWeight key;
    private final LayerWeight value;
    private final LayerWeight out;
    private final Parameter share;

    /**
     * Creates the layer.
     *
     * @param seed the seed of its weights
     * @param names what its arrays are called
     * @param maps the number of maps
     * @param extent their height and width
     */
    @SuppressWarnings("this-escape")
    SelfAttention(long seed, Names names, int maps, int extent) {
        super(seed, maps, extent, extent);
        this.maps = maps;
        this.extent = extent;
        query = names.storage().in(this, names.query() + ".", maps / 8, maps, 1, 1);
        key = names.storage().in(this, names.key() + ".", maps / 8, maps, 1, 1);
        value = names.storage().in(this, names.value() + ".", maps / 2, maps, 1, 1);
        out = names.storage().in(this, names.out() + ".", maps, maps / 2, 1, 1);
        share = weightOf("gamma", 0, names.share().getShape());
    }

    /**
     * The layout in a checkpoint.
     *
     * @param storage how weights are stored
     * @param query the name of the convolution to queries
     * @param key the name of the convolution to keys
     * @param value the name of the convolution to values
     * @param out the name of the convolution behind them
     * @param share the shape of the share that is added, none or (1)
     */
    record Names(LayerWeight.Storage storage, String query, String key, String value, String out, Shape share) {}

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray x = inputs.get(0); // [N, C, H, W]
        long n = x.getShape().get(0);
        NDArray queries = Filters.convolve(x, query.in(pass), 0, 1).reshape(n, maps / 8, -1); // [N, C/8, P]
        NDArray keys = pooled(Filters.convolve(x, key.in(pass), 0, 1)); // [N, C/8, P/4]
        NDArray values = pooled(Filters.convolve(x, value.in(pass), 0, 1)); // [N, C/2, P/4]
        NDArray attention = queries.transpose(0, 2, 1).matMul(keys).softmax(2); // [N, P, P/4]
        NDArray found = values.matMul(attention.transpose(0, 2, 1)).reshape(n, maps / 2, extent, extent);
        return Filters.convolve(found, out.in(pass), 0, 1)
                .mul(pass.get(share).reshape(1))
                .add(x);
    }

    private static NDArray pooled(NDArray x) {
        NDArray halved = Pool.maxPool2d(x, TWO, TWO, new Shape(0, 0), false);
        return halved.reshape(x.getShape().get(0), x.getShape().get(1), -1);
    }
}
