package io.interp.dissect.intervene;

import java.util.List;

/**
 * The places alpha is optimised on, and the levels units are inserted at.
 *
 * @param present cells that show the class most, one an image, in the order of the images
 * @param candidates cells without the class where setting all units draws most of it, one an image, in the order of the
 *     images
 * @param levels the level of each unit
 * @param presence the share of all pixels searched that are of the class
 */
public record PairCorpus(List<Place> present, List<Place> candidates, UnitLevels levels, double presence) {

    /**
     * A cell of an image.
     *
     * @param image the index of the image's latent in its seed
     * @param cell the cell, row by row from 0
     * @param score for a present one the share of the cell that is of the class, for a candidate the share of the image
     *     that became so
     */
    public record Place(long image, int cell, double score) {}

    /** Copies the lists. */
    public PairCorpus {
        present = List.copyOf(present);
        candidates = List.copyOf(candidates);
    }

    /** {@return the number of pairs: that of the shorter list} */
    public int pairs() {
        return Math.min(present.size(), candidates.size());
    }
}
