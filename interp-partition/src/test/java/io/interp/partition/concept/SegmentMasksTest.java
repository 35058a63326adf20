package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentMasksTest {

    private final List<String> labels = new PlantedSegmenter(1).labels();

    private NDManager manager;
    private NDArray images;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        images = manager.zeros(new Shape(2, 3, 32, 32));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void classesAreMerged() {
        PartLabels eyes = PartLabels.of(labels, Map.of("eyes", List.of("left eye", "right eye", "left eye")));
        SegmentMasks masks = new SegmentMasks(new PlantedSegmenter(2), eyes);
        SegmentMasks each = SegmentMasks.each(new PlantedSegmenter(2));
        NDArray joined = masks.of(images, "eyes");
        assertThat(joined.getShape()).isEqualTo(new Shape(2, 32, 32));
        assertThat(joined).isEqualTo(each.of(images, "left eye").add(each.of(images, "right eye")));
        assertThat(joined.sum().getFloat()).isEqualTo(2 * 2 * 9 * 4);
        assertThat(each.of(images).sum(new int[] {1})).isEqualTo(manager.ones(new Shape(2, 32, 32)));
        assertThat(each.parts()).isEqualTo(labels);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void masksAreResizedToTheImages(int zoom) {
        int side = PlantedGenerator.SIDE * zoom;
        SegmentMasks masks = SegmentMasks.each(new PlantedSegmenter(zoom));
        assertThat(masks.atOwnSize(images).getShape()).isEqualTo(new Shape(2, 6, side, side));
        NDArray resized = masks.of(images);
        assertThat(resized.getShape()).isEqualTo(new Shape(2, 6, 32, 32));
        NDArray exact = SegmentMasks.each(new PlantedSegmenter(2)).of(images);
        // A box keeps its pixels but for the four corners, which bilinear resizing rounds off.
        assertThat(resized.get(":, 1:5").sub(exact.get(":, 1:5")).abs().sum().getFloat())
                .isLessThanOrEqualTo(zoom == 1 ? 2 * 4 * 4 : 0);
        assertThat(resized.mul(resized.sub(1)).abs().max().getFloat()).isZero();
    }

    @Test
    void unknownNamesListNearOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartLabels.of(labels, Map.of("mouth", List.of("moth"))))
                .withMessageContaining("near names: mouth");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SegmentMasks.each(new PlantedSegmenter(1)).of(images, "hairs"))
                .withMessageContaining("near names: hair");
        assertThatIllegalArgumentException().isThrownBy(() -> PartLabels.of(labels, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> PartLabels.of(labels, Map.of("mouth", List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> PartLabels.each(List.of("a", "a")));
    }

    @Test
    void onlyTheMasksStay() {
        int before = manager.getManagedArrays().size();
        SegmentMasks masks = SegmentMasks.each(new PlantedSegmenter(1));
        masks.of(images);
        masks.atOwnSize(images);
        masks.of(images, "hair");
        assertThat(manager.getManagedArrays()).hasSize(before + 3);
    }
}
