package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.testkit.fit.SmallNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates the factors of drawn faces from images that no painter's factors exist for, such as those of a generator
 * trained on drawn faces: a regression of {@link FaceFactors#scaledVector()}. It sees images at 32 x 32 pixels: larger ones
 * are halved until they fit, others are interpolated.
 *
 * <p>What can't be told from so few pixels is estimated by its mean. {@link #reliability()} says how much of each factor's
 * variance is explained on faces it has not seen; conclusions should rest on {@link #reliable} factors only.
 */
public final class DrawnFactors implements AutoCloseable {
    static final String WEIGHTS = "drawn-factors.safetensors";
    static final String RELIABILITY = "reliability";
    static final int HIDDEN = 96;
    static final List<String> NAMES = FaceFactors.scaledNames();

    private final SmallNetwork network;
    private final double[] reliability;

    private DrawnFactors(SmallNetwork network) {
        this.network = network;
        reliability = Arrays.stream(network.note(RELIABILITY).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /**
     * Loads the fitted network.
     *
     * @param manager the manager whose device is used and whose child owns the weights
     * @return the estimator, which the caller closes
     */
    public static DrawnFactors load(NDManager manager) {
        return new DrawnFactors(SmallNetwork.load(
                manager, FaceRegression.block(HIDDEN, NAMES.size()), DrawnIdentity.SIZE, DrawnFactors.class, WEIGHTS));
    }

    /** {@return the names of the factors, {@link FaceFactors#scaledNames()}} */
    public List<String> names() {
        return NAMES;
    }

    /** {@return for each factor the share of its variance explained on 1000 faces that were not fitted, at most 1; a new array} */
    public double[] reliability() {
        return reliability.clone();
    }

    /**
     * {@return the places of the factors that are told well enough, in rising order}
     *
     * @param least the least reliability, such as 0.5
     */
    public List<Integer> reliable(double least) {
        return IntStream.range(0, reliability.length)
                .filter(i -> reliability[i] >= least)
                .boxed()
                .toList();
    }

    /**
     * Estimates the factors of images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3, any height and width
     * @return {@code [N, F]} float32 estimates of {@link FaceFactors#scaledVector()}, owned by the images' manager
     * @throws IllegalArgumentException if the images have another shape
     */
    public NDArray estimate(NDArray images) {
        return network.look(images);
    }

    @Override
    public void close() {
        network.close();
    }
}
