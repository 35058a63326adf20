package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.measure.PartAttributes;
import io.interp.core.measure.Segmenter;
import io.interp.eigengan.measure.AttributeCorrelation;
import io.interp.testkit.drawn.DrawnFactors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the dimensions of a generator are correlated with. */
final class AttributeOptions {

    private static final double RELIABLE = 0.5;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--segmenter",
            paramLabel = "SEG",
            description =
                    "Finds parts of generated images, whose size, colour and place dimensions are correlated with: a"
                            + " TorchScript network with a JSON file beside it, colour:PALETTE.json, drawn:faces or drawn:scenes"
                            + " (default: none, but the known factors for drawn faces).")
    private String segmenter;

    @Option(
            names = "--parts",
            paramLabel = "P,Q",
            split = ",",
            description = "Classes of the segmenter to look at (default: all).")
    private List<String> parts;

    /** Correlates a generator's dimensions with attributes of its images, and closes what it looks with. */
    interface Look extends AutoCloseable {

        AttributeCorrelation at(Generator generator, int images, long seed);

        @Override
        void close();
    }

    /**
     * Opens what attributes are found with, so that it is known to be there before long work.
     *
     * @param drawnFaces whether images are drawn faces, whose factors are known
     * @throws ParameterException if there are parts without a segmenter
     * @throws IllegalArgumentException if the segmenter can't be read or lacks a part
     */
    Optional<Look> open(NDManager manager, boolean drawnFaces) {
        if (segmenter != null) {
            return Optional.of(new Parts(SegmenterOption.named(segmenter, manager), parts));
        }
        if (parts != null) {
            throw new ParameterException(spec.commandLine(), "--parts needs --segmenter, which finds them");
        }
        return drawnFaces ? Optional.of(new Factors(DrawnFactors.load(manager))) : Optional.empty();
    }

    private static final class Parts implements Look {

        private final Segmenter segmenter;
        private final PartAttributes attributes;

        Parts(Segmenter segmenter, List<String> chosen) {
            this.segmenter = segmenter;
            try {
                attributes = new PartAttributes(segmenter, chosen == null ? all(segmenter) : chosen);
            } catch (RuntimeException e) {
                segmenter.close();
                throw e;
            }
        }

        private static List<String> all(Segmenter segmenter) {
            List<String> labels = new ArrayList<>(segmenter.labels());
            OptionalInt none = segmenter.none();
            if (none.isPresent()) {
                labels.remove(none.getAsInt());
            }
            return labels;
        }

        @Override
        public AttributeCorrelation at(Generator generator, int images, long seed) {
            List<String> names =
                    attributes.names(Math.toIntExact(generator.imageShape().get(0)));
            return AttributeCorrelation.measure(generator, names, attributes::measure, images, seed);
        }

        @Override
        public void close() {
            segmenter.close();
        }
    }

    /** The factors of drawn faces, those that can be told from images. */
    private record Factors(DrawnFactors factors) implements Look {

        @Override
        public AttributeCorrelation at(Generator generator, int images, long seed) {
            List<Integer> reliable = factors.reliable(RELIABLE);
            List<String> names = reliable.stream().map(factors.names()::get).toList();
            float[][] chosen = new float[factors.names().size()][reliable.size()]; // [F, R], a 1 where they meet
            IntStream.range(0, reliable.size()).forEach(i -> chosen[reliable.get(i)][i] = 1);
            return AttributeCorrelation.measure(
                    generator,
                    names,
                    found -> {
                        NDArray all = factors.estimate(found); // [N, F]
                        return all.matMul(all.getManager().create(chosen)); // [N, R]
                    },
                    images,
                    seed);
        }

        @Override
        public void close() {
            factors.close();
        }
    }
}
