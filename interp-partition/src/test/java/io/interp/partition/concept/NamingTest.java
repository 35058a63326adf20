package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {

    private static final List<Concept> PLANTED =
            List.of(Concept.of("eyes", 0, 1), Concept.of("mouth", 2), Concept.of("hair", 3));

    private NDManager manager;
    private Generator generator;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = PlantedGenerator.create(manager);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private static SegmentMasks masks(int zoom) {
        PlantedSegmenter segmenter = new PlantedSegmenter(zoom);
        Map<String, List<String>> merged = new LinkedHashMap<>();
        merged.put("eyes", List.of("left eye", "right eye"));
        merged.put("mouth", List.of("mouth"));
        merged.put("hair", List.of("hair"));
        merged.put("hat", List.of("hat"));
        return new SegmentMasks(segmenter, PartLabels.of(segmenter.labels(), merged));
    }

    @ParameterizedTest
    @EnumSource
    void overlapRecoversThePlantedNames(OverlapScore score) {
        // Each box covers less than this share of the maps, so what is lit is the box.
        ConceptNaming naming = new ConceptNaming(0.15, new LatentSample(10, 4, 1));
        GroupScores scores =
                naming.measure(generator, PlantedGenerator.groups(), masks(1)).scores(score);
        assertThat(scores.exclusive(0)).isEqualTo(PLANTED);
        assertThat(scores.covering(0.4)).isEqualTo(PLANTED);
        assertThat(scores.exclusive(0).unnamed()).containsExactly(4);
    }

    @Test
    void overlapOfBoxesIsTheirArea() {
        ConceptNaming naming = new ConceptNaming(0.15, new LatentSample(6, 4, 1));
        PartOverlap overlap = naming.measure(generator, PlantedGenerator.groups(), masks(1));
        GroupScores iou = overlap.scores(OverlapScore.IOU);
        // A left eye of 3 x 3 among two; at least one filter of each group is on in every image of this sample.
        assertThat(iou.score(0, "eyes")).isEqualTo(0.5);
        assertThat(iou.score(2, "mouth")).isEqualTo(1);
        assertThat(iou.score(2, "hair")).isZero();
        assertThat(iou.score(4, "hat")).isZero();
        assertThat(overlap.scores(OverlapScore.LIFT).score(2, "mouth")).isCloseTo(256.0 / 24, within(1e-12));
        assertThat(overlap.scores(OverlapScore.CORRELATION).score(2, "mouth")).isCloseTo(1, within(1e-12));
    }

    @Test
    void mapsAreResizedToTheSegmentation() {
        ConceptNaming naming = new ConceptNaming(0.02, new LatentSample(6, 4, 1));
        GroupScores fine =
                naming.measure(generator, PlantedGenerator.groups(), masks(4)).scores(OverlapScore.CORRELATION);
        assertThat(fine.exclusive(0.1)).isEqualTo(PLANTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void effectsRecoverThePlantedNames(int zoom) {
        CausalNaming naming = new CausalNaming(new LatentPairs(8, 3, 5));
        PartEffects effects = naming.measure(generator, PlantedGenerator.groups(), masks(zoom));
        assertThat(effects.localEffects().exclusive(0)).isEqualTo(PLANTED);
        assertThat(effects.shares().exclusive(0)).isEqualTo(PLANTED);
        assertThat(effects.effects().score(4, "mouth")).isZero();
        assertThat(effects.effects().score(2, "hat")).isZero();
    }

    @Test
    void aChangeInsideAPartHasAShareOfOne() {
        PartEffects effects = new CausalNaming(new LatentPairs(8, 8, 5))
                .measure(generator, PlantedGenerator.groups(), masks(PlantedGenerator.ZOOM));
        assertThat(effects.shares().score(2, "mouth")).isCloseTo(1, within(1e-9));
        assertThat(effects.shares().score(2, "eyes")).isZero();
        assertThat(effects.localEffects().score(2, "mouth"))
                .isCloseTo(effects.effects().score(2, "mouth"), within(1e-9));
        assertThat(effects.effects().score(2, "mouth")).isPositive();
    }

    @Test
    void theSamePairsGiveTheSameScoresInAnyBatches() {
        String scores = localEffects(9, 5);
        assertThat(localEffects(9, 5)).isEqualTo(scores);
        assertThat(localEffects(4, 5)).isEqualTo(scores);
        assertThat(localEffects(9, 6)).isNotEqualTo(scores);
    }

    private String localEffects(int batch, long seed) {
        return new CausalNaming(new LatentPairs(9, batch, seed))
                .measure(generator, PlantedGenerator.groups(), masks(2))
                .localEffects()
                .toString();
    }

    @Test
    void namingLeavesNoArraysBehind() {
        int before = generator.manager().getManagedArrays().size();
        new CausalNaming(new LatentPairs(4, 2, 5)).measure(generator, PlantedGenerator.groups(), masks(3));
        new ConceptNaming(0.15, new LatentSample(4, 2, 5)).measure(generator, PlantedGenerator.groups(), masks(3));
        assertThat(generator.manager().getManagedArrays()).hasSize(before);
    }

    @Test
    void badInputIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConceptNaming(1, new LatentSample(1, 1, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LatentSample(0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LatentPairs(1, 0, 0));
        FilterGroups flat = new FilterGroups("amplitudes", 1, new int[10]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CausalNaming(new LatentPairs(1, 1, 0)).measure(generator, flat, masks(1)))
                .withMessageContaining("should give maps");
    }
}
