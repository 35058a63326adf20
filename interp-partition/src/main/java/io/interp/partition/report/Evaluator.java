package io.interp.partition.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.data.EpochOrder;
import io.interp.core.data.ImageSource;
import io.interp.core.measure.Segmenter;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.FrechetMeter;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.tensor.Draws;
import io.interp.partition.InterpretableGan;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.ConceptNaming;
import io.interp.partition.concept.ConceptShares;
import io.interp.partition.concept.ConceptSwap;
import io.interp.partition.concept.Concepts;
import io.interp.partition.concept.LatentPairs;
import io.interp.partition.concept.LatentSample;
import io.interp.partition.concept.OverlapScore;
import io.interp.partition.concept.PartLabels;
import io.interp.partition.concept.RegionEdit;
import io.interp.partition.concept.SegmentMasks;
import io.interp.partition.energy.LangevinOptions;
import io.interp.partition.metric.EmbeddingDistance;
import io.interp.partition.metric.FeatureCollaging;
import io.interp.partition.metric.IdentityScores;
import io.interp.partition.metric.IdentityVerification;
import io.interp.partition.metric.Locality;
import io.interp.partition.metric.LocalityBenchmark;
import io.interp.partition.mixture.GroupAgreement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures a retrained generator, the untouched one with the same grouping, and Feature Collaging, all on the same
 * latents; names the concepts of both generators on the way, where there is a segmenter.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, tables 3 to 5. Their Frechet distance is on
 * Inception features; here it is on the embedder given, by default fixed random convolutions, so numbers compare only
 * with one another.
 *
 * @param masks finds parts, merged into the concepts to be named; empty for none
 * @param identity tells people apart; empty for none
 * @param options how thoroughly
 */
public record Evaluator(Optional<Masks> masks, Optional<Embedder> identity, EvaluationOptions options) {

    private static final int BATCH = 50;
    private static final long FRECHET_LATENTS = 0x31;
    private static final long REAL_ORDER = 0x32;
    private static final long PAIRS = 0x33;
    private static final long NAMING = 0x34;
    private static final long REVISION = 0x35;
    private static final int STABILITY_SEEDS = 4;
    private static final String FACE = "face";

    /**
     * A segmenter and what its labels are called here.
     *
     * @param segmenter the segmenter; stays the caller's
     * @param parts the parts that are named and measured
     * @param face the labels that make up the face, for swaps of the whole; empty if unknown
     */
    public record Masks(Segmenter segmenter, PartLabels parts, Optional<PartLabels> face) {}

    /**
     * Measures.
     *
     * @param untouched the generator before training, rectified and grouped; its concepts are named
     * @param trained the generator after training; its concepts are named
     * @param data real images
     * @return the numbers
     */
    public Evaluation measure(InterpretableGan untouched, InterpretableGan trained, ImageSource data) {
        Map<String, Map<String, Locality>> locality = new LinkedHashMap<>();
        Map<String, IdentityScores> people = new LinkedHashMap<>();
        Optional<ConceptShares> shares = Optional.empty();
        if (masks.isPresent()) {
            SegmentMasks parts =
                    new SegmentMasks(masks.get().segmenter(), masks.get().parts());
            untouched.name(named(untouched, parts));
            trained.name(named(trained, parts));
            shares = Optional.of(ConceptShares.of(trained.groups(), trained.concepts()));
            for (Concept concept : trained.concepts()) {
                locality.put(concept.name(), localities(concept.name(), untouched, trained, parts));
            }
            if (identity.isPresent() && masks.get().face().isPresent()) {
                people.putAll(identities(untouched, trained, masks.get()));
            }
        }
        double[] frechet = frechet(untouched.generator(), trained, data);
        return new Evaluation(
                trained.mixture().groupsAlive(),
                untouched.cosine(),
                trained.cosine(),
                frechet[0],
                frechet[1],
                trained.hasEnergy() ? OptionalDouble.of(frechet[2]) : OptionalDouble.empty(),
                stability(untouched),
                stability(trained),
                shares,
                locality,
                people,
                options.identityDistance());
    }

    private Concepts named(InterpretableGan gan, SegmentMasks parts) {
        return new ConceptNaming(1.0 / gan.mixture().groups(), sample())
                .measure(gan.generator(), gan.groups(), parts)
                .scores(OverlapScore.LIFT)
                .covering(1);
    }

    private LatentSample sample() {
        return new LatentSample(options.namingImages(), BATCH, Draws.derive(options.seed(), NAMING));
    }

    private LatentPairs pairs() {
        return new LatentPairs(options.pairs(), BATCH, Draws.derive(options.seed(), PAIRS));
    }

    private Map<String, Locality> localities(
            String part, InterpretableGan untouched, InterpretableGan trained, SegmentMasks parts) {
        LocalityBenchmark benchmark = new LocalityBenchmark(pairs(), parts);
        Map<String, Locality> rows = new LinkedHashMap<>();
        rows.put("ours", benchmark.measure(part, trained.generator(), swap(trained, part)));
        if (untouched.concepts().names().contains(part)) {
            rows.put("untouched", benchmark.measure(part, untouched.generator(), swap(untouched, part)));
        }
        Generator before = untouched.generator();
        rows.put(
                "collaging",
                benchmark.measure(part, before, collaging(untouched, parts, part, FeatureCollaging.Region.TARGET)));
        rows.put(
                "collagingUnion",
                benchmark.measure(part, before, collaging(untouched, parts, part, FeatureCollaging.Region.UNION)));
        return rows;
    }

    private static RegionEdit swap(InterpretableGan gan, String part) {
        return new ConceptSwap(gan.generator(), gan.groups())
                .edit(gan.concepts().named(part), 1);
    }

    private static RegionEdit collaging(
            InterpretableGan gan, SegmentMasks parts, String part, FeatureCollaging.Region region) {
        return new FeatureCollaging(gan.generator(), gan.layer(), parts, part, region);
    }

    private Map<String, IdentityScores> identities(InterpretableGan untouched, InterpretableGan trained, Masks all) {
        SegmentMasks face = new SegmentMasks(all.segmenter(), all.face().orElseThrow());
        IdentityVerification verification =
                new IdentityVerification(pairs(), identity.orElseThrow(), EmbeddingDistance.EUCLIDEAN);
        Map<String, IdentityScores> rows = new LinkedHashMap<>();
        faceSwap(trained, face).ifPresent(edit -> rows.put("ours", verification.measure(trained.generator(), edit)));
        faceSwap(untouched, face)
                .ifPresent(edit -> rows.put("untouched", verification.measure(untouched.generator(), edit)));
        rows.put(
                "collaging",
                verification.measure(
                        untouched.generator(), collaging(untouched, face, FACE, FeatureCollaging.Region.UNION)));
        return rows;
    }

    /** All groups that light up on the face more than anywhere else; empty if there are none. */
    private Optional<RegionEdit> faceSwap(InterpretableGan gan, SegmentMasks face) {
        Concepts concepts = new ConceptNaming(1.0 / gan.mixture().groups(), sample())
                .measure(gan.generator(), gan.groups(), face)
                .scores(OverlapScore.LIFT)
                .exclusive(0);
        return concepts.names().contains(FACE)
                ? Optional.of(new ConceptSwap(gan.generator(), gan.groups()).edit(concepts.named(FACE), 1))
                : Optional.empty();
    }

    private static double stability(InterpretableGan gan) {
        return gan.stability(STABILITY_SEEDS).stream()
                .mapToDouble(GroupAgreement::adjustedRand)
                .average()
                .orElseThrow();
    }

    /** Before, after, and after with revised latents (as after if there is nothing to revise them by). */
    private double[] frechet(Generator before, InterpretableGan trained, ImageSource data) {
        Generator after = trained.generator();
        int images = Math.min(options.images(), data.size());
        int batch = Math.min(BATCH, images);
        try (NDManager manager = before.manager().newSubManager();
                Embedder embedder = new RandomConvolutionEmbedder(manager, data.channels(), 0)) {
            FrechetMeter meter = new FrechetMeter(embedder);
            RunningCovariance real = new RunningCovariance(embedder.dimension());
            RunningCovariance first = new RunningCovariance(embedder.dimension());
            RunningCovariance second = new RunningCovariance(embedder.dimension());
            RunningCovariance third = new RunningCovariance(embedder.dimension());
            EpochOrder order =
                    EpochOrder.of(Draws.derive(options.seed(), REAL_ORDER), data.size(), batch, EpochOrder.Tail.DROP);
            for (int from = 0; from + batch <= images; from += batch) {
                try (NDManager scope = manager.newSubManager()) {
                    meter.add(real, data.batch(scope, order.batch(from / batch)));
                    NDArray z =
                            before.latents().sample(scope, Draws.derive(options.seed(), FRECHET_LATENTS), from, batch);
                    meter.add(first, before.generate(z));
                    meter.add(second, after.generate(z));
                    NDArray revised = trained.hasEnergy()
                            ? trained.revised(z, LangevinOptions.DEFAULT, Draws.derive(options.seed(), REVISION, from))
                            : z;
                    meter.add(third, after.generate(revised));
                }
            }
            return new double[] {meter.distance(real, first), meter.distance(real, second), meter.distance(real, third)
            };
        }
    }
}
