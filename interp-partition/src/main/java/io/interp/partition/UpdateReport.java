package io.interp.partition;

import ai.djl.metric.Metrics;
import java.util.List;

/**
 * What one update of the retraining measured.
 *
 * @param update the number of the update, counted from 1
 * @param discriminatorLoss the discriminator's mean loss over the GAN steps before the update
 * @param generatorLoss the generator's mean loss over the same steps
 * @param energyData the mean energy of the generator's own maps, before the chains
 * @param energyChains the mean energy after the chains
 * @param maxWeight the largest absolute weight of the energy model
 * @param lambda3 the weight of the interpretability loss
 * @param activeShare the share of activations above zero
 * @param moved the number of filters that changed group
 * @param sizes the number of filters in each group
 * @param sameCosine the mean cosine between maps of filters of one group
 * @param otherCosine the mean cosine between maps of filters of different groups
 */
public record UpdateReport(
        int update,
        double discriminatorLoss,
        double generatorLoss,
        double energyData,
        double energyChains,
        double maxWeight,
        double lambda3,
        double activeShare,
        int moved,
        List<Integer> sizes,
        double sameCosine,
        double otherCosine) {

    /** Copies the list. */
    public UpdateReport {
        sizes = List.copyOf(sizes);
    }

    /**
     * Adds the numbers to DJL's metrics, from which listeners and notebooks read them, under the names of the components.
     *
     * @param metrics where they are added
     */
    public void addTo(Metrics metrics) {
        metrics.addMetric("discriminatorLoss", discriminatorLoss);
        metrics.addMetric("generatorLoss", generatorLoss);
        metrics.addMetric("energyData", energyData);
        metrics.addMetric("energyChains", energyChains);
        metrics.addMetric("maxWeight", maxWeight);
        metrics.addMetric("lambda3", lambda3);
        metrics.addMetric("activeShare", activeShare);
        metrics.addMetric("moved", moved);
        metrics.addMetric("sameCosine", sameCosine);
        metrics.addMetric("otherCosine", otherCosine);
    }
}
