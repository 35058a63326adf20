package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.tensor.Draws;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the equations say in closed form about codes, styles, modulation and sums. */
class StyleCodesTest {

    private static final StyleGan STYLEGAN = (StyleGan) ReferenceNetworks.STYLEGAN.network();
    private static final StyleGan2 STYLEGAN2 = (StyleGan2) ReferenceNetworks.STYLEGAN2.network();

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void psiZeroGivesTheAverageImageForAllLatents() {
        StateDict weights = ReferenceNetworks.STYLEGAN.stateDict();
        try (Generator average = STYLEGAN.truncated(0, 99).open(manager, weights);
                Generator average2 =
                        STYLEGAN2.truncated(0, 99).open(manager, ReferenceNetworks.STYLEGAN2.stateDict())) {
            for (Generator gan : List.of(average, average2)) {
                NDArray images = gan.generate(gan.latents().sample(manager, 3, 4));
                for (int i = 1; i < 4; i++) {
                    assertThat(distance(images.get(i), images.get(0))).isLessThan(1e-5);
                }
                NDArray mean = gan.state().get("truncation.w_avg");
                NDArray codes = gan.activation(gan.latents().sample(manager, 3, 1), StyleGan.CODES, Pass.INFERENCE);
                for (int layer = 0; layer < 6; layer++) {
                    assertThat(codes.get(0, layer)).isEqualTo(mean);
                }
            }
        }
    }

    @Test
    void truncationIsTheStatedLineInTheStatedLayers() {
        try (Generator whole = STYLEGAN2.truncated(1, 0).open(manager, ReferenceNetworks.STYLEGAN2.file());
                Generator part = STYLEGAN2.truncated(-0.25, 3).open(manager, ReferenceNetworks.STYLEGAN2.file())) {
            NDArray z = whole.latents().sample(manager, 1, 2);
            NDArray w = whole.activation(z, StyleGan2.MAPPING, Pass.INFERENCE);
            NDArray mean = whole.state().get("truncation.w_avg");
            NDArray opposite = mean.sub(w.sub(mean).mul(0.25));
            NDArray codes = whole.activation(z, StyleGan2.CODES, Pass.INFERENCE);
            NDArray truncated = part.activation(z, StyleGan2.CODES, Pass.INFERENCE);
            for (int layer = 0; layer < 6; layer++) {
                NDIndex at = new NDIndex(":, {}", layer);
                assertThat(codes.get(at)).isEqualTo(w);
                assertThat(distance(truncated.get(at), layer < 3 ? opposite : w))
                        .isLessThan(1e-6);
            }
        }
    }

    @Test
    void codesAreAllThatSynthesisNeeds() {
        for (ReferenceNetworks reference : List.of(ReferenceNetworks.STYLEGAN, ReferenceNetworks.STYLEGAN2)) {
            try (Generator gan = reference.network().open(manager, reference.file())) {
                NDArray one = gan.latents().sample(manager, 1, 2);
                NDArray other = gan.latents().sample(manager, 2, 2);
                NDArray codes = gan.activation(one, StyleGan.CODES, Pass.INFERENCE);
                assertThat(gan.resume(other, StyleGan.CODES, codes)).isEqualTo(gan.generate(one));
            }
        }
    }

    @Test
    void anEditOfOneCodeMovesTheLayersThatReadItAndWhatFollows() {
        try (Generator gan = STYLEGAN2.open(manager, ReferenceNetworks.STYLEGAN2.file())) {
            NDArray z = gan.latents().sample(manager, 1, 1);
            NDArray shift = manager.zeros(new Shape(1, 6, 6));
            shift.set(new NDIndex("0, 3"), Draws.normal(manager, Draws.stream(4), new Shape(6)));
            List<String> layers = gan.layers().names();
            LayerHook[] watch = layers.stream().map(LayerHook::capture).toArray(LayerHook[]::new);
            Run before = gan.run(z, watch);
            Run after = gan.run(
                    z,
                    Stream.concat(Stream.of(LayerHook.apply(StyleGan2.CODES, c -> c.add(shift))), Stream.of(watch))
                            .toArray(LayerHook[]::new));
            List<String> moved = layers.stream()
                    .filter(layer -> !after.activation(layer).equals(before.activation(layer)))
                    .toList();
            assertThat(moved)
                    .containsExactly(
                            "truncation",
                            "synthesis.output1.style",
                            "synthesis.output1",
                            "synthesis.layer3.style",
                            "synthesis.layer3",
                            "synthesis.layer4",
                            "synthesis.output2",
                            "synthesis");
        }
    }

    @Test
    void demodulatedWeightsHaveUnitNorm() {
        NDArray style = Draws.normal(manager, Draws.stream(1), new Shape(3, 4)).mul(5);
        NDArray w = Draws.normal(manager, Draws.stream(2), new Shape(6, 4, 3, 3));
        NDArray roots = ModulatedConvolution.roots(style, w); // [3, 6]
        for (int n = 0; n < 3; n++) {
            NDArray own =
                    w.mul(style.get(n).reshape(1, 4, 1, 1)).div(roots.get(n).reshape(6, 1, 1, 1));
            for (float square : own.square().reshape(6, -1).sum(new int[] {1}).toFloatArray()) {
                assertThat(square).isCloseTo(1, within(1e-5f));
            }
        }
    }

    @Test
    void theSizeOfStylesIsDividedOutOfModulatedLayers() {
        try (Generator gan = STYLEGAN2.open(manager, ReferenceNetworks.STYLEGAN2.file())) {
            NDArray z = gan.latents().sample(manager, 1, 2);
            for (String layer : List.of("synthesis.layer0", "synthesis.layer1", "synthesis.layer4")) {
                Run plain = gan.run(z, LayerHook.capture(layer));
                Run scaled = gan.run(z, LayerHook.apply(layer + ".style", s -> s.mul(7)), LayerHook.capture(layer));
                assertThat(distance(scaled.activation(layer), plain.activation(layer)))
                        .isLessThan(1e-5);
            }
            NDArray doubled = gan.run(
                            z,
                            LayerHook.apply("synthesis.output2.style", s -> s.mul(2)),
                            LayerHook.capture("synthesis.output2"))
                    .activation("synthesis.output2");
            NDArray bias = gan.state().get("synthesis.output2.bias").reshape(1, 3, 1, 1);
            NDArray once = gan.activation(z, "synthesis.output2", Pass.INFERENCE);
            assertThat(distance(doubled.sub(bias), once.sub(bias).mul(2))).isLessThan(1e-5);
        }
    }

    @Test
    void theImageIsTheSumOfDoubledOutputs() {
        try (Generator gan = STYLEGAN2.open(manager, ReferenceNetworks.STYLEGAN2.file())) {
            NDArray z = gan.latents().sample(manager, 1, 2);
            NDArray image = gan.generate(z);
            NDArray last = gan.activation(z, "synthesis.output2", Pass.INFERENCE);
            NDArray rest =
                    gan.resume(z, "synthesis.output2", last.zerosLike()); // what the coarser resolutions contribute
            assertThat(distance(rest.add(last), image)).isLessThan(1e-5);
            NDArray flat = manager.full(new Shape(2, 3, 4, 4), 0.5f);
            NDArray doubled = gan.run(
                            z,
                            LayerHook.replace("synthesis.output0", flat),
                            LayerHook.replace("synthesis.output1", manager.zeros(new Shape(2, 3, 8, 8))),
                            LayerHook.replace("synthesis.output2", last.zerosLike()))
                    .images();
            assertThat(doubled.get(":, :, 6:10, 6:10").sub(0.5f).abs().max().getFloat())
                    .as("the filters keep the brightness away from the edges")
                    .isLessThan(1e-6f);
        }
    }

    @Test
    void pgganDoesNotSeeTheLengthOfLatents() {
        try (Generator gan = ReferenceNetworks.PGGAN.network().open(manager, ReferenceNetworks.PGGAN.file())) {
            NDArray z = gan.latents().sample(manager, 1, 4);
            NDArray images = gan.generate(z);
            for (double length : new double[] {0.1, 3, 50}) {
                assertThat(distance(gan.generate(z.mul(length)), images)).isLessThan(1e-4);
            }
            assertThat(distance(gan.generate(z.neg()), images)).isGreaterThan(0.1);
            NDArray squares =
                    gan.activation(z, Pggan.NORMALISED, Pass.INFERENCE).square().mean(new int[] {1});
            assertThat(distance(squares, squares.onesLike())).isLessThan(1e-5);
        }
    }

    @Test
    void styledLayersHaveTheMeanAndSpreadOfTheirStyles() {
        try (Generator gan = STYLEGAN.open(manager, ReferenceNetworks.STYLEGAN.file())) {
            NDArray z = gan.latents().sample(manager, 1, 3);
            for (int index = 0; index < STYLEGAN.codes(); index++) {
                String layer = "synthesis.layer" + index;
                NDArray maps = gan.activation(z, layer, Pass.INFERENCE);
                long units = maps.getShape().get(1);
                NDArray style = gan.activation(z, layer + ".style", Pass.INFERENCE); // [N, 2C]
                NDArray flat = maps.reshape(3, units, -1);
                NDArray mean = flat.mean(new int[] {2});
                NDArray spread = flat.sub(mean.expandDims(2))
                        .square()
                        .mean(new int[] {2})
                        .sqrt();
                assertThat(distance(mean, style.get(":, " + units + ":"))).isLessThan(1e-4);
                assertThat(distance(spread, style.get(":, :" + units).add(1).abs()))
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void affineWeightsAreNamedByCode() {
        assertThat(STYLEGAN2.affineOf(0)).isEqualTo("synthesis.layer0.style.weight");
        assertThat(STYLEGAN2.affineOf(4)).isEqualTo("synthesis.layer4.style.weight");
        assertThat(STYLEGAN2.affineOf(5)).isEqualTo("synthesis.output2.style.weight");
        assertThat(STYLEGAN.affineOf(5)).isEqualTo("synthesis.layer5.style.weight");
        for (PublishedNetwork network : List.of(STYLEGAN, STYLEGAN2)) {
            try (Generator gan = network.generator(manager, 0)) {
                Map<String, NDArray> weights = gan.parameters();
                for (int code = 0; code < 6; code++) {
                    String name = network instanceof StyleGan g ? g.affineOf(code) : STYLEGAN2.affineOf(code);
                    assertThat(weights.get(name).getShape().get(1)).isEqualTo(6);
                }
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STYLEGAN2.affineOf(6))
                .withMessageContaining("0 to 5");
        assertThatIllegalArgumentException().isThrownBy(() -> STYLEGAN.affineOf(-1));
    }

    @Test
    void bandsAreThoseOfThePaper() {
        assertThat(LayerBand.BOTTOM.indices(18)).containsExactly(0, 1);
        assertThat(LayerBand.MIDDLE.indices(18)).containsExactly(2, 3, 4, 5);
        assertThat(LayerBand.TOP.indices(14)).containsExactly(6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(LayerBand.TOP.indices(6)).isEmpty();
        assertThat(LayerBand.MIDDLE.indices(4)).containsExactly(2, 3);
        assertThat(StyleGan.of(256).codes()).isEqualTo(14);
        assertThat(StyleGan2.of(1024).codes()).isEqualTo(18);
    }

    @Test
    void trainingMovesTheAverageCode() {
        try (Generator gan = STYLEGAN.truncated(1, 0).open(manager, ReferenceNetworks.STYLEGAN.file())) {
            NDArray z = gan.latents().sample(manager, 1, 8);
            NDArray before = gan.state().get("truncation.w_avg").duplicate();
            NDArray batch = gan.activation(z, StyleGan.MAPPING, Pass.INFERENCE).mean(new int[] {0});
            gan.generate(z);
            assertThat(gan.state().get("truncation.w_avg")).isEqualTo(before);
            gan.run(z, Pass.TRAINING, List.of());
            NDArray expected = before.mul(0.995).add(batch.mul(0.005));
            assertThat(distance(gan.state().get("truncation.w_avg"), expected)).isLessThan(1e-6);
        }
    }

    private static double distance(NDArray a, NDArray b) {
        float most = a.sub(b).abs().max().getFloat();
        return Float.isNaN(most) ? Double.POSITIVE_INFINITY : most;
    }
}
