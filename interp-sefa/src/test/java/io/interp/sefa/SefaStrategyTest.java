package io.interp.sefa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.sefa.NamedWeights.Matrix;
import io.interp.sefa.weight.NamedTensor;
import io.interp.sefa.weight.RgbStyles;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.drawn.DrawnGan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SefaStrategyTest {

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
    void plantedDirectionsComeBack() {
        PlantedGenerator planted = new PlantedGenerator(4, 12, 9, 8, 16, 0.1, 3);
        try (Generator generator = planted.generator(manager)) {
            Directions found = new SefaStrategy().normalise(Normalisation.NONE).apply(Gan.of(generator));
            double[][] truth = planted.directions();
            double[] scales = planted.scales();
            assertThat(found).hasSize(9);
            for (int i = 0; i < 9; i++) {
                // The planted weights are rounded to float32.
                assertThat(Math.sqrt(found.eigenvalues()[i])).isEqualTo(scales[i], within(1e-6));
                double[] angle =
                        PrincipalAngles.between(new double[][] {found.get(i).vector()}, new double[][] {truth[i]});
                assertThat(angle[0]).as("direction %s", i).isLessThan(1e-5);
            }
            double[] groups = PrincipalAngles.between(found.top(4).vectors(), Arrays.copyOf(truth, 4));
            assertThat(groups[3]).isLessThan(1e-6);
            assertThat(found.cameFrom(generator)).isTrue();
            assertThat(found.origin().tensors())
                    .singleElement()
                    .satisfies(t -> assertThat(t).startsWith(PlantedGenerator.AMPLITUDES));
        }
    }

    @Test
    void shareOfRowsOfLengthOneAddsUp() {
        try (Generator generator = DrawnGan.generator(manager)) {
            Directions found = new SefaStrategy().apply(generator);
            assertThat(found).hasSize(64);
            assertThat(found.origin().rows()).isEqualTo(128 * 16);
            assertThat(Arrays.stream(found.eigenvalues()).sum()).isEqualTo(128 * 16, within(1e-8));
            assertThat(found.top(5).toString())
                    .contains("5 directions of dcgan32 in Z (64), rows, from sefa layers [0]: 2048 rows")
                    .contains("direction 4")
                    .doesNotContain("direction 5");
        }
    }

    @Test
    void layersThatAreFactorisedAreThoseThatMove() {
        try (Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            Directions found = new SefaStrategy().layers("2-3").apply(generator);
            assertThat(found.space()).isEqualTo(CodeSpace.wPlus(6, 6));
            assertThat(found.get(0).layers()).containsExactly(2, 3);
            assertThat(found.origin().codeLayer()).contains("truncation");
            CodePath path = CodePath.of(generator, found);
            NDArray z = generator.latents().sample(manager, 0, 4);
            NDArray still = generator.generate(z); // [4, 1, 8, 8], a row for each style
            assertThat(bits(path.images(z, path.codes(z)))).isEqualTo(bits(still));
            assertThat(bits(path.images(z, DirectionEdit.of(found.get(0), 0)))).isEqualTo(bits(still));
            NDArray moved = path.images(z, DirectionEdit.of(found.get(0), 2));
            // Styles in the order of the block: layers 0 to 4, then colours of codes 1, 3 and 5.
            List<Integer> codes = List.of(0, 1, 2, 3, 4, 1, 3, 5);
            for (int row = 0; row < codes.size(); row++) {
                boolean changes = codes.get(row) == 2 || codes.get(row) == 3;
                boolean same = bits(moved.get(":,:," + row)).equals(bits(still.get(":,:," + row)));
                assertThat(same).as("row %s of code %s", row, codes.get(row)).isEqualTo(!changes);
            }
        }
    }

    /** Of two styles with planted weights, each layer's first direction is the one that is planted there. */
    @Test
    void eachBandHasItsOwnDirections() {
        try (Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            for (int layer = 0; layer < 5; layer++) {
                float[] weights = new float[8 * 6];
                for (int row = 0; row < 8; row++) {
                    weights[row * 6 + layer] = 0.1f + 0.01f * row;
                    weights[row * 6 + 5] = row % 2 == 0 ? 0.01f : -0.01f;
                }
                String name = "synthesis.layer" + layer + ".style.weight";
                generator.parameters().get(name).set(weights);
            }
            for (int layer = 0; layer < 5; layer++) {
                Directions found = new SefaStrategy()
                        .layers(Integer.toString(layer))
                        .normalise(Normalisation.NONE)
                        .apply(generator);
                assertThat(Math.abs(found.get(0).vector()[layer])).isGreaterThan(0.99);
            }
            Directions w = new SefaStrategy().codesFrom("mapping").layers("0").apply(generator);
            assertThat(w.space()).isEqualTo(CodeSpace.w(6));
            NDArray z = generator.latents().sample(manager, 0, 2);
            NDArray change = CodePath.of(generator, w)
                    .images(z, DirectionEdit.of(w.get(0), 1))
                    .sub(generator.generate(z));
            assertThat(change.abs().sum(new int[] {0, 1, 3}).min().getFloat())
                    .as("a code of W reaches every layer")
                    .isPositive();
            Directions z0 = new SefaStrategy().space(CodeSpace.Kind.Z).apply(generator);
            assertThat(z0.origin().tensors()).containsExactly("mapping.dense.weight");
        }
    }

    @Test
    void stylesOfColoursAreChosen() {
        try (Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            assertThat(new SefaStrategy().apply(generator).origin().rows()).isEqualTo(6 * 8);
            assertThat(new SefaStrategy()
                            .rgbStyles(RgbStyles.NONE)
                            .apply(generator)
                            .origin()
                            .layers())
                    .containsExactly(0, 1, 2, 3, 4);
            assertThat(new SefaStrategy()
                            .rgbStyles(RgbStyles.ALL)
                            .apply(generator)
                            .origin()
                            .rows())
                    .isEqualTo(8 * 8);
        }
    }

    @Test
    void chunksAreFactorisedOnTheirOwnOrTogether() {
        List<Matrix> matrices = List.of(
                new Matrix("linear.weight", 2, 0, 0, 2),
                new Matrix("blocks.0.0.bn1.gain.weight", 5, 3, 2, 2),
                new Matrix("blocks.1.0.bn2.gain.weight", 5, 3, 4, 2));
        try (Generator generator =
                NamedWeights.generator(manager, 6, stages -> stages.put("g", new NamedWeights(matrices)))) {
            Directions chunk = new SefaStrategy().layers("1").apply(generator);
            assertThat(chunk).hasSize(2);
            for (Direction direction : chunk) {
                double[] n = direction.vector();
                assertThat(new double[] {n[0], n[1], n[4], n[5]}).containsOnly(0);
            }
            NDArray z = generator.latents().sample(manager, 0, 3);
            NDArray change = generator
                    .generate(chunk.get(0).shift(Codes.z(z), 1).values())
                    .sub(generator.generate(z))
                    .abs()
                    .sum(new int[] {0, 1, 3});
            assertThat(change.toFloatArray()[0]).isZero();
            assertThat(change.toFloatArray()[1]).isPositive();
            assertThat(change.toFloatArray()[2]).isZero();
            assertThat(new SefaStrategy().apply(generator)).hasSize(6);
        }
    }

    @Test
    void truncationComesBeforeTheStep() {
        try (Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            CodePath plain = CodePath.through(generator, "truncation");
            Truncation none = Truncation.measured(plain, 0, 6, 1, 500);
            NDArray z = generator.latents().sample(manager, 0, 3);
            Codes mean = plain.truncated(none).codes(z);
            assertThat(mean.values().get("0").toFloatArray())
                    .containsExactly(mean.values().get("2").toFloatArray());
            // The mean of a linear mapping of normal latents is 0 up to the error of 500 samples.
            assertThat(mean.values().abs().max().getFloat()).isLessThan(0.2f);

            Truncation half = new Truncation(0.5, 2, none.mean());
            CodePath path = plain.truncated(half);
            Codes drawn = path.codes(z);
            NDArray full = plain.codes(z).values();
            NDArray expected =
                    full.get(":,0").add(none.mean().toNDArray(manager)).div(2);
            assertThat(drawn.values().get(":,1").sub(expected).abs().max().getFloat())
                    .isLessThan(1e-6f);
            assertThat(bits(drawn.values().get(":,2"))).isEqualTo(bits(full.get(":,2")));
            Direction direction = Direction.of("n", path.space(), List.of(0), 1, 0, 0, 0, 0, 0);
            NDArray step = direction.shift(drawn, 3).values().sub(drawn.values());
            assertThat(step.get("0,0,0").getFloat()).isEqualTo(3, within(1e-6f));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CodePath.latents(generator).truncated(half))
                    .withMessageContaining("Z (6)");
        }
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        try (Generator generator = DrawnGan.generator(manager)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SefaStrategy().layers("1").apply(generator))
                    .withMessageContaining("only layer 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SefaStrategy().top(65).apply(generator))
                    .withMessageContaining("1 to 64");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SefaStrategy().top(0))
                    .withMessageContaining("at least 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SefaStrategy().codesFrom("layer1").apply(generator))
                    .withMessageContaining("layer1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SefaStrategy().space(CodeSpace.Kind.W).apply(generator))
                    .withMessageContaining("Z (64)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SefaStrategy()
                            .tensors(List.of(NamedTensor.of("nothing")))
                            .apply(generator))
                    .withMessageContaining("near names");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Normalisation.parse("row"))
                    .withMessageContaining("rows, none, frobenius");
        }
    }

    private static List<Byte> bits(NDArray array) {
        byte[] bytes = new byte[HostArray.copyOf(array).bytes().remaining()];
        HostArray.copyOf(array).bytes().get(bytes);
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        return List.of(boxed);
    }
}
