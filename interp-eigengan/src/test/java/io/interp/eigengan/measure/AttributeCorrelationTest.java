package io.interp.eigengan.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.EigenLatents;
import io.interp.eigengan.LinearEigenGan;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class AttributeCorrelationTest {

    private static final EigenLatents LAYOUT = new EigenLatents(3, 2, 2);
    private static final EigenDimension FIRST = new EigenDimension(1, 1);
    private static final EigenDimension LAST = new EigenDimension(2, 2);

    private static float[][] latents(int count) {
        RandomGenerator random = Draws.stream(4);
        float[][] latents = new float[count][LAYOUT.total()];
        for (float[] row : latents) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return latents;
    }

    @Test
    void correlationsAreThoseOfCommonsMath() {
        float[][] latents = latents(200);
        float[][] labels = new float[200][];
        RandomGenerator random = Draws.stream(5);
        for (int i = 0; i < 200; i++) {
            labels[i] = new float[] {
                -3 * latents[i][3] + 7, // L1D1 alone
                (float) (latents[i][6] + latents[i][4] + random.nextGaussian()),
                latents[i][6] > 0 ? 1 : 0,
                2
            };
        }
        AttributeCorrelation found =
                AttributeCorrelation.of(LAYOUT, latents, List.of("own", "mixed", "label", "constant"), labels);
        assertThat(found.between("own", FIRST)).isCloseTo(-1, within(1e-6));
        assertThat(found.ranked("own").get(0)).isEqualTo(FIRST);
        assertThat(found.ranked("label").get(0)).isEqualTo(LAST);
        for (int f = 0; f < 3; f++) {
            for (EigenDimension dimension : LAYOUT.all()) {
                double[] a = new double[200];
                double[] z = new double[200];
                for (int i = 0; i < 200; i++) {
                    a[i] = labels[i][f];
                    z[i] = latents[i][LAYOUT.coordinate(dimension)];
                }
                assertThat(found.between(found.attributes().get(f), dimension))
                        .isCloseTo(new PearsonsCorrelation().correlation(a, z), within(1e-9));
            }
        }
        assertThat(found.between("constant", FIRST)).isZero();
        assertThat(found.entropy("constant")).isZero();
        assertThat(found.entropy("own")).isLessThan(found.entropy("mixed"));
    }

    /** Coordinates that are orthogonal by construction, so that shares of correlation are exact. */
    @Test
    void entropyCountsHowManyDimensionsShare() {
        float[][] latents = new float[8][LAYOUT.total()];
        float[][] labels = new float[8][];
        for (int i = 0; i < 8; i++) {
            float a = i % 2 * 2 - 1;
            float b = i / 2 % 2 * 2 - 1;
            float c = i / 4 * 2 - 1;
            latents[i] = new float[] {0, 0, 0, a, b, c, a * b * c};
            labels[i] = new float[] {a, a + b, a + b + c + a * b * c};
        }
        AttributeCorrelation found = AttributeCorrelation.of(LAYOUT, latents, List.of("one", "two", "four"), labels);
        assertThat(found.entropy("one")).isCloseTo(0, within(1e-9));
        assertThat(found.entropy("two")).isCloseTo(1, within(1e-9));
        assertThat(found.entropy("four")).isCloseTo(2, within(1e-9));
        assertThat(found.entropy(LAST)).isCloseTo(0, within(1e-9));
        // L1D1: 1, 1/sqrt 2 and 1/2 of the three attributes.
        double sum = 1 + Math.sqrt(0.5) + 0.5;
        double expected = 0;
        for (double share : new double[] {1 / sum, Math.sqrt(0.5) / sum, 0.5 / sum}) {
            expected -= share * Math.log(share) / Math.log(2);
        }
        assertThat(found.entropy(FIRST)).isCloseTo(expected, within(1e-6));
        assertThat(found.toString().lines()).hasSize(3).first().asString().contains("L1D1 +1.00");
        assertThat(found.strongest()).containsExactly("one", "two", "four");
        Map<String, Object> two = found.toMap().get("two");
        assertThat(two).containsEntry("dimension", FIRST.toString()).containsEntry("entropy", found.entropy("two"));
        assertThat((double) two.get("correlation")).isCloseTo(Math.sqrt(0.5), within(1e-6));
    }

    @Test
    void imagesThatLackAnAttributeAreLeftOut() {
        float[][] latents = latents(100);
        float[][] labels = new float[100][];
        for (int i = 0; i < 100; i++) {
            float own = latents[i][LAYOUT.coordinate(FIRST)];
            labels[i] = new float[] {i % 2 == 0 ? own : Float.NaN, i < 9 ? own : Float.NaN, Float.NaN, own};
        }
        AttributeCorrelation found =
                AttributeCorrelation.of(LAYOUT, latents, List.of("half", "rare", "never", "all"), labels);
        assertThat(found.between("half", FIRST)).isCloseTo(1, within(1e-9));
        float[][] even = IntStream.range(0, 50).mapToObj(i -> latents[2 * i]).toArray(float[][]::new);
        float[][] evenLabels = IntStream.range(0, 50)
                .mapToObj(i -> new float[] {labels[2 * i][0]})
                .toArray(float[][]::new);
        AttributeCorrelation alone = AttributeCorrelation.of(LAYOUT, even, List.of("half"), evenLabels);
        assertThat(found.between("half", LAST)).isEqualTo(alone.between("half", LAST));
        assertThat(found.between("rare", FIRST)).isZero();
        assertThat(found.entropy("never")).isZero();
    }

    @Test
    void aLongTableShowsTheStrongest() {
        float[][] latents = latents(40);
        List<String> names = IntStream.range(0, 25).mapToObj(i -> "a" + i).toList();
        float[][] labels = new float[40][25];
        for (int i = 0; i < 40; i++) {
            for (int f = 0; f < 25; f++) {
                labels[i][f] = f == 24 ? latents[i][LAYOUT.coordinate(FIRST)] : i % (f + 2);
            }
        }
        AttributeCorrelation found = AttributeCorrelation.of(LAYOUT, latents, names, labels);
        List<String> lines = found.toString().lines().toList();
        assertThat(lines).hasSize(21);
        assertThat(lines.get(0)).startsWith("a24 ").contains("L1D1 +1.00");
        assertThat(lines.get(20)).isEqualTo("... and 5 more");
    }

    /** Projections of a linear generator's images on its own basis are its coordinates, but for the noise. */
    @Test
    void aPredictorIsAskedForImagesOfTheLatents() {
        LinearEigenGan network = new LinearEigenGan(6, List.of(3.0, 2.0), 1e-3);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = network.generator(manager, 1)) {
            NDArray basis = generator.state().get("layer1.subspace.U");
            int before = manager.getManagedArrays().size();
            AttributeCorrelation found = AttributeCorrelation.measure(
                    generator,
                    List.of("along 1", "along 2"),
                    images -> images.reshape(-1, 6).matMul(basis),
                    70,
                    3);
            assertThat(found.between("along 1", new EigenDimension(1, 1))).isGreaterThan(0.9999);
            assertThat(found.between("along 2", new EigenDimension(1, 2))).isGreaterThan(0.9999);
            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AttributeCorrelation.measure(
                            generator, List.of("one"), images -> images.reshape(-1, 6), 10, 3))
                    .withMessageContaining("must give scores");
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[][] latents = latents(4);
        float[][] labels = {{1}, {2}, {3}, {4}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeCorrelation.of(LAYOUT, latents, List.of(), labels));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeCorrelation.of(LAYOUT, latents, List.of("a", "a"), labels));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeCorrelation.of(LAYOUT, latents(5), List.of("a"), labels));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeCorrelation.of(new EigenLatents(4, 2, 2), latents, List.of("a"), labels))
                .withMessageContaining("latents must have 8 columns");
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            labels[2][0] = value;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AttributeCorrelation.of(LAYOUT, latents, List.of("a"), labels))
                    .withMessageContaining("finite");
        }
    }
}
