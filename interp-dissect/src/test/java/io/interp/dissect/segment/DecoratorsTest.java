package io.interp.dissect.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.measure.PaletteSegmenter;
import io.interp.core.measure.SegmentClass;
import io.interp.core.measure.Segmenter;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoratorsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Gives labels that are written in the images themselves, in tenths. */
    private record Written(List<String> labels) implements Segmenter {
        @Override
        public String name() {
            return "written";
        }

        @Override
        public NDArray segment(NDArray images) {
            return images.mul(10).round().toType(DataType.INT64, false).get(":, 0");
        }

        @Override
        public void close() {}
    }

    private NDArray image(String... rows) {
        int width = rows[0].length();
        float[] values = new float[rows.length * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (rows[i / width].charAt(i % width) - '0') / 10f;
        }
        return manager.create(values, new Shape(1, 1, rows.length, width));
    }

    private static String[] channel(PartExpander parts, NDArray images, int channel) {
        NDArray all = parts.segmentAll(images);
        int height = (int) all.getShape().get(2);
        int width = (int) all.getShape().get(3);
        long[] labels = all.get("0, " + channel).toLongArray();
        String[] rows = new String[height];
        for (int y = 0; y < height; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < width; x++) {
                String name = parts.labels().get((int) labels[y * width + x]);
                row.append(name.equals("none") ? '.' : name.charAt(name.length() - 1));
            }
            rows[y] = row.toString();
        }
        return rows;
    }

    /** Two components of class 1, the last one too, one diagonal step that connects, and an odd height. */
    @Test
    void everyComponentIsHalvedByItself() {
        PartExpander parts = PartExpander.of(new Written(List.of("ground", "tree")), List.of("tree"));
        NDArray image = image(
                "0110000", //
                "0110000", "0110001", "0001001", "0000011", "1100011");
        assertThat(parts.labels()).containsExactly("ground", "tree", "tree-t", "tree-l", "tree-b", "tree-r", "none");
        assertThat(parts.categories().get(2)).isEqualTo(PartExpander.PART);
        assertThat(parts.channels()).isEqualTo(3);
        assertThat(channel(parts, image, 1))
                .containsExactly(
                        ".tt....", //
                        ".tt....", ".bb...t", "...b..t", ".....bb", "tt...bb");
        assertThat(channel(parts, image, 2))
                .containsExactly(
                        ".ll....", //
                        ".ll....", ".ll...r", "...r..r", ".....lr", "lr...lr");
    }

    /** Halves of a class make up the class, and a component's halves are no further apart than its box. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void halvesMakeUpTheClass(long seed) {
        RandomGenerator random = Draws.stream(seed);
        float[] values = new float[2 * 9 * 11];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3) / 10f;
        }
        PartExpander parts = PartExpander.of(new Written(List.of("a", "b", "c")));
        long[] all =
                parts.segmentAll(manager.create(values, new Shape(2, 1, 9, 11))).toLongArray();
        int area = 99;
        for (int n = 0; n < 2; n++) {
            for (int p = 0; p < area; p++) {
                String base = parts.labels().get((int) all[n * 3 * area + p]);
                String vertical = parts.labels().get((int) all[(n * 3 + 1) * area + p]);
                String horizontal = parts.labels().get((int) all[(n * 3 + 2) * area + p]);
                assertThat(vertical).isIn(base + "-t", base + "-b");
                assertThat(horizontal).isIn(base + "-l", base + "-r");
            }
        }
    }

    @Test
    void mergedClassesAreOne() {
        Map<String, int[]> palette = new LinkedHashMap<>();
        palette.put("upper", new int[] {255, 0, 0});
        palette.put("skin", new int[] {255, 255, 0});
        palette.put("lower", new int[] {0, 0, 255});
        PaletteSegmenter base = new PaletteSegmenter(palette, 200, 120);
        CategoryMerger merger = CategoryMerger.of(base, Map.of("lips", List.of("upper", "lower")));
        assertThat(merger.labels()).containsExactly("none", "lips", "skin");
        assertThat(merger.classes().get(1)).isEqualTo(new SegmentClass(1, "lips", "object"));
        assertThat(merger.none()).hasValue(0);
        NDArray images =
                Draws.normal(manager, Draws.stream(2), new Shape(3, 3, 5, 4)).clip(-1, 1);
        long[] found = merger.segment(images).toLongArray();
        long[] expected = Arrays.stream(base.segment(images).toLongArray())
                .map(label -> new long[] {0, 1, 2, 1}[(int) label])
                .toArray();
        assertThat(found).containsExactly(expected);
        assertThat(merger.segmentAll(images).toLongArray()).containsExactly(expected);
        float[] sum = base.softScore(images, 1).add(base.softScore(images, 3)).toFloatArray();
        assertThat(merger.softScore(images, 1).toFloatArray()).containsExactly(sum, within(1e-6f));
    }

    @Test
    void wrongNamesAreRefused() {
        Written base = new Written(List.of("ground", "tree", "tree-t"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartExpander.of(base, List.of("tre")))
                .withMessageContaining("near names: tree");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartExpander.of(base, List.of("tree")))
                .withMessageContaining("already has");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CategoryMerger.of(base, Map.of("x", List.of("sky"))))
                .withMessageContaining("no class 'sky'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CategoryMerger.of(base, Map.of("x", List.of("tree"), "y", List.of("tree"))))
                .withMessageContaining("merged into both");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CategoryMerger.of(base, Map.of("ground", List.of("tree", "tree-t"))))
                .withMessageContaining("two classes would be named 'ground'");
        assertThatThrownBy(() -> CategoryMerger.of(base, Map.of("x", List.of("tree", "tree-t")))
                        .softScore(manager.zeros(new Shape(1, 1, 2, 2)), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no soft scores");
    }
}
