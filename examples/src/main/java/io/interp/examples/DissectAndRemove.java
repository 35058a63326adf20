package io.interp.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.Interpretable;
import io.interp.core.image.Pictures;
import io.interp.core.measure.SoftSegmenter;
import io.interp.dissect.Dissection;
import io.interp.dissect.UnitMetric;
import io.interp.dissect.intervene.CausalOptions;
import io.interp.dissect.intervene.CausalStrategy;
import io.interp.dissect.intervene.CausalUnits;
import io.interp.testkit.drawn.DrawnSegmenter;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the units that agree with hair, then those that cause it, and switches the latter off:
 * {@code DissectAndRemove [MODEL] [--layer L] [--out DIR] [--short]}. Writes {@code removed.png}, faces before and after.
 */
public final class DissectAndRemove {

    private static final String CONCEPT = "hair";
    private static final int SHOWN = 6;
    private static final int SWITCHED_OFF = 8;

    private DissectAndRemove() {}

    /**
     * Runs the example.
     *
     * @param args {@code [MODEL] [--layer L] [--out DIR] [--short]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        int samples = arguments.brief() ? 60 : 1000;
        try (NDManager manager = NDManager.newBaseManager();
                Interpretable gan = Interpretable.wrap(arguments.generator(manager));
                SoftSegmenter segmenter = DrawnSegmenter.load(manager);
                NDManager scope = gan.generator().manager().newSubManager()) {
            String layer = arguments.layer().orElse("layer3");
            Dissection units = gan.dissect(segmenter).at(layer).samples(samples).run();
            System.out.println(units);

            CausalUnits causes = gan.apply(new CausalStrategy(segmenter, CONCEPT, layer)
                    .options(CausalOptions.released(samples))
                    .start(units.layer(layer).ranking(CONCEPT, UnitMetric.IOU)));
            System.out.println(causes);

            NDArray z = gan.generator().latents().sample(scope, 1, SHOWN);
            List<BufferedImage> cells =
                    new ArrayList<>(Pictures.of(gan.generator().generate(z)));
            cells.addAll(Pictures.of(gan.generator()
                    .run(z, causes.ablation(SWITCHED_OFF).toHook(scope))
                    .images()));
            Path file = arguments.out().resolve("removed.png");
            Sheet.write(file, cells, SHOWN, List.of("before", "without " + CONCEPT));
            System.out.println("wrote " + file);
        }
    }
}
