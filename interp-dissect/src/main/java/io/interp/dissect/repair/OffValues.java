package io.interp.dissect.repair;

import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import io.interp.core.stat.RunningMoments;
import io.interp.dissect.intervene.LatentSample;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Finds what each unit of a layer is set to when it is switched off. */
final class OffValues {

    private OffValues() {}

    static List<Double> of(OffLevel off, Generator generator, Layer layer, LatentSample sample) {
        if (off == OffLevel.ZERO) {
            return Collections.nCopies(layer.units(), 0.0);
        }
        RunningMoments moments = new RunningMoments(layer.units());
        sample.forEach(generator, (z, first) -> moments.add(generator.activation(z, layer.name(), Pass.INFERENCE)));
        return Arrays.stream(moments.mean()).boxed().toList();
    }
}
