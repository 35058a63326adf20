package io.interp.partition.energy;

/**
 * What one update of W did.
 *
 * @param update the number of updates before this one
 * @param lambda3 the weight of the push on W at this update
 * @param energyData the mean energy of the generator's own features under W as it was before
 * @param energyChains the mean energy of the chains' features under W as it was before
 * @param maxWeight the largest absolute value in W after the update
 * @param ownMean the mean of W over filters and their own group, after; NaN if no filter is active
 * @param otherMean the mean of W over filters and foreign groups, after; NaN if there are none
 * @param clippedShare the share of the active filters' entries that the bound cut at this update, from 0 to 1
 * @param interpretability the interpretability loss after the update: lambda1 times the sum of W over foreign groups
 *     minus its sum over own groups (equation 5)
 */
public record WStep(
        int update,
        double lambda3,
        double energyData,
        double energyChains,
        double maxWeight,
        double ownMean,
        double otherMean,
        double clippedShare,
        double interpretability) {}
