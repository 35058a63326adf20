package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.interp.core.stat.Embedder;
import io.interp.testkit.fit.SmallNetwork;

/**
 * Tells from an image whose drawn face it is: a regression of {@link FaceFactors#identityVector()}, so two images of one
 * identity lie close together whatever the expression, the pose, the light and the background. It sees images at 32 x 32
 * pixels: larger ones are halved until they fit, others are interpolated.
 *
 * <p>What can't be told from 32 x 32 pixels is estimated by its mean, so it hardly enters distances. Two faces count as
 * one identity if their Euclidean distance is below {@link #threshold()}, at which {@link TrainDrawnIdentity} found as
 * many pairs of one identity above as pairs of different ones below: 7 in 100 of 1000 pairs of each kind, all factors
 * of both faces drawn from the prior.
 *
 * <pre>{@code
 * try (DrawnIdentity identity = DrawnIdentity.load(manager)) {
 *     NDArray moved = identity.embed(edited).sub(identity.embed(images)); // [N, 30]
 *     boolean same = moved.get(0).norm().getFloat() < identity.threshold();
 * }
 * }</pre>
 */
public final class DrawnIdentity implements Embedder {
    static final String WEIGHTS = "drawn-identity.safetensors";
    static final String THRESHOLD = "threshold";
    static final int SIZE = 32;
    static final int DIMENSION = FaceFactors.average().identityVector().length;

    private final SmallNetwork network;

    private DrawnIdentity(SmallNetwork network) {
        this.network = network;
    }

    /**
     * Loads the fitted network.
     *
     * @param manager the manager whose device is used and whose child owns the weights
     * @return the embedder, which the caller closes
     */
    public static DrawnIdentity load(NDManager manager) {
        return new DrawnIdentity(SmallNetwork.load(manager, block(), SIZE, DrawnIdentity.class, WEIGHTS));
    }

    /** Images {@code [N, 3, 32, 32]} to identity vectors {@code [N, 30]}. */
    static Block block() {
        return FaceRegression.block(32, DIMENSION);
    }

    @Override
    public String name() {
        return "drawn-identity";
    }

    /** {@return the length of {@link FaceFactors#identityVector()}} */
    @Override
    public int dimension() {
        return DIMENSION;
    }

    /** {@return the Euclidean distance of embeddings below which two faces count as one identity} */
    public double threshold() {
        return Double.parseDouble(network.note(THRESHOLD));
    }

    /**
     * {@inheritDoc}
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3, any height and width; identities are told by
     *     colour too, so grey images are told apart less well
     * @return {@code [N, 30]} estimates of {@link FaceFactors#identityVector()}
     */
    @Override
    public NDArray embed(NDArray images) {
        return network.look(images);
    }

    @Override
    public void close() {
        network.close();
    }
}
