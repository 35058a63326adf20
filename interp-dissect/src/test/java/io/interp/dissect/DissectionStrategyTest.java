package io.interp.dissect;

import static io.interp.dissect.CellScenes.AREA;
import static io.interp.dissect.CellScenes.CLASSES;
import static io.interp.dissect.CellScenes.MAPS;
import static io.interp.dissect.CellScenes.PIXELS;
import static io.interp.dissect.CellScenes.UNITS;
import static io.interp.dissect.CellScenes.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Progress;
import io.interp.core.Gan;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.core.measure.PaletteSegmenter;
import io.interp.core.measure.Segmenter;
import io.interp.dissect.segment.PartExpander;
import io.interp.testkit.contract.LeakAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DissectionStrategyTest {

    @TempDir
    private Path folder;

    private NDManager manager;
    private BlockGenerator generator;
    private PaletteSegmenter segmenter;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = CellScenes.generator(manager);
        segmenter = CellScenes.palette();
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private Dissection dissect(DissectionOptions options) {
        return new DissectionStrategy(segmenter, options).apply(Gan.of(generator));
    }

    @Test
    void unitsGetTheClassTheyDraw() {
        LayerDissection layer = dissect(small()).layer(MAPS);
        List<DissectedUnit> units = layer.units();
        assertThat(units.subList(0, 3).stream().map(unit -> unit.label().name()))
                .containsExactly("sky", "grass", "tree");
        assertThat(units.subList(0, 3)).allMatch(DissectedUnit::interpretable);
        assertThat(units.get(3).interpretable()).isFalse();
        assertThat(units.get(0).association().lift()).isGreaterThan(1.5);
        assertThat(layer.unitsOf("tree")).extracting(DissectedUnit::unit).containsExactly(2);
        assertThat(layer.ranking("tree", UnitMetric.IOU).top(1)).containsExactly(2);
        assertThat(layer.toString()).contains("3 of 5 units interpretable", "tree");
    }

    /** Three classes at every position, and trees that are one cell: the halves have half of its overlap. */
    @Test
    void halvesAreClassesOfTheirOwn() {
        PartExpander parts = PartExpander.of(segmenter, List.of("tree"));
        LayerDissection layer = new DissectionStrategy(parts, small().segmentation(PIXELS))
                .apply(Gan.of(generator))
                .layer(MAPS);
        long[] areas = new long[parts.labels().size()];
        for (int k = 0; k < areas.length; k++) {
            areas[k] = layer.association(2, k).classArea();
        }
        int top = parts.labels().indexOf("tree-t");
        assertThat(areas[3]).isEqualTo(40 * 16);
        for (int side = 0; side < 4; side++) {
            assertThat(areas[top + side]).isEqualTo(areas[3] / 2);
        }
        assertThat(layer.association(2, 3).total()).isEqualTo(40L * AREA);
        assertThat(layer.iou()[2][top]).isLessThan(layer.iou()[2][3]);
        assertThat(layer.summaries()).extracting(s -> s.label().name()).doesNotContain("none");
    }

    @Test
    void unitThatKnowsNothingHasChanceOverlap() {
        LayerDissection layer = dissect(small().samples(200)).layer(MAPS);
        Association pair = layer.association(3, 1);
        assertThat(pair.lift()).isBetween(0.9, 1.1);
        assertThat(pair.iqr()).isLessThan(0.01);
    }

    @Test
    void absentClassesAndConstantUnitsAreUndetermined() {
        LayerDissection layer = dissect(small()).layer(MAPS);
        ClassSummary river = layer.summaries().get(3);
        assertThat(river.label().name()).isEqualTo("river");
        assertThat(river.determined()).isFalse();
        assertThat(river.share()).isZero();
        assertThat(layer.ranking("river", UnitMetric.LIFT).scores()).containsOnly(0.0);
        for (double[] row : layer.iou()) {
            assertThat(row[4]).isZero();
        }
        assertThat(layer.iou()[4]).containsOnly(0.0);
        assertThat(layer.units().get(4).interpretable()).isFalse();
    }

    private static void assertSame(Dissection actual, Dissection expected) {
        assertThat(actual.layers()).hasSameSizeAs(expected.layers());
        for (int i = 0; i < actual.layers().size(); i++) {
            LayerDissection a = actual.layers().get(i);
            LayerDissection b = expected.layers().get(i);
            assertThat(a.thresholds()).isDeepEqualTo(b.thresholds());
            assertThat(a.iou()).isDeepEqualTo(b.iou());
            assertThat(a.iouLow()).isDeepEqualTo(b.iouLow());
            assertThat(a.iouHigh()).isDeepEqualTo(b.iouHigh());
            assertThat(a.units()).isEqualTo(b.units());
            assertThat(a.summaries()).isEqualTo(b.summaries());
        }
    }

    @Test
    void batchesDoNotMatter() {
        Dissection expected = dissect(small());
        for (int batch : new int[] {1, 7, 40, 64}) {
            assertSame(dissect(small().batch(batch)), expected);
        }
    }

    @Test
    void severalLayersInOnePassAreThoseAlone() {
        Dissection both = dissect(
                DissectionOptions.of(MAPS, "image").samples(40).bootstrap(30).examples(6));
        assertSame(new Dissection(both.origin(), both.options(), both.layers().subList(0, 1)), dissect(small()));
        assertThat(both.units()).hasSize(UNITS + 3);
        assertThat(both.summaries()).hasSize(CLASSES - 1);
    }

    @Test
    void givenLatentsAreUsedForEverything() {
        NDArray z = generator.latents().sample(manager, 1, 40);
        Dissection given =
                new DissectionStrategy(segmenter, small().samples(3)).latents(z).apply(Gan.of(generator));
        assertSame(given, dissect(small().seeds(1, 1)));
        float[] expected = z.get("7:8").toFloatArray();
        assertThat(given.latents(manager, generator, List.of(7L)).toFloatArray())
                .isEqualTo(expected);
        assertThat(dissect(small()).latents(manager, generator, List.of(7L)).toFloatArray())
                .isEqualTo(expected);
    }

    @Test
    void intervalsHoldTheOverlapAndShrinkWithImages() {
        LayerDissection few = dissect(small().samples(20).bootstrap(200)).layer(MAPS);
        LayerDissection many = dissect(small().samples(320).bootstrap(200)).layer(MAPS);
        double fewWidth = few.iouHigh()[0][1] - few.iouLow()[0][1];
        double manyWidth = many.iouHigh()[0][1] - many.iouLow()[0][1];
        assertThat(many.iou()[0][1]).isBetween(many.iouLow()[0][1], many.iouHigh()[0][1]);
        // 16 times the images: a quarter of the width, give or take what 20 images say about their own spread.
        assertThat(manyWidth / fewWidth).isBetween(0.12, 0.5);
        assertThat(dissect(small().bootstrap(0)).layer(MAPS).iouLow()[0][1]).isNaN();
    }

    @Test
    void topImagesAreThoseOfTheLargestPeaksLowerIndexFirst() {
        DissectedUnit tree = dissect(small()).units().get(2); // 1 in every image
        assertThat(tree.top()).extracting(DissectedUnit.TopImage::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(tree.top()).extracting(DissectedUnit.TopImage::activation).containsOnly(1.0);
    }

    /** Stops after a number of images, as Ctrl-C would. */
    private static final class Stop implements Progress {
        private long left;

        Stop(long images) {
            left = images;
        }

        @Override
        public void reset(String message, long max, String trailing) {}

        @Override
        public void start(long at) {}

        @Override
        public void end() {}

        @Override
        public void update(long at, String message) {}

        @Override
        public void increment(long done) {
            left -= done;
            if (left < 0) {
                throw new IllegalStateException("stopped");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 25, 38, 47, 65, 79, 95, 110})
    void interruptedWorkGoesOnWhereItWas(long images) {
        Path file = folder.resolve("dissection.safetensors");
        DissectionStrategy saving = new DissectionStrategy(segmenter, small()).checkpoint(file, 1);
        assertThatThrownBy(() -> saving.progress(new Stop(images)).apply(Gan.of(generator)))
                .hasMessage("stopped");
        assertThat(Files.exists(file)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DissectionStrategy(segmenter, small().seeds(2, 3))
                        .checkpoint(file, 1)
                        .apply(Gan.of(generator)))
                .withMessageContaining("other arguments");
        assertSame(saving.apply(Gan.of(generator)), dissect(small()));
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void savedDissectionsComeBack() {
        Path directory = folder.resolve("saved");
        Dissection dissection = new DissectionStrategy(segmenter, small().align(MAPS, Alignment.affine(4, 1.5)))
                .latents(generator.latents().sample(manager, 4, 12))
                .apply(Gan.of(generator));
        dissection.save(directory);
        dissection.save(directory); // in place of the older one
        Dissection back = Dissection.load(directory);
        assertSame(back, dissection);
        assertThat(back.options()).isEqualTo(dissection.options());
        assertThat(back.toString()).isEqualTo(dissection.toString());
        assertThat(back.layers().get(0).curve(1, 2))
                .isEqualTo(dissection.layers().get(0).curve(1, 2));
        assertThat(back.latents(manager, generator, List.of(3L)).toFloatArray())
                .isEqualTo(dissection.latents(manager, generator, List.of(3L)).toFloatArray());
        HostArray iou = Npy.read(directory.resolve("maps/iou.npy"));
        assertThat(iou.shape()).containsExactly(UNITS, CLASSES);
        assertThat(iou.toDoubles()[7]).isCloseTo(dissection.layers().get(0).iou()[1][2], within(0.0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dissection.load(folder))
                .withMessageContaining("dissection.json");
    }

    @Test
    void badInputIsRefusedBeforeWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dissect(DissectionOptions.of("map")))
                .withMessageContaining("near names: maps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DissectionStrategy(segmenter, small())
                        .latents(manager.zeros(new Shape(3, 4)))
                        .apply(Gan.of(generator)))
                .withMessageContaining("[N, 67]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DissectionStrategy(segmenter, small())
                        .thresholds(Map.of(MAPS, new double[] {1, 2}))
                        .apply(Gan.of(generator)))
                .withMessageContaining("5 units, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DissectionOptions.of())
                .withMessageContaining("one layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small().samples(0))
                .withMessageContaining("samples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdPolicy.parse("best"))
                .withMessageContaining("pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdPolicy.quantile(1))
                .withMessageContaining("share");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dissect(small()).layer(MAPS).ranking("skye", UnitMetric.IOU))
                .withMessageContaining("near names: sky");
        assertThatThrownBy(() -> dissect(small().thresholds(ThresholdPolicy.quantile(0.1)))
                        .layer(MAPS)
                        .curve(0, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void brokenWeightsAreNamed() {
        try (BlockGenerator broken = MappedGenerator.of(
                manager,
                LatentSpace.uniform(2),
                z -> MappedGenerator.cell(z, 6).div(0),
                y -> MappedGenerator.paint(MappedGenerator.squares(y, 2).mul(0)))) {
            assertThatThrownBy(() -> new DissectionStrategy(segmenter, small()).apply(Gan.of(broken)))
                    .isInstanceOf(InterpException.class)
                    .hasMessageContaining("layer 'maps'")
                    .hasMessageContaining("finite");
        }
    }

    /** A segmenter that names fewer classes than it gives. */
    private record Lying(Segmenter base) implements Segmenter {
        @Override
        public String name() {
            return "lying";
        }

        @Override
        public List<String> labels() {
            return List.of("none", "sky");
        }

        @Override
        public NDArray segment(NDArray images) {
            return base.segment(images);
        }

        @Override
        public void close() {}
    }

    @Test
    void segmenterWithTooFewLabelsIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DissectionStrategy(new Lying(segmenter), small()).apply(Gan.of(generator)))
                .withMessageContaining("2 classes");
    }

    @Test
    void memoryDoesNotGrow() {
        LeakAssertions.flat(manager, () -> dissect(small()), 2, 4);
    }
}
