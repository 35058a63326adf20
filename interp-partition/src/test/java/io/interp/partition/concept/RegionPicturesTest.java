package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.TensorOps;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegionPicturesTest {

    private static final int SIDE = PlantedGenerator.SIDE;
    private static final int POSITIONS = SIDE * SIDE;

    private final FilterGroups groups = PlantedGenerator.groups();
    private NDManager manager;
    private Generator generator;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = PlantedGenerator.create(manager);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private static boolean isInBox(int group, double y, double x) {
        int[] box = PlantedGenerator.BOXES[group];
        return y > box[0] - 1 && y < box[2] + 1 && x > box[1] - 1 && x < box[3] + 1;
    }

    @Test
    void theMapOfGroupsShowsTheBoxes() {
        NDArray z = generator.latents().sample(manager, 1, 3);
        float[] maps = generator.activation(z, "maps", Pass.INFERENCE).toFloatArray();
        List<GroupMap> pictures = GroupMap.of(generator, groups, z);
        assertThat(pictures).hasSize(3);
        for (int n = 0; n < 3; n++) {
            GroupMap picture = pictures.get(n);
            assertThat(picture.height()).isEqualTo(SIDE);
            assertThat(picture.width()).isEqualTo(SIDE);
            for (int c = 0; c < 4; c++) {
                double[] mean = mean(maps, n, c);
                double largest = Arrays.stream(mean).max().orElseThrow();
                for (int k = 0; k < POSITIONS; k++) {
                    int y = k / SIDE;
                    int x = k % SIDE;
                    if (isInBox(c, y, x)) {
                        assertThat(picture.group(y, x)).isEqualTo(c);
                        assertThat((double) picture.strength(y, x)).isCloseTo(mean[k] / largest, within(1e-6));
                    }
                }
            }
            assertThat(picture.group(15, 15)).isEqualTo(-1);
            assertThat(picture.strength(15, 15)).isZero();
        }
    }

    private static double[] mean(float[] maps, int image, int group) {
        double[] mean = new double[POSITIONS];
        int[] filters = PlantedGenerator.groups().filtersOf(Set.of(group));
        for (int j : filters) {
            for (int k = 0; k < POSITIONS; k++) {
                mean[k] += maps[(image * PlantedGenerator.ASSIGNED.length + j) * POSITIONS + k] / filters.length;
            }
        }
        return mean;
    }

    @Test
    void fieldsAreTheBoxesAtImageSize() {
        ReceptiveFields fields = ReceptiveFields.measure(generator, groups, new LatentSample(5, 2, 1));
        float[] patterns = PlantedGenerator.patterns();
        for (int j = 0; j < groups.filters(); j++) {
            float[][] field = fields.filter(j);
            if (groups.group(j) < 0) {
                assertThat(field).isEqualTo(new float[32][32]);
                continue;
            }
            // The mean map of a filter is its pattern times its mean amplitude; scaling takes that away.
            NDArray pattern = manager.create(
                    Arrays.copyOfRange(patterns, j * POSITIONS, (j + 1) * POSITIONS), new Shape(1, 1, SIDE, SIDE));
            float[] expected = TensorOps.resizeBilinear(pattern.div(pattern.max()), 32, 32, false)
                    .toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(field[i / 32][i % 32]).isCloseTo(expected[i], within(1e-5f));
            }
            boolean[][] region = ReceptiveFields.region(field, ReceptiveFields.THRESHOLD);
            int[] box = PlantedGenerator.BOXES[groups.group(j)];
            assertThat(region[box[0] + box[2] + 1][box[1] + box[3] + 1]).isTrue();
            for (int i = 0; i < expected.length; i++) {
                int row = i / 32;
                boolean near = isInBox(groups.group(j), (row - 0.5) / 2, (i % 32 - 0.5) / 2);
                assertThat(near || !region[row][i % 32]).isTrue();
            }
        }
        assertThat(fields.group(4)).isEqualTo(new float[32][32]);
        assertThat(fields.group(2)[23][16]).isGreaterThan(0.5f);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> fields.filter(10));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> fields.group(5));
    }

    @Test
    void mapsOfOneImageAreScaledByTheRangeOverAllImages() {
        LatentSample sample = new LatentSample(6, 4, 1);
        ReceptiveFields fields = ReceptiveFields.measure(generator, groups, sample);
        NDArray z = generator.latents().sample(manager, 1, 6);
        NDArray maps = generator.activation(z, "maps", Pass.INFERENCE);
        NDArray high = maps.max(new int[] {0}).flatten(1, 2).max(new int[] {1}).maximum(1e-30f);
        NDArray expected = TensorOps.resizeBilinear(maps.div(high.reshape(1, 10, 1, 1)), 32, 32, false);
        NDArray filters = fields.filters(generator, z);
        assertThat(filters.getShape()).isEqualTo(new Shape(6, 10, 32, 32));
        assertThat(filters.sub(expected).abs().max().getFloat()).isLessThan(1e-6f);
        NDArray means = groups.means(maps);
        NDArray highMeans =
                means.max(new int[] {0}).flatten(1, 2).max(new int[] {1}).maximum(1e-30f);
        NDArray expectedMeans = TensorOps.resizeBilinear(means.div(highMeans.reshape(1, 5, 1, 1)), 32, 32, false);
        assertThat(fields.groups(generator, z).sub(expectedMeans).abs().max().getFloat())
                .isLessThan(1e-6f);
    }
}
