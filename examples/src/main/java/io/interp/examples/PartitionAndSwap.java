package io.interp.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.Interpretable;
import io.interp.Partition;
import io.interp.core.image.DifferenceImage;
import io.interp.core.image.Pictures;
import io.interp.core.measure.Segmenter;
import io.interp.partition.InterpretableGan;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.ConceptNaming;
import io.interp.partition.concept.Concepts;
import io.interp.partition.concept.GroupScores;
import io.interp.partition.concept.LatentSample;
import io.interp.partition.concept.OverlapScore;
import io.interp.partition.concept.PartLabels;
import io.interp.partition.concept.SegmentMasks;
import io.interp.partition.concept.SwapResult;
import io.interp.testkit.drawn.DrawnSegmenter;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the filters of a layer fall into groups, finds out which group draws what, and swaps one concept between images:
 * {@code PartitionAndSwap [MODEL] [--layer L] [--out DIR] [--short]}. Writes {@code swap.png} and the run, which
 * {@link InterpretableGan#load} reads again.
 *
 * <p>Names come from a segmenter of drawn faces, so a model of your own should make such faces; for others, give
 * {@link SegmentMasks} a segmenter that knows their parts.
 */
public final class PartitionAndSwap {

    private static final int GROUPS = 8;
    private static final int PAIRS = 6;

    private PartitionAndSwap() {}

    /**
     * Runs the example.
     *
     * @param args {@code [MODEL] [--layer L] [--out DIR] [--short]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        try (NDManager manager = NDManager.newBaseManager();
                Interpretable gan = Interpretable.wrap(arguments.gan(manager));
                Segmenter segmenter = DrawnSegmenter.load(manager);
                InterpretableGan trained = train(gan, arguments)) {
            GroupScores scores = scores(trained, segmenter, arguments.brief() ? 64 : 512);
            System.out.println(scores);
            Concepts concepts = scores.covering(1);
            trained.name(concepts);
            trained.save(arguments.out().resolve("partition"));

            Path file = arguments.out().resolve("swap.png");
            swap(trained, concepts.named("mouth"), file);
            System.out.println(concepts + "\nwrote " + file);
        }
    }

    private static InterpretableGan train(Interpretable gan, Arguments arguments) {
        Partition partition = gan.partition(GROUPS)
                .listen(update -> System.out.printf(
                        "update %d: cosine %.3f within groups, %.3f between%n",
                        update.update(), update.sameCosine(), update.otherCosine()));
        if (arguments.layer().isPresent()) {
            partition = partition.at(arguments.layer().get());
        }
        if (arguments.brief()) {
            return partition.updates(2, 1).train("drawn:faces?count=64");
        }
        return partition.train("drawn:faces");
    }

    /** How much more often than chance each group lights up on each part. */
    private static GroupScores scores(InterpretableGan trained, Segmenter segmenter, int images) {
        // Large parts, which every group touches, need no name.
        Map<String, List<String>> parts = new LinkedHashMap<>();
        segmenter.labels().stream()
                .filter(label -> !label.equals("background") && !label.equals("skin"))
                .forEach(label -> parts.put(label, List.of(label)));
        SegmentMasks masks = new SegmentMasks(segmenter, PartLabels.of(segmenter.labels(), parts));
        return new ConceptNaming(1.0 / GROUPS, new LatentSample(images, 32, 0))
                .measure(trained.generator(), trained.groups(), masks)
                .scores(OverlapScore.LIFT);
    }

    private static void swap(InterpretableGan trained, Concept concept, Path file) {
        try (NDManager scope = trained.generator().manager().newSubManager()) {
            NDArray from = trained.generator().latents().sample(scope, 1, PAIRS); // [N, d]
            NDArray into = trained.generator().latents().sample(scope, 2, PAIRS); // [N, d]
            SwapResult swap = trained.swap(scope, concept, from, into);
            List<BufferedImage> target = Pictures.of(swap.target());
            List<BufferedImage> result = Pictures.of(swap.result());
            List<BufferedImage> cells = new ArrayList<>(Pictures.of(swap.source()));
            cells.addAll(target);
            cells.addAll(result);
            for (int i = 0; i < PAIRS; i++) {
                cells.add(DifferenceImage.of(target.get(i), result.get(i), 4));
            }
            Sheet.write(file, cells, PAIRS, List.of("source", "target", "result", "difference"));
        }
    }
}
