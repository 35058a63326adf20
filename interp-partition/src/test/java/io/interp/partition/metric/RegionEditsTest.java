package io.interp.partition.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.Dcgan;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.ConceptSwap;
import io.interp.partition.concept.LatentPairs;
import io.interp.partition.concept.PartLabels;
import io.interp.partition.concept.PlantedGenerator;
import io.interp.partition.concept.PlantedSegmenter;
import io.interp.partition.concept.RegionEdit;
import io.interp.partition.concept.SegmentMasks;
import io.interp.partition.metric.LocalityBenchmark.Contender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegionEditsTest {

    private final SegmentMasks masks = SegmentMasks.each(new PlantedSegmenter(PlantedGenerator.ZOOM));
    private NDManager manager;
    private Generator generator;
    private ConceptSwap swap;
    private NDArray a;
    private NDArray b;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = PlantedGenerator.create(manager);
        swap = new ConceptSwap(generator, PlantedGenerator.groups());
        a = generator.latents().sample(manager, 1, 3);
        b = generator.latents().sample(manager, 2, 3);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private FeatureCollaging collaging(String part, FeatureCollaging.Region region) {
        return new FeatureCollaging(generator, "maps", masks, part, region);
    }

    @Test
    void collagingBoxesIsSwappingTheirGroups() {
        // The planted parts do not overlap and lie on whole positions, so cutting at a box takes just its filters.
        for (FeatureCollaging.Region region : FeatureCollaging.Region.values()) {
            NDArray expected = swap.edit(Concept.of("mouth", 2), 1).apply(b, a);
            assertThat(collaging("mouth", region).apply(b, a)).isEqualTo(expected);
            assertThat(collaging("hat", region).apply(b, a)).isEqualTo(generator.generate(a));
        }
    }

    @Test
    void collagingEverythingGivesTheOtherImagesMaps() {
        List<String> labels = masks.parts();
        SegmentMasks whole = new SegmentMasks(new PlantedSegmenter(1), PartLabels.of(labels, Map.of("whole", labels)));
        try (BlockGenerator gan = new Dcgan(6, 32, 3, 8, 4).generator(manager, 1)) {
            NDArray z = gan.latents().sample(manager, 1, 2);
            NDArray other = gan.latents().sample(manager, 2, 2);
            for (String layer : List.of("layer1", "layer3", "image")) {
                FeatureCollaging edit =
                        new FeatureCollaging(gan, layer, whole, "whole", FeatureCollaging.Region.TARGET);
                NDArray maps = gan.activation(other, layer, Pass.INFERENCE);
                assertThat(edit.apply(other, z)).isEqualTo(gan.resume(z, layer, maps));
            }
        }
    }

    @Test
    void collagingMasksAreAveragedOverPositions() {
        try (BlockGenerator gan = new Dcgan(6, 32, 3, 8, 4).generator(manager, 1)) {
            NDArray z = gan.latents().sample(manager, 1, 2);
            NDArray other = gan.latents().sample(manager, 2, 2);
            NDArray images = gan.generate(z);
            float[] mask = masks.of(images, "mouth").toFloatArray();
            float[] average = new float[2 * 4 * 4];
            for (int i = 0; i < mask.length; i++) {
                average[i / 1024 * 16 + i / 32 % 32 / 8 * 4 + i % 32 / 8] += mask[i] / 64;
            }
            NDArray m = manager.create(average, new Shape(2, 1, 4, 4));
            assertThat(m.max().getFloat()).isBetween(0.1f, 0.9f);
            NDArray maps = gan.activation(z, "layer1", Pass.INFERENCE);
            NDArray otherMaps = gan.activation(other, "layer1", Pass.INFERENCE);
            NDArray blended = otherMaps.mul(m).add(maps.mul(m.neg().add(1)));
            FeatureCollaging edit = new FeatureCollaging(gan, "layer1", masks, "mouth", FeatureCollaging.Region.TARGET);
            assertThat(edit.apply(other, z)).isEqualTo(gan.resume(z, "layer1", blended));
        }
    }

    @Test
    void masksOfAnySizeShrinkToMaps() {
        NDArray left = manager.zeros(new Shape(1, 1, 6, 9));
        left.set(new NDIndex(":, :, :, 0:3"), 1);
        NDArray soft = FeatureCollaging.shrink(left, 4, 5);
        assertThat(soft.getShape()).isEqualTo(new Shape(1, 1, 4, 5));
        // A third of 5 columns is 1.67 of them, spread over one whole, one mixed and three empty columns.
        assertThat(soft.sum().getFloat()).isCloseTo(4 * 5 / 3f, within(0.2f));
        assertThat(soft.get(":, :, :, 0").min().getFloat()).isEqualTo(1);
        assertThat(soft.get(":, :, :, 3:5").max().getFloat()).isZero();
        assertThat(FeatureCollaging.shrink(left.onesLike(), 4, 5)).isEqualTo(manager.ones(new Shape(1, 1, 4, 5)));
        assertThat(FeatureCollaging.shrink(left.onesLike(), 8, 12)).isEqualTo(manager.ones(new Shape(1, 1, 8, 12)));
    }

    @Test
    void theBenchmarkComparesOnTheSamePairs() {
        LocalityBenchmark benchmark = new LocalityBenchmark(new LatentPairs(10, 4, 7), masks);
        RegionEdit whole = swap.edit(Concept.of("mouth and an eye", 0, 2), 1);
        Map<String, Locality> rows = benchmark.compare(
                "mouth",
                List.of(
                        new Contender("mouth", generator, swap.edit(Concept.of("mouth", 2), 1)),
                        new Contender("whole", generator, whole),
                        new Contender("collaging", generator, collaging("mouth", FeatureCollaging.Region.TARGET)),
                        new Contender("nothing", generator, (source, target) -> generator.generate(target))));
        assertThat(rows.keySet()).containsExactly("mouth", "whole", "collaging", "nothing");
        assertThat(rows.get("mouth").pairs()).isEqualTo(10);
        assertThat(rows.get("mouth").meanRatio()).isZero();
        assertThat(rows.get("collaging").inside()).isCloseTo(rows.get("mouth").inside(), within(1e-12));
        assertThat(rows.get("whole").inside()).isCloseTo(rows.get("mouth").inside(), within(1e-12));
        assertThat(rows.get("whole").meanRatio()).isPositive();
        assertThat(rows.get("nothing").pairs()).isZero();
        assertThat(rows.get("nothing").unchanged()).isEqualTo(10);
        assertThat(benchmark.measure("hat", generator, whole).unmasked()).isEqualTo(10);
        assertThat(benchmark.measure("mouth", generator, whole)).isEqualTo(rows.get("whole"));
    }

    @Test
    void theBenchmarkDoesNotDependOnBatches() {
        RegionEdit edit = swap.edit(Concept.of("mouth and an eye", 0, 2), 0.5);
        Locality one = new LocalityBenchmark(new LatentPairs(5, 1, 7), masks).measure("mouth", generator, edit);
        Locality all = new LocalityBenchmark(new LatentPairs(5, 5, 7), masks).measure("mouth", generator, edit);
        // Images are single, and a batch of another size may be computed by another kernel: a few roundings apart.
        assertThat(one.meanRatio()).isCloseTo(all.meanRatio(), within(1e-6 * all.meanRatio()));
        assertThat(one.pooledRatio()).isCloseTo(all.pooledRatio(), within(1e-6 * all.pooledRatio()));
    }

    @Test
    void identityIsThatOfTheSourceAfterSwappingEverything() {
        try (Embedder embedder = new RandomConvolutionEmbedder(manager, 3, 0)) {
            for (EmbeddingDistance distance : EmbeddingDistance.values()) {
                IdentityVerification test = new IdentityVerification(new LatentPairs(6, 4, 3), embedder, distance);
                IdentityScores all = test.measure(generator, swap.edit(Concept.of("all", -1, 0, 1, 2, 3, 4), 1));
                assertThat(all.pairs()).isEqualTo(6);
                assertThat(all.meanToSource()).isCloseTo(0, within(1e-6));
                assertThat(all.meanToTarget()).isPositive();
                assertThat(all.rate(1e-6)).isEqualTo(1);
                assertThat(all.rateWithoutSwap(1e-6)).isZero();
                assertThat(all.nearerToSource()).isEqualTo(1);
                IdentityScores none = test.measure(generator, swap.edit(Concept.of("none"), 1));
                assertThat(none.meanToTarget()).isCloseTo(0, within(1e-6));
                assertThat(none.toSource()).isEqualTo(none.between());
                assertThat(none.rate(1e-6)).isZero();
                assertThat(none.nearerToSource()).isZero();
            }
        }
    }

    @Test
    void distancesAreThoseOfTheirDefinitions() {
        NDArray x = manager.create(new float[] {3, 0, 1, 1}, new Shape(2, 2));
        NDArray y = manager.create(new float[] {0, 4, 2, 2}, new Shape(2, 2));
        assertThat(EmbeddingDistance.EUCLIDEAN.between(x, y)[0]).isCloseTo(5, within(1e-12));
        assertThat(EmbeddingDistance.EUCLIDEAN.between(x, y)[1]).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(EmbeddingDistance.COSINE.between(x, y)[0]).isCloseTo(1, within(1e-12));
        assertThat(EmbeddingDistance.COSINE.between(x, y)[1]).isCloseTo(0, within(1e-12));
    }

    @Test
    void badInputIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collaging("moth", FeatureCollaging.Region.TARGET))
                .withMessageContaining("near names: mouth");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new FeatureCollaging(generator, "amplitudes", masks, "mouth", FeatureCollaging.Region.TARGET))
                .withMessageContaining("should give maps");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> collaging("mouth", FeatureCollaging.Region.UNION).apply(b, a.get("0:2")))
                .withMessageContaining("pairs");
        LocalityBenchmark benchmark = new LocalityBenchmark(new LatentPairs(2, 2, 7), masks);
        RegionEdit edit = swap.edit(Concept.of("mouth", 2), 1);
        assertThatIllegalArgumentException().isThrownBy(() -> benchmark.measure("moth", generator, edit));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> benchmark.compare(
                        "mouth", List.of(new Contender("a", generator, edit), new Contender("a", generator, edit))))
                .withMessageContaining("different names");
        try (Generator other = new Dcgan(6, 32, 3, 8, 4).generator(manager, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> benchmark.compare(
                            "mouth", List.of(new Contender("a", generator, edit), new Contender("b", other, edit))))
                    .withMessageContaining("latent space");
        }
    }

    @Test
    void editsAndMeasurementsLeaveNoArraysBehind() {
        int network = generator.manager().getManagedArrays().size();
        int before = manager.getManagedArrays().size();
        collaging("mouth", FeatureCollaging.Region.UNION).apply(b, a);
        swap.edit(Concept.of("mouth", 2), 1).apply(b, a);
        assertThat(manager.getManagedArrays()).hasSize(before + 2);
        new LocalityBenchmark(new LatentPairs(4, 2, 7), masks)
                .measure("mouth", generator, collaging("mouth", FeatureCollaging.Region.UNION));
        assertThat(generator.manager().getManagedArrays()).hasSize(network);
    }
}
