package io.interp.testkit;

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
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlantedGeneratorTest {

    private static final int AREA = 64;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    @Test
    void filtersAreWhatTheFormulaSays() {
        PlantedGenerator planted = PlantedGenerator.of(3, 7).withNoise(0).withSeed(4);
        try (Generator generator = planted.generator(manager)) {
            NDArray z = generator.latents().sample(manager, 1, 5);
            float[] latents = z.toFloatArray();
            float[] y = generator
                    .activation(z, PlantedGenerator.FILTERS, Pass.INFERENCE)
                    .toFloatArray();
            float[] x = generator.generate(z).toFloatArray();
            double[][] directions = planted.directions();
            int[] groupOf = planted.groupOfFilter();
            for (int n = 0; n < 5; n++) {
                double[] logit = new double[3 * AREA];
                for (int m = 0; m < 7; m++) {
                    int g = groupOf[m];
                    double dot = 0;
                    for (int k = 0; k < planted.latents(); k++) {
                        dot += directions[g][k] * latents[n * planted.latents() + k];
                    }
                    double amplitude = softplus(planted.scales()[g] * dot);
                    for (int p = 0; p < AREA; p++) {
                        double expected = planted.gains()[m] * planted.blob(g)[p] * amplitude;
                        assertThat((double) y[(n * 7 + m) * AREA + p]).isCloseTo(expected, within(1e-5));
                        for (int c = 0; c < 3; c++) {
                            logit[c * AREA + p] += planted.colour(g)[c]
                                    * expected
                                    / planted.filtersOfGroup().get(g).length;
                        }
                    }
                }
                for (int i = 0; i < 3 * 256; i++) {
                    int p = i % 256 / 16 / 2 * 8 + i % 16 / 2;
                    double expected = Math.tanh(logit[i / 256 * AREA + p] - 0.8);
                    assertThat((double) x[n * 3 * 256 + i]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void filtersOfAGroupRiseAndFallTogether() {
        PlantedGenerator planted = PlantedGenerator.of(3, 9).withSeed(2);
        try (Generator generator = planted.generator(manager)) {
            NDArray z = generator.latents().sample(manager, 3, 400);
            NDArray y = generator.activation(z, PlantedGenerator.FILTERS, Pass.INFERENCE); // [400, 9, 8, 8]
            float[] means = y.reshape(400, 9, AREA).mean(new int[] {2}).toFloatArray(); // [400, 9]
            double[][] columns = new double[400][9];
            for (int i = 0; i < means.length; i++) {
                columns[i / 9][i % 9] = means[i];
            }
            int[] groupOf = planted.groupOfFilter();
            double[][] correlation =
                    new PearsonsCorrelation(columns).getCorrelationMatrix().getData();
            for (int a = 0; a < 9; a++) {
                for (int b = 0; b < a; b++) {
                    if (groupOf[a] == groupOf[b]) {
                        assertThat(correlation[a][b]).as("%d, %d", a, b).isGreaterThan(0.9);
                    } else {
                        assertThat(Math.abs(correlation[a][b]))
                                .as("%d, %d", a, b)
                                .isLessThan(0.3);
                    }
                }
            }
        }
    }

    @Test
    void directionsAreTheSingularVectorsOfTheFirstWeight() {
        PlantedGenerator planted = new PlantedGenerator(4, 10, 7, 8, 8, 0.1, 5);
        try (Generator generator = planted.generator(manager)) {
            NDArray weight = generator.parameters().entrySet().stream()
                    .filter(e -> e.getKey().startsWith(PlantedGenerator.AMPLITUDES))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            assertThat(weight.getShape()).isEqualTo(new Shape(14, 7));
            float[] values = weight.toFloatArray();
            double[][] rows = new double[14][7];
            for (int i = 0; i < values.length; i++) {
                rows[i / 7][i % 7] = values[i];
            }
            SingularValueDecomposition svd = new SingularValueDecomposition(new Array2DRowRealMatrix(rows));
            for (int k = 0; k < 7; k++) {
                assertThat(svd.getSingularValues()[k]).isCloseTo(planted.scales()[k], within(1e-5));
                double dot = 0;
                for (int i = 0; i < 7; i++) {
                    dot += svd.getV().getEntry(i, k) * planted.directions()[k][i];
                }
                assertThat(Math.abs(dot)).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void ablatingAGroupChangesItsBlobAlone() {
        PlantedGenerator planted = PlantedGenerator.of(4, 8).withNoise(0);
        try (Generator generator = planted.generator(manager)) {
            NDArray z = generator.latents().sample(manager, 0, 3);
            NDArray images = generator.generate(z);
            for (int group = 0; group < 4; group++) {
                int[] members = planted.filtersOfGroup().get(group);
                LayerHook ablate = new LayerHook.Apply(PlantedGenerator.FILTERS, y -> {
                    NDArray keep = y.getManager().ones(new Shape(1, 8, 1, 1));
                    for (int m : members) {
                        keep.set(new NDIndex(0, m, 0, 0), 0f);
                    }
                    return y.mul(keep);
                });
                float[] change = generator
                        .run(z, ablate)
                        .images()
                        .sub(images)
                        .abs()
                        .reshape(9, 256)
                        .max(new int[] {0})
                        .toFloatArray(); // [16 * 16]
                double[] blob = planted.blob(group);
                for (int i = 0; i < change.length; i++) {
                    boolean inside = blob[i / 16 / 2 * 8 + i % 16 / 2] > 0;
                    assertThat(change[i] > 0).as("group %d, pixel %d", group, i).isEqualTo(inside);
                }
            }
        }
    }

    @Test
    void differentiatesByLatentsAndCopies() {
        PlantedGenerator planted = PlantedGenerator.of(2, 4);
        try (Generator generator = planted.generator(manager);
                Generator copy = generator.copy();
                GradScope on = GradScope.on()) {
            assertThat(copy.fingerprint()).isEqualTo(generator.fingerprint());
            NDArray z = generator.latents().sample(manager, 0, 2);
            Gradients.require(z);
            NDArray mean =
                    generator.run(z, Pass.DIFFERENTIABLE, List.of()).images().mean();
            assertThat(Gradients.of(mean, z).abs().min().getFloat()).isPositive();
        }
    }

    @Test
    void groupsHaveEqualSizesAndDependOnTheSeed() {
        PlantedGenerator planted = PlantedGenerator.of(3, 11);
        List<int[]> members = planted.filtersOfGroup();
        int covered = 0;
        for (int group = 0; group < 3; group++) {
            assertThat(members.get(group).length).isBetween(3, 4);
            for (int m : members.get(group)) {
                assertThat(planted.groupOfFilter()[m]).isEqualTo(group);
            }
            covered += members.get(group).length;
        }
        assertThat(covered).isEqualTo(11);
        assertThat(planted.groupOfFilter()).isEqualTo(PlantedGenerator.of(3, 11).groupOfFilter());
        assertThat(planted.withSeed(1).groupOfFilter()).isNotEqualTo(planted.groupOfFilter());
    }

    @Test
    void refusesWhatCannotBePlanted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlantedGenerator.of(4, 3))
                .withMessageContaining("4 and 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new PlantedGenerator(2, 4, 1, 8, 8, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlantedGenerator(2, 4, 7, 8, 8, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlantedGenerator(2, 4, 3, 8, 12, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlantedGenerator.of(2, 4).withNoise(Double.NaN));
    }
}
