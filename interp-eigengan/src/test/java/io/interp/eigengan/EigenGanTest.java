package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.block.BlockDiscriminator;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.Dcgan;
import io.interp.core.tensor.Draws;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EigenGanTest {

    static final EigenGan TINY = new EigenGan(16, 1, 5, 3, 64, 8, InitialScales.ARITHMETIC);

    private NDManager manager;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void thePublishedNetworkHasThePublishedSizes() {
        // Channels min(4096 / size, 512); one subspace of 6 dimensions at each resolution from 4 to 128.
        EigenGan paper = EigenGan.paper();
        assertThat(paper.layers()).isEqualTo(6);
        assertThat(paper.latents().total()).isEqualTo(512 + 36);
        EigenGan small = EigenGan.celeba64();
        assertThat(small.latents()).isEqualTo(new EigenLatents(128, 4, 6));
        try (BlockGenerator generator = small.generator(manager, 0)) {
            assertThat(generator.layers().names())
                    .containsExactly(
                            "noise",
                            "stem",
                            "z1",
                            "layer1.subspace",
                            "layer1.up",
                            "layer1",
                            "z2",
                            "layer2.subspace",
                            "layer2.up",
                            "layer2",
                            "z3",
                            "layer3.subspace",
                            "layer3.up",
                            "layer3",
                            "z4",
                            "layer4.subspace",
                            "layer4.up",
                            "layer4",
                            "image");
            assertShape(generator, "layer1.subspace", 512, 4, 4);
            assertShape(generator, "layer1", 512, 8, 8);
            assertShape(generator, "layer2", 256, 16, 16);
            assertShape(generator, "layer3", 128, 32, 32);
            assertShape(generator, "layer4", 64, 64, 64);
            assertShape(generator, "image", 3, 64, 64);
            assertThat(generator.state().get("layer4.subspace.U").getShape()).isEqualTo(new Shape(128 * 32 * 32, 6));
            assertThat(generator.state().get("layer3.up.into").getShape()).isEqualTo(new Shape(256, 256, 1, 1));
            assertThat(generator.state().get("layer3.into").getShape()).isEqualTo(new Shape(256, 128, 3, 3));
            assertThat(generator.state().get("layer3.weight").getShape()).isEqualTo(new Shape(128, 128, 3, 3));
        }
    }

    private static void assertShape(Generator generator, String layer, long... shape) {
        assertThat(generator.layers().named(layer).outputShape()).as(layer).isEqualTo(new Shape(shape));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256})
    void everySizeMakesImagesOfItsSize(int size) {
        EigenGan network = new EigenGan(size, 3, 4, 2, size, 4, InitialScales.EQUAL);
        try (BlockGenerator generator = network.generator(manager, 0);
                BlockDiscriminator discriminator = network.discriminator(manager, 1);
                NDManager scope = manager.newSubManager()) {
            NDArray images = generator.generate(generator.latents().sample(scope, 0, 2));
            assertThat(images.getShape()).isEqualTo(new Shape(2, 3, size, size));
            assertThat(images.abs().max().getFloat()).isLessThanOrEqualTo(1);
            assertThat(discriminator.score(images, Pass.INFERENCE).getShape()).isEqualTo(new Shape(2));
            assertThat(EigenGan.of(generator)).isEqualTo(network);
            assertThat(EigenLatents.of(generator)).isEqualTo(network.latents());
        }
    }

    @Test
    void aSubspaceStartsOrthonormalAndIsItsFormula() {
        try (BlockGenerator generator = TINY.generator(manager, 3);
                NDManager scope = manager.newSubManager()) {
            for (Subspace subspace : Subspace.of(generator)) {
                assertThat(subspace.orthogonalityError()).isLessThan(1e-5);
                assertThat(subspace.scales()).containsExactly(9, 6, 3);
                assertThat(subspace.origin()).containsOnly(0);
            }
            NDArray mu = generator.state().get("layer2.subspace.mu");
            Draws.normal(scope, Draws.stream(1), mu.getShape()).copyTo(mu);
            Subspace subspace = Subspace.of(generator, 2);
            NDArray z = generator.latents().sample(scope, 7, 4);
            float[] phi =
                    generator.activation(z, "layer2.subspace", Pass.INFERENCE).toFloatArray();
            float[] latents = z.toFloatArray();
            int start = TINY.latents().start(2);
            double[] scales = subspace.scales();
            int rows = subspace.origin().length;
            for (int n = 0; n < 4; n++) {
                for (int row = 0; row < rows; row += 7) {
                    double expected = subspace.origin()[row];
                    for (int j = 0; j < 3; j++) {
                        expected += subspace.basisVector(j + 1)[row]
                                * scales[j]
                                * latents[n * TINY.latents().total() + start + j];
                    }
                    assertThat((double) phi[n * rows + row]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    /** Layers by their formulas in double, with plain loops over the definition of a transposed convolution. */
    @Test
    void aBlockIsItsFormula() {
        try (BlockGenerator generator = TINY.generator(manager, 3);
                NDManager scope = manager.newSubManager()) {
            generator.parameters().forEach((name, weight) -> {
                if (name.endsWith("ias")) {
                    Draws.normal(scope, Draws.stream(name.hashCode()), weight.getShape())
                            .copyTo(weight);
                }
            });
            NDArray z = generator.latents().sample(scope, 7, 1);
            Run run = generator.run(
                    z,
                    LayerHook.capture("layer1"),
                    LayerHook.capture("layer2.subspace"),
                    LayerHook.capture("layer2.up"),
                    LayerHook.capture("layer2"));
            Maps h = Maps.of(run.activation("layer1"));
            Maps phi = Maps.of(run.activation("layer2.subspace"));
            Maps up = h.plus(phi.transposed(generator, "layer2.up.into", "layer2.up.intoBias", 1))
                    .rectified()
                    .transposed(generator, "layer2.up.weight", "layer2.up.bias", 2);
            up.assertClose(run.activation("layer2.up"));
            up.plus(phi.transposed(generator, "layer2.into", "layer2.intoBias", 2))
                    .rectified()
                    .transposed(generator, "layer2.weight", "layer2.bias", 1)
                    .assertClose(run.activation("layer2"));
        }
    }

    @Test
    void aCoordinateReachesItsLayerAndThoseAfterItOnly() {
        try (BlockGenerator generator = TINY.generator(manager, 3);
                NDManager scope = manager.newSubManager()) {
            NDArray z = generator.latents().sample(scope, 7, 2);
            NDArray moved = TINY.latents().with(z, new EigenDimension(2, 3), 4);
            for (String layer : generator.layers().names()) {
                boolean same = List.of("noise", "stem", "z1", "layer1.subspace", "layer1.up", "layer1")
                        .contains(layer);
                float difference = generator
                        .activation(z, layer, Pass.INFERENCE)
                        .sub(generator.activation(moved, layer, Pass.INFERENCE))
                        .abs()
                        .max()
                        .getFloat();
                if (same) {
                    assertThat(difference).as(layer).isZero();
                } else {
                    assertThat(difference).as(layer).isPositive();
                }
            }
            assertThat(moved.get(":, 10").toFloatArray()).containsOnly(4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TINY.latents().with(z.get(":, 1:"), new EigenDimension(1, 1), 0));
        }
    }

    /** Codes and maps of a subspace are layers like others: put in another's place they carry its effect and no more. */
    @Test
    void subspacesCanBeHooked() {
        try (BlockGenerator generator = TINY.generator(manager, 3);
                NDManager scope = manager.newSubManager()) {
            NDArray z = generator.latents().sample(scope, 7, 2);
            NDArray moved = TINY.latents().with(z, new EigenDimension(2, 1), 3);
            float[] expected = generator.generate(moved).toFloatArray();
            for (String layer : List.of("z2", "layer2.subspace")) {
                NDArray value = generator.activation(moved, layer, Pass.INFERENCE);
                assertThat(generator.resume(z, layer, value).toFloatArray())
                        .as(layer)
                        .containsExactly(expected);
            }
            NDArray half = generator
                    .run(z, LayerHook.blend("layer1", scope.create(0.5f), scope.create(0f)))
                    .images();
            assertThat(half.toFloatArray()).isNotEqualTo(generator.generate(z).toFloatArray());
            try (Generator rectified = generator.rectified("layer1")) {
                assertThat(rectified
                                .activation(z, "layer1", Pass.INFERENCE)
                                .min()
                                .getFloat())
                        .isZero();
            }
        }
    }

    @Test
    void weightsAreDrawnToTheirVariance() {
        EigenGan network = new EigenGan(16, 3, 32, 3, 512, 64, InitialScales.ARITHMETIC);
        try (BlockGenerator generator = network.generator(manager, 5);
                BlockDiscriminator discriminator = network.discriminator(manager, 6)) {
            double fan = 64 * 9; // a transposed kernel counts its outputs
            assertDeviation(generator.parameters().get("layer1.weight"), Math.sqrt(2 / 1.04 / fan));
            double stem = 32;
            assertDeviation(generator.parameters().get("stem.01Linear_weight"), Math.sqrt(2 / 1.04 / stem));
            NDArray first = discriminator.parameters().entrySet().stream()
                    .filter(e -> e.getKey().startsWith("image") && e.getKey().endsWith("weight"))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            assertDeviation(first, Math.sqrt(2 / 1.04 / (3 * 49)));
            assertThat(generator.parameters().get("layer1.bias").abs().max().getFloat())
                    .isZero();
        }
    }

    /** The deviation of n numbers is known to about 1 / sqrt(2n) of itself; nothing lies beyond two deviations before truncation. */
    private static void assertDeviation(NDArray weight, double expected) {
        float[] values = weight.toFloatArray();
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        double tolerance = 4 / Math.sqrt(2.0 * values.length);
        assertThat(Math.sqrt(sum / values.length)).isCloseTo(expected, within(tolerance * expected));
        assertThat((double) weight.abs().max().getFloat()).isLessThanOrEqualTo(2 * expected / 0.8796256 * (1 + 1e-6));
    }

    @Test
    void theSeedDecidesTheWeightsAndFilesKeepThem() {
        try (BlockGenerator generator = TINY.generator(manager, 3);
                BlockGenerator same = TINY.generator(manager, 3);
                BlockGenerator other = TINY.generator(manager, 4);
                NDManager scope = manager.newSubManager()) {
            assertThat(same.fingerprint()).isEqualTo(generator.fingerprint());
            assertThat(other.fingerprint()).isNotEqualTo(generator.fingerprint());
            generator.save(folder.resolve("generator"));
            try (Generator loaded = GeneratorFiles.load(folder.resolve("generator"), manager);
                    Generator copy = generator.copy()) {
                NDArray z = generator.latents().sample(scope, 7, 2);
                float[] images = generator.generate(z).toFloatArray();
                assertThat(loaded.generate(z).toFloatArray()).containsExactly(images);
                assertThat(copy.generate(z).toFloatArray()).containsExactly(images);
                assertThat(loaded.fingerprint()).isEqualTo(generator.fingerprint());
                assertThat(EigenGan.of((BlockGenerator) loaded)).isEqualTo(TINY);
            }
        }
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        for (int size : new int[] {0, 8, 48, 512}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EigenGan.paper().withSize(size))
                    .withMessageContaining("got " + size);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TINY.withChannels(2));
        assertThatIllegalArgumentException().isThrownBy(() -> TINY.withLatents(0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> TINY.withLatents(5, 65));
        assertThatIllegalArgumentException().isThrownBy(() -> TINY.withFilters(8, 8));
        try (Generator dcgan = new Dcgan(4, 16, 1, 8, 4).generator(manager, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EigenLatents.of(dcgan))
                    .withMessageContaining("is no EigenGAN");
            assertThatIllegalArgumentException().isThrownBy(() -> EigenGan.of((BlockGenerator) dcgan));
        }
    }

    /** The variance of a number of the maps is the sum of L squared by how many there are. */
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 300, 512})
    void initialLengthsKeepTheirSumsOfSquares(int filters) {
        for (int extent = 4; extent <= 128; extent *= 2) {
            double released = Math.min(4096 / extent, 512);
            double[] narrow = InitialScales.PROPORTIONAL.of(6, filters, extent);
            double[] wide = InitialScales.PROPORTIONAL.of(6, (int) released, extent);
            assertThat(wide).containsExactly(18, 15, 12, 9, 6, 3);
            assertThat(squares(narrow) / filters).isCloseTo(819 / released, within(1e-12));
            assertThat(narrow[0] / narrow[5]).isCloseTo(6, within(1e-12));
            double[] equal = InitialScales.EQUAL.of(6, filters, extent);
            assertThat(equal).containsOnly(equal[0]);
            assertThat(squares(equal)).isCloseTo(819, within(1e-9));
        }
        assertThat(EigenGan.narrow(64).scales()).isEqualTo(InitialScales.PROPORTIONAL);
    }

    private static double squares(double[] lengths) {
        return Arrays.stream(lengths).map(l -> l * l).sum();
    }
}
