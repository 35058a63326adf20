package io.interp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Edit;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.testkit.contract.LeakAssertions;
import io.interp.testkit.drawn.DrawnGan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtefactGeneratorTest {

    private static final long OTHER_LATENTS = 77;
    private static final int N = 16;
    private static final int PIXELS = 32 * 32;

    private NDManager manager;
    private Generator untouched;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        untouched = DrawnGan.generator(manager);
    }

    @AfterEach
    void close() {
        untouched.close();
        manager.close();
    }

    private NDArray latents(int count) {
        return untouched.latents().sample(manager, OTHER_LATENTS, count);
    }

    private ArtefactGenerator planted(String layer, double share, long seed) {
        return PlantedArtefact.find(untouched, layer, share, seed).plant(untouched.copy());
    }

    private static Layer layerOf(ArtefactGenerator generator) {
        return generator.layers().named(generator.artefact().layer());
    }

    @ParameterizedTest
    @CsvSource({"layer2, 0.3, 1", "layer3, 0.2, 2", "layer4, 0.5, 3"})
    void appearsInTheShareOfImagesAskedFor(String layer, double share, long seed) {
        int count = 400;
        try (ArtefactGenerator generator = planted(layer, share, seed)) {
            NDArray z = latents(count);
            float[] before = untouched.generate(z).toFloatArray();
            float[] after = generator.generate(z).toFloatArray();
            float[] patch = generator.patch(z).toFloatArray();
            int shown = 0;
            int strayed = 0;
            double worst = 0;
            for (int n = 0; n < count; n++) {
                boolean seen = false;
                for (int p = 0; p < PIXELS; p++) {
                    float cover = patch[n * PIXELS + p];
                    seen |= cover > 0;
                    strayed += cover >= 0 && cover <= 1 ? 0 : 1;
                    for (int c = 0; c < 3; c++) {
                        int i = (n * 3 + c) * PIXELS + p;
                        float colour = c == 1 ? -1 : 1;
                        worst = Math.max(worst, Math.abs(after[i] - before[i] - cover * (colour - before[i])));
                        strayed += cover == 0 && after[i] != before[i] ? 1 : 0;
                    }
                }
                shown += seen ? 1 : 0;
            }
            assertThat(strayed).isZero();
            assertThat(worst).isLessThan(1e-6);
            // Four standard errors, of the 512 images the threshold was set on and of these.
            double error = Math.sqrt(share * (1 - share) * (1.0 / 512 + 1.0 / count));
            assertThat(shown / (double) count).isCloseTo(share, within(4 * error));
        }
    }

    @Test
    void ablatingTheUnitRestoresEveryImageAndNoOtherUnitDoes() {
        try (ArtefactGenerator generator = planted("layer3", 0.4, 5)) {
            NDArray z = latents(64);
            int unit = generator.artefact().unit();
            Layer layer = layerOf(generator);
            float[] before = untouched.generate(z).toFloatArray();
            float[] broken = generator.generate(z).toFloatArray();
            Edit repair = Edit.ablate(layer, unit);
            float[] repaired = generator.run(z, repair.toHook(manager)).images().toFloatArray();
            assertThat(broken).isNotEqualTo(before);
            assertThat(repaired).isEqualTo(before);

            double damage = distance(broken, before);
            for (int other = 0; other < layer.units(); other += 7) {
                if (other != unit) {
                    Edit edit = Edit.ablate(layer, other);
                    float[] edited =
                            generator.run(z, edit.toHook(manager)).images().toFloatArray();
                    assertThat(distance(edited, before)).as("unit %d", other).isGreaterThan(0.9 * damage);
                }
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return sum;
    }

    @Test
    void theUnitIsWhatTheFormulaSaysAndTheOthersAreUntouched() {
        try (ArtefactGenerator generator = planted("layer2", 0.5, 6)) {
            PlantedArtefact artefact = generator.artefact();
            NDArray z = latents(N);
            float[] y = untouched.activation(z, "layer2", Pass.INFERENCE).toFloatArray();
            float[] joined = generator.activation(z, "layer2", Pass.INFERENCE).toFloatArray();
            int area = 8 * 8;
            int units = y.length / N / area;
            assertThat(layerOf(generator).outputShape()).isEqualTo(new Shape(units + 1, 8, 8));
            double fired = 0;
            for (int n = 0; n < N; n++) {
                for (int p = 0; p < area; p++) {
                    for (int u = 0; u < units; u++) {
                        int place = u < artefact.unit() ? u : u + 1;
                        assertThat(joined[(n * (units + 1) + place) * area + p])
                                .isEqualTo(y[(n * units + u) * area + p]);
                    }
                    double sum = -artefact.threshold();
                    for (PlantedArtefact.Source source : artefact.sources()) {
                        sum += source.weight() * y[(n * units + source.unit()) * area + p];
                    }
                    double expected = artefact.gain() * Math.max(0, sum);
                    double got = joined[(n * (units + 1) + artefact.unit()) * area + p];
                    assertThat(got).isCloseTo(expected, within(1e-4));
                    fired += got;
                }
            }
            assertThat(fired).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "20", "48"})
    void hooksSeeOneMoreUnitWhereverItStands(int place) {
        PlantedArtefact found = PlantedArtefact.find(untouched, "layer3", 0.5, 7);
        PlantedArtefact artefact =
                new PlantedArtefact("layer3", place, found.sources(), found.threshold(), found.gain(), found.colour());
        try (ArtefactGenerator generator = artefact.plant(untouched.copy())) {
            NDArray z = latents(N);
            Run run = generator.run(
                    z,
                    LayerHook.capture("image", "whole"),
                    LayerHook.capture("layer2"),
                    LayerHook.capture("layer3", "before"),
                    Edit.ablate(layerOf(generator), place).toHook(manager),
                    LayerHook.capture("layer3", "after"));
            assertThat(run.activations().keySet()).containsExactly("whole", "layer2", "before", "after");
            float[] images = run.images().toFloatArray();
            assertThat(images).isEqualTo(untouched.generate(z).toFloatArray());
            assertThat(run.activation("whole").toFloatArray()).isEqualTo(images);
            NDArray before = run.activation("before");
            assertThat(before.toFloatArray())
                    .isEqualTo(generator.activation(z, "layer3", Pass.INFERENCE).toFloatArray());
            assertThat(run.activation("after").get(":, {}", place).sum().getFloat())
                    .isZero();
            assertThat(generator.resume(z, "layer3", before).toFloatArray())
                    .isEqualTo(generator.generate(z).toFloatArray());
            NDArray silent = run.activation("after");
            assertThat(generator.resume(z, "layer3", silent).toFloatArray()).isEqualTo(images);
        }
    }

    @Test
    void editsOfOtherUnitsAndLayersAreThoseOfTheUntouchedGenerator() {
        try (ArtefactGenerator generator = planted("layer3", 0.3, 8)) {
            PlantedArtefact artefact = generator.artefact();
            NDArray z = latents(N);
            Layer layer = layerOf(generator);
            int unit = 11;
            int place = unit < artefact.unit() ? unit : unit + 1;
            Edit both = Edit.ablate(layer, place, artefact.unit());
            Edit one = Edit.ablate(untouched.layers().named("layer3"), unit);
            Edit late = Edit.insert(untouched.layers().named("layer4"), 1.5, 3);
            assertThat(generator
                            .run(z, both.toHook(manager), late.toHook(manager))
                            .images()
                            .toFloatArray())
                    .isEqualTo(untouched
                            .run(z, one.toHook(manager), late.toHook(manager))
                            .images()
                            .toFloatArray());
        }
    }

    @Test
    void gradientsReachTheUnit() {
        try (ArtefactGenerator generator = planted("layer3", 0.6, 9)) {
            int units = layerOf(generator).units();
            NDArray z = latents(N);
            try (GradScope on = GradScope.on()) {
                NDArray alpha = manager.zeros(new Shape(1, units, 1, 1));
                alpha.setRequiresGradient(true);
                LayerHook blend = LayerHook.blend("layer3", alpha, manager.zeros(new Shape(1, units, 1, 1)));
                Run run = generator.run(z, Pass.DIFFERENTIABLE, List.of(blend));
                NDArray green = run.images().get(":, 1");
                float[] slope = Gradients.of(green.sum(), List.of(alpha)).get(0).toFloatArray();
                // Less of the unit is less magenta, so more green; saturated places do not take part.
                assertThat(slope[generator.artefact().unit()]).isPositive();
            }
        }
    }

    @Test
    void copiesAndRectifiedOnesKeepTheArtefact() {
        try (ArtefactGenerator generator = planted("layer3", 0.3, 10);
                Generator copy = generator.copy();
                Generator rectified = generator.rectified("layer3");
                Generator image = generator.rectified("image")) {
            NDArray z = latents(N);
            float[] images = generator.generate(z).toFloatArray();
            assertThat(copy.generate(z).toFloatArray()).isEqualTo(images);
            // The layer ends with a rectifier already.
            assertThat(rectified.generate(z).toFloatArray()).isEqualTo(images);
            float[] positive = image.generate(z).toFloatArray();
            for (int i = 0; i < images.length; i++) {
                assertThat(positive[i]).isEqualTo(Math.max(0, images[i]));
            }
            assertThat(copy.fingerprint()).isEqualTo(generator.fingerprint());
            assertThat(image.fingerprint()).isNotEqualTo(generator.fingerprint());
            assertThat(generator.fingerprint()).isNotEqualTo(untouched.fingerprint());
        }
    }

    @Test
    void theSeedDecides() {
        PlantedArtefact first = PlantedArtefact.find(untouched, "layer3", 0.25, 1);
        assertThat(PlantedArtefact.find(untouched, "layer3", 0.25, 1)).isEqualTo(first);
        assertThat(PlantedArtefact.find(untouched, "layer3", 0.25, 2)).isNotEqualTo(first);
    }

    @Test
    void leavesNothingBehind() {
        try (ArtefactGenerator generator = planted("layer3", 0.3, 12)) {
            NDArray z = latents(4);
            LeakAssertions.flat(
                    manager,
                    () -> {
                        try (NDManager scope = manager.newSubManager()) {
                            NDArray mine = z.duplicate();
                            mine.attach(scope);
                            generator.run(mine, LayerHook.capture("layer3")).images();
                        }
                    },
                    20,
                    30);
        }
    }

    @Test
    void refusesWhatDoesNotFit(@org.junit.jupiter.api.io.TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlantedArtefact.find(untouched, "image", 0.3, 1))
                .withMessageContaining("before the last");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlantedArtefact.find(untouched, "layer9", 0.3, 1))
                .withMessageContaining("layer9");
        for (double share : new double[] {0, 0.95, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlantedArtefact.find(untouched, "layer3", share, 1))
                    .withMessageContaining("got " + share);
        }
        PlantedArtefact found = PlantedArtefact.find(untouched, "layer3", 0.3, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PlantedArtefact("layer3", 99, found.sources(), 0, 1, found.colour()).plant(untouched))
                .withMessageContaining("got 99");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlantedArtefact(
                                "layer3", 0, List.of(new PlantedArtefact.Source(400, 1)), 0, 1, found.colour())
                        .plant(untouched))
                .withMessageContaining("got source 400");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PlantedArtefact("layer3", 0, found.sources(), 0, 1, List.of(1.0)).plant(untouched))
                .withMessageContaining("3 channels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlantedArtefact("layer3", 0, found.sources(), 0, 0, found.colour()))
                .withMessageContaining("gain");
        try (ArtefactGenerator generator = found.plant(untouched.copy())) {
            assertThatExceptionOfType(InterpException.class)
                    .isThrownBy(() -> generator.save(folder.resolve("saved")))
                    .withMessageContaining("plant it again");
        }
    }
}
