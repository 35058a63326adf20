package io.interp.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartAttributesTest {

    private static final Offset<Float> CLOSE = within(1e-5f);

    private final NDManager manager = NDManager.newBaseManager();
    private final Segmenter segmenter =
            new PaletteSegmenter(Map.of("roof", new int[] {255, 0, 51}), 10); // 1, -1 and -0.6 as numbers

    @AfterEach
    void close() {
        segmenter.close();
        manager.close();
    }

    /** A black image of 2 rows and 4 columns with the roof's colour in some places. */
    private NDArray image(int... roof) {
        float[] values = new float[24];
        Arrays.fill(values, -1);
        for (int at : roof) {
            values[at] = 1;
            values[16 + at] = -0.6f;
        }
        return manager.create(values, new Shape(1, 3, 2, 4));
    }

    @Test
    void sizeColourAndPlaceOfAPart() {
        PartAttributes attributes = new PartAttributes(segmenter, List.of("roof"));
        assertThat(attributes.names(3))
                .containsExactly("roof area", "roof brightness", "roof warmth", "roof right", "roof down");
        float[] upperRight = attributes.measure(image(2, 3)).toFloatArray();
        assertThat(upperRight[0]).isEqualTo(2 / 8f, CLOSE);
        assertThat(upperRight[1]).isEqualTo((1 - 1 - 0.6f) / 3, CLOSE);
        assertThat(upperRight[2]).isEqualTo(1.6f, CLOSE);
        assertThat(upperRight[3]).isEqualTo(0.5f, CLOSE);
        assertThat(upperRight[4]).isEqualTo(-0.5f, CLOSE);
        float[] lowerLeft = attributes.measure(image(4)).toFloatArray();
        assertThat(lowerLeft[3]).isEqualTo(-0.75f, CLOSE);
        assertThat(lowerLeft[4]).isEqualTo(0.5f, CLOSE);
    }

    @Test
    void anAbsentPartHasAnAreaAlone() {
        PartAttributes attributes = new PartAttributes(segmenter, List.of("roof"));
        float nan = Float.NaN;
        assertThat(attributes.measure(image()).toFloatArray()).containsExactly(0, nan, nan, nan, nan);
    }

    @Test
    void severalPartsOfSeveralImagesHaveTheirOwnColumnsAndRows() {
        PartAttributes attributes = new PartAttributes(segmenter, List.of("roof", "none"));
        NDArray images = image(0, 1, 2).concat(image(5), 0);
        int before = manager.getManagedArrays().size();
        try (NDArray found = attributes.measure(images)) {
            assertThat(manager.getManagedArrays()).hasSize(before + 1);
            assertThat(found.getShape()).isEqualTo(new Shape(2, 10));
            assertThat(found.get(":, 0").toFloatArray()).containsExactly(new float[] {3 / 8f, 1 / 8f}, CLOSE);
            assertThat(found.get(":, 5").toFloatArray()).containsExactly(new float[] {5 / 8f, 7 / 8f}, CLOSE);
            assertThat(found.get(":, 6").toFloatArray()).containsExactly(new float[] {-1, -1}, CLOSE);
        }
    }

    @Test
    void greyImagesHaveNoWarmth() {
        PartAttributes attributes = new PartAttributes(segmenter, List.of("none"));
        NDArray grey = manager.zeros(new Shape(1, 1, 2, 2));
        assertThat(attributes.names(1)).hasSize(4).doesNotContain("none warmth");
        assertThat(attributes.measure(grey).toFloatArray()).containsExactly(new float[] {1, 0, 0, 0}, CLOSE);
    }

    @Test
    void wrongPartsAndImagesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartAttributes(segmenter, List.of("rof")))
                .withMessageContaining("rof")
                .withMessageContaining("roof");
        assertThatIllegalArgumentException().isThrownBy(() -> new PartAttributes(segmenter, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PartAttributes(segmenter, List.of("roof", "roof")));
        PartAttributes attributes = new PartAttributes(segmenter, List.of("roof"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attributes.measure(manager.zeros(new Shape(3, 2, 4))))
                .withMessageContaining("[N, 1 or 3, H, W]");
    }
}
