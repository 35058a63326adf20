package io.interp.dissect.repair;

import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.dissect.UnitRanking;
import java.util.Optional;

/** Ranks the units of a layer by how much they look like the cause of an artifact. */
public interface UnitScorer {

    /**
     * Ranks the units.
     *
     * @param generator the generator; not changed
     * @param layer the layer, which gives maps
     * @param progress is told how far it is
     * @return the ranking; a unit with no positive score is not one to switch off
     */
    UnitRanking rank(Generator generator, Layer layer, Optional<Progress> progress);
}
