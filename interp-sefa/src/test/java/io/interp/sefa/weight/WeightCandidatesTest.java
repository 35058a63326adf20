package io.interp.sefa.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.TensorOps;
import io.interp.core.torchscript.TorchScriptGenerator;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.LayerSelector;
import io.interp.sefa.NamedWeights;
import io.interp.sefa.NamedWeights.Matrix;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.contract.SharedModels;
import io.interp.testkit.drawn.DrawnGan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightCandidatesTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "celeba32_dcgan_fletcher/generator.traced.pt, 1.weight, TRANSPOSED_CONVOLUTION, 4096, 100",
        "celeba32_dcgan_fletcher/generator.scripted.pt, net.1.weight, TRANSPOSED_CONVOLUTION, 4096, 100",
        "anime64_dcgan_darth/generator.traced.pt, 0.weight, LINEAR, 2048, 128",
        "anime64_dcgan_darth/generator.scripted.pt, net.0.weight, LINEAR, 2048, 128",
        "fashion28_dcgan_aman/generator.scripted.pt, net.1.weight, TRANSPOSED_CONVOLUTION, 6272, 100",
        "mnist28_dcgan_dennis/generator.traced.pt, 1.weight, TRANSPOSED_CONVOLUTION, 2048, 100",
        "mnist28_dcgan_dennis/generator.scripted.pt, net.1.weight, TRANSPOSED_CONVOLUTION, 2048, 100"
    })
    void publishedGeneratorsNeedNoOptions(String model, String tensor, WeightKind kind, int rows, int latents) {
        try (Generator generator = TorchScriptGenerator.load(SharedModels.require(model), manager)) {
            WeightCandidates found = WeightCandidates.of(generator);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).tensor()).isEqualTo(tensor);
            assertThat(found.get(0).kind()).isEqualTo(kind);
            assertThat(found.space()).isEqualTo(CodeSpace.z(latents));
            AffineWeights weights = found.get(0).read(generator);
            assertThat(weights.rows()).isEqualTo(rows);
            assertThat(weights.columns()).isEqualTo(latents);
        }
    }

    @Test
    void blocksNeedNoOptions() {
        try (Generator drawn = DrawnGan.generator(manager);
                Generator dcgan = new Dcgan(12, 16, 1, 12, 4).generator(manager, 0);
                Generator planted = PlantedGenerator.of(3, 12).generator(manager)) {
            assertThat(WeightCandidates.of(drawn).get(0).kind()).isEqualTo(WeightKind.TRANSPOSED_CONVOLUTION);
            assertThat(WeightCandidates.of(drawn).get(0).rows()).isEqualTo(128 * 16);
            // As many filters as latents: the shape alone would not tell inputs from outputs.
            WeightCandidate square = WeightCandidates.of(dcgan).get(0);
            assertThat(square.shape()).isEqualTo(new Shape(12, 12, 4, 4));
            assertThat(square.kind()).isEqualTo(WeightKind.TRANSPOSED_CONVOLUTION);
            assertThat(WeightCandidates.of(planted).get(0).kind()).isEqualTo(WeightKind.LINEAR);
            assertThat(WeightCandidates.of(planted).get(0).why()).contains("first weight that takes the 5 latents");
        }
    }

    /** Whatever its kind, A z holds the same numbers as the layer's own output for latents z and a bias of 0. */
    @ParameterizedTest
    @CsvSource({"LINEAR", "CONVOLUTION", "TRANSPOSED_CONVOLUTION"})
    void theMatrixIsTheAffineStep(WeightKind kind) {
        int d = 5;
        NDArray z = Draws.normal(manager, Draws.stream(3), new Shape(2, d));
        NDArray column = z.reshape(2, d, 1, 1);
        NDArray weight;
        NDArray output;
        switch (kind) {
            case LINEAR -> {
                weight = Draws.normal(manager, Draws.stream(4), new Shape(7, d));
                output = z.matMul(weight.transpose());
            }
            case CONVOLUTION -> {
                weight = Draws.normal(manager, Draws.stream(4), new Shape(7, d, 4, 4));
                // A kernel of 4 with padding 3 on one pixel, as in PGGAN: output [N, 7, 4, 4], every tap used once.
                NDArray padded = manager.zeros(new Shape(2, d, 7, 7));
                padded.set(new NDIndex(":,:,3:4,3:4"), column);
                output = Conv2d.conv2d(padded, weight).singletonOrThrow();
            }
            default -> {
                weight = Draws.normal(manager, Draws.stream(4), new Shape(d, 7, 4, 4));
                output = TensorOps.convTranspose2d(column, weight, null, 1, 0, 0);
            }
        }
        AffineWeights a = AffineWeights.of(0, "w", kind, weight);
        NDArray matrix = a.toNDArray(manager).toType(DataType.FLOAT32, true);
        NDArray rows = z.matMul(matrix.transpose()); // [N, rows]
        float[] expected = output.reshape(2, -1).sort(1).toFloatArray();
        assertThat(rows.sort(1).toFloatArray()).containsExactly(expected, within(1e-5f));
    }

    @Test
    void stylesOfAStyleGanAreFound() {
        try (Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            WeightCandidates found = WeightCandidates.of(generator);
            assertThat(found.space()).isEqualTo(CodeSpace.wPlus(6, 6));
            assertThat(found.codeLayer()).contains("truncation");
            assertThat(tensors(found.select(LayerSelector.ALL, RgbStyles.NONE)))
                    .containsExactly("layer0", "layer1", "layer2", "layer3", "layer4");
            assertThat(tensors(found.select(LayerSelector.ALL, RgbStyles.LAST)))
                    .containsExactly("layer0", "layer1", "layer2", "layer3", "layer4", "output2");
            assertThat(tensors(found.select(LayerSelector.ALL, RgbStyles.ALL)))
                    .containsExactly("layer0", "layer1", "output0", "layer2", "layer3", "output1", "layer4", "output2");
            assertThat(tensors(found.select(LayerSelector.parse("0-1"), RgbStyles.LAST)))
                    .containsExactly("layer0", "layer1");
            assertThat(tensors(found.select(LayerSelector.parse("5"), RgbStyles.LAST)))
                    .containsExactly("output2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> found.select(LayerSelector.parse("5"), RgbStyles.NONE))
                    .withMessageContaining("no weights");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> found.select(LayerSelector.parse("6-"), RgbStyles.LAST))
                    .withMessageContaining("0 to 5");
            // The mapping's own first step is one for latents.
            assertThat(found.of(CodeSpace.Kind.Z).get(0).tensor()).isEqualTo("mapping.dense.weight");
            assertThat(found.toString())
                    .contains("genforce StyleGAN: style")
                    .contains("W+ (6 x 6)")
                    .contains("codes are the output of layer 'truncation'");

            WeightCandidates w = WeightCandidates.of(generator, Optional.of("mapping"));
            assertThat(w.space()).isEqualTo(CodeSpace.w(6));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "conv1.conv.modulation.weight, 0",
        "convs.3.conv.modulation.weight, 4",
        "to_rgb1.conv.modulation.weight, 1",
        "to_rgbs.0.conv.modulation.weight, 3",
        "synthesis.b4.conv1.affine.weight, 0",
        "synthesis.b4.torgb.affine.weight, 1",
        "synthesis.b8.conv0.affine.weight, 1",
        "synthesis.b8.conv1.affine.weight, 2",
        "synthesis.b1024.torgb.affine.weight, 17",
        "synthesis.L0_36_512.affine.weight, 1",
        "synthesis.layer7.style.weight, 7",
        "synthesis.output8.style.weight, 17"
    })
    void otherCodeBasesNameStylesInTheirWay(String name, int layer) {
        NDArray weight = manager.zeros(new Shape(3, 4));
        List<StyleFamily.Style> found = StyleFamily.find(Map.of(name, weight, "synthesis.input.affine.weight", weight));
        assertThat(found).singleElement().satisfies(style -> {
            assertThat(style.tensor()).isEqualTo(name);
            assertThat(style.layer()).isEqualTo(layer);
            assertThat(style.rgb()).isEqualTo(name.contains("rgb") || name.contains("output"));
        });
    }

    /** z of 6 in three chunks of 2; norms take 3 numbers of the class before their chunk. */
    @Test
    void chunksOfABigGanTakeTheirPartOfTheLatents() {
        List<Matrix> matrices = List.of(
                new Matrix("linear.weight", 2, 0, 0, 2),
                new Matrix("blocks.0.0.bn1.gain.weight", 5, 3, 2, 2),
                new Matrix("blocks.0.0.bn1.bias.weight", 5, 3, 2, 2),
                new Matrix("blocks.1.0.bn2.gain.weight", 5, 3, 4, 2));
        try (Generator generator =
                NamedWeights.generator(manager, 6, stages -> stages.put("g", new NamedWeights(matrices)))) {
            WeightCandidates found = WeightCandidates.of(generator);
            assertThat(found).hasSize(4).allSatisfy(c -> assertThat(c.space()).isEqualTo(CodeSpace.z(6)));
            assertThat(found.stream().map(WeightCandidate::layer)).containsExactly(0, 1, 1, 2);
            assertThat(found.stream().map(WeightCandidate::offset)).containsExactly(0, 2, 2, 4);
            assertThat(found.stream().map(WeightCandidate::from)).containsExactly(0, 3, 3, 3);
            NDArray stored = generator.parameters().get("g.blocks.1.0.bn2.gain.weight");
            AffineWeights read = found.get(3).read(generator);
            assertThat(read.matrix().toFloats())
                    .containsExactly(stored.get(":,3:5").toFloatArray());
            assertThat(read.offset()).isEqualTo(4);
            assertThat(read.dimension()).isEqualTo(6);
        }
    }

    /** The other layout: every norm takes all of z, followed by the class. */
    @Test
    void normsOfTheOtherLayoutTakeAllLatents() {
        List<Matrix> matrices = List.of(
                new Matrix("generator.gen_z.weight", 8, 0, 0, 4),
                new Matrix("generator.layers.0.bn_0.scale.weight", 8, 0, 0, 4),
                new Matrix("generator.layers.3.bn_1.offset.weight", 8, 0, 0, 4));
        try (Generator generator =
                NamedWeights.generator(manager, 4, stages -> stages.put("g", new NamedWeights(matrices)))) {
            WeightCandidates found = WeightCandidates.of(generator);
            assertThat(found.stream().map(WeightCandidate::layer)).containsExactly(0, 1, 4);
            NDArray stored = generator.parameters().get("g.generator.layers.0.bn_0.scale.weight");
            assertThat(found.get(1).read(generator).matrix().toFloats())
                    .containsExactly(stored.get(":,0:4").toFloatArray());
        }
    }

    @Test
    void spectralNormIsDividedOut() {
        NDArray raw = manager.create(new float[] {3, 0, 0, 4}, new Shape(2, 2));
        NDArray u = manager.create(new float[] {0, 1});
        NDArray v = manager.create(new float[] {0, 1});
        Map<String, NDArray> state = Map.of("g.weight_u", u, "g.weight_v", v);
        assertThat(SpectralGain.of("g.weight_orig", WeightKind.LINEAR, raw, state))
                .isEqualTo(4);
        assertThat(SpectralGain.of("g.weight", WeightKind.LINEAR, raw, state)).isEqualTo(1);
        assertThat(SpectralGain.of(
                        "g.weight", WeightKind.LINEAR, raw, Map.of("g.sv0", manager.create(new float[] {2.5f}))))
                .isEqualTo(2.5);
        AffineWeights halved = AffineWeights.of(0, "g", WeightKind.LINEAR, raw, 0, 2, 4);
        assertThat(halved.matrix().toDoubles()).containsExactly(0.75, 0, 0, 1);
        // Transposed convolutions keep their output channels second.
        NDArray weight = Draws.normal(manager, Draws.stream(8), new Shape(2, 3, 1, 1));
        NDArray left = Draws.normal(manager, Draws.stream(9), new Shape(3));
        NDArray right = Draws.normal(manager, Draws.stream(10), new Shape(2));
        double expected = left.reshape(1, 3)
                .matMul(weight.reshape(2, 3).transpose())
                .matMul(right.reshape(2, 1))
                .toFloatArray()[0];
        double sign = Math.signum(expected);
        assertThat(SpectralGain.of(
                        "g.weight_orig",
                        WeightKind.TRANSPOSED_CONVOLUTION,
                        weight,
                        Map.of("g.weight_u", left.mul(sign), "g.weight_v", right)))
                .isEqualTo(Math.abs(expected), within(1e-6));
    }

    @Test
    void weightsCanBeNamedByHand() {
        try (Generator generator = new Dcgan(6, 8, 1, 8, 8).generator(manager, 0)) {
            String tensor = WeightCandidates.of(generator).get(0).tensor();
            List<NamedTensor> named = List.of(NamedTensor.of(tensor).at(2));
            WeightCandidates found = WeightCandidates.named(generator, named, Optional.empty());
            assertThat(found.get(0).kind()).isEqualTo(WeightKind.TRANSPOSED_CONVOLUTION);
            assertThat(found.get(0).layer()).isEqualTo(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightCandidates.named(
                            generator, List.of(NamedTensor.of("layer1.wieght")), Optional.empty()))
                    .withMessageContaining("layer1.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightCandidates.named(
                            generator, List.of(NamedTensor.of(tensor).as(WeightKind.LINEAR)), Optional.empty()))
                    .withMessageContaining("2 axes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightCandidates.named(
                            generator, List.of(NamedTensor.of(tensor).from(1)), Optional.empty()))
                    .withMessageContaining("from input 1");
        }
    }

    @Test
    void aGeneratorWithoutWeightsSaysSo() {
        try (Generator generator = NamedWeights.generator(
                manager,
                64,
                stages -> stages.put(
                        "image",
                        new SequentialBlock()
                                .add(new LambdaBlock(
                                        z -> new NDList(z.singletonOrThrow().reshape(-1, 1, 8, 8)), "fold"))))) {
            WeightCandidates found = WeightCandidates.of(generator);
            assertThat(found).isEmpty();
            assertThat(found.toString()).contains("none");
            assertThatIllegalArgumentException().isThrownBy(found::space).withMessageContaining("no weight");
        }
    }

    private static List<String> tensors(List<WeightCandidate> candidates) {
        List<String> names = new ArrayList<>();
        candidates.forEach(c -> names.add(c.tensor().replaceAll("synthesis\\.|\\.style\\.weight", "")));
        return names;
    }
}
