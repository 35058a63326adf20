package io.interp.eigengan.train;

import ai.djl.metric.Metrics;
import io.interp.core.Generator;
import io.interp.eigengan.Subspace;
import java.util.Arrays;
import java.util.List;

/**
 * What was measured over an interval of training.
 *
 * @param step the last step of the interval, counted from 1
 * @param discriminatorLoss the mean loss of the discriminator, without R1
 * @param generatorLoss the mean loss of the generator, without orthogonality
 * @param realScore the mean score of real images
 * @param fakeScore the mean score of generated images
 * @param orthogonality |U'U - I| (Frobenius) of each layer's basis at the end of the interval, layer 1 first
 * @param scales |L| of each layer's dimensions at the end of the interval, in the order of the columns of U
 */
public record TrainingPoint(
        long step,
        double discriminatorLoss,
        double generatorLoss,
        double realScore,
        double fakeScore,
        List<Double> orthogonality,
        List<List<Double>> scales) {

    /** Copies the lists. */
    public TrainingPoint {
        orthogonality = List.copyOf(orthogonality);
        scales = scales.stream().map(List::copyOf).toList();
    }

    static TrainingPoint of(long step, double[] means, Generator generator) {
        List<Subspace> subspaces = Subspace.of(generator);
        return new TrainingPoint(
                step,
                means[0],
                means[1],
                means[2],
                means[3],
                subspaces.stream().map(Subspace::orthogonalityError).toList(),
                subspaces.stream()
                        .map(s ->
                                Arrays.stream(s.scales()).map(Math::abs).boxed().toList())
                        .toList());
    }

    /** {@return the largest orthogonality error of a layer} */
    public double worstOrthogonality() {
        return orthogonality.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /**
     * {@return the shares of a layer's dimensions in the sum of its |L|, in percent}
     *
     * @param layer the layer, from 1
     */
    public List<Double> scaleShares(int layer) {
        List<Double> lengths = scales.get(layer - 1);
        double sum = lengths.stream().mapToDouble(Double::doubleValue).sum();
        return lengths.stream().map(l -> 100 * l / sum).toList();
    }

    /**
     * Adds the numbers to DJL's metrics: {@code discriminatorLoss}, {@code generatorLoss}, {@code realScore}, {@code
     * fakeScore} and {@code orthogonalityError}, the largest of a layer.
     *
     * @param metrics where they are added
     */
    public void addTo(Metrics metrics) {
        metrics.addMetric("discriminatorLoss", discriminatorLoss);
        metrics.addMetric("generatorLoss", generatorLoss);
        metrics.addMetric("realScore", realScore);
        metrics.addMetric("fakeScore", fakeScore);
        metrics.addMetric("orthogonalityError", worstOrthogonality());
    }
}
