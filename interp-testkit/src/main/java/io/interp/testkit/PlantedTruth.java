package io.interp.testkit;

import io.interp.core.tensor.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** The numbers behind a {@link PlantedGenerator}: all of them functions of its components. */
record PlantedTruth(PlantedGenerator of) {

    private static final long ASSIGNMENT = 1;
    private static final long GAINS = 2;
    private static final long PATTERNS = 3;
    private static final long DIRECTIONS = 4;
    private static final long SPREAD = 5;

    private static final double BLOB_CUT = 2.5;

    int[] groupOfFilter() {
        int[] order = Draws.distinct(Draws.stream(of.seed(), ASSIGNMENT), of.filters(), of.filters());
        int[] groups = new int[of.filters()];
        for (int i = 0; i < order.length; i++) {
            groups[order[i]] = i % of.groups();
        }
        return groups;
    }

    List<int[]> filtersOfGroup() {
        int[] groupOf = groupOfFilter();
        List<int[]> members = new ArrayList<>();
        for (int g = 0; g < of.groups(); g++) {
            int group = g;
            members.add(IntStream.range(0, of.filters())
                    .filter(m -> groupOf[m] == group)
                    .toArray());
        }
        return members;
    }

    double[] gains() {
        return Draws.stream(of.seed(), GAINS).doubles(of.filters(), 0.5, 1.5).toArray();
    }

    /** Blobs stand on a circle, in the middle if there is only one. */
    double[] blob(int group) {
        Objects.checkIndex(group, of.groups());
        double radius = of.groups() == 1 ? 0 : 0.28;
        double angle = 2 * Math.PI * group / of.groups();
        double centreX = 0.5 + radius * Math.sin(angle);
        double centreY = 0.5 - radius * Math.cos(angle);
        double deviation = 0.28 / Math.max(2, of.groups());
        int side = of.mapSize();
        double[] blob = new double[side * side];
        for (int i = 0; i < blob.length; i++) {
            int row = i / side;
            int column = i % side;
            double x = (column + 0.5) / side - centreX;
            double y = (row + 0.5) / side - centreY;
            double distance = (x * x + y * y) / (deviation * deviation);
            blob[i] = distance > BLOB_CUT * BLOB_CUT ? 0 : Math.exp(-distance / 2);
        }
        double peak = Arrays.stream(blob).max().orElseThrow();
        return Arrays.stream(blob).map(v -> v / peak).toArray();
    }

    double[] colour(int group) {
        Objects.checkIndex(group, of.groups());
        double[] colour = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            double phase = 2 * Math.PI * ((double) group / of.groups() - channel / 3.0);
            colour[channel] = 0.8 + 0.7 * Math.cos(phase);
        }
        return colour;
    }

    double[][] directions() {
        return orthogonal(of.latents(), of.latents(), DIRECTIONS).transpose().getData();
    }

    double[] scales() {
        double[] scales = new double[of.latents()];
        int others = of.latents() - of.groups();
        for (int i = 0; i < scales.length; i++) {
            scales[i] = i < of.groups()
                    ? 2 - (double) i / Math.max(1, of.groups() - 1)
                    : 0.5 - 0.25 * (i - of.groups()) / Math.max(1, others - 1);
        }
        return scales;
    }

    /** The first layer's weight {@code [G + M, d]}. */
    float[] firstWeight() {
        double[][] directions = directions();
        double[] scales = scales();
        int d = of.latents();
        int groups = of.groups();
        int others = d - groups;
        float[] weight = new float[(groups + of.filters()) * d];
        for (int g = 0; g < groups; g++) {
            for (int k = 0; k < d; k++) {
                weight[g * d + k] = (float) (scales[g] * directions[g][k]);
            }
        }
        if (others > 0) {
            // Orthonormal columns keep the other directions singular vectors of the whole.
            RealMatrix spread = orthogonal(of.filters(), others, SPREAD); // [M, d - G]
            for (int m = 0; m < of.filters(); m++) {
                for (int k = 0; k < d; k++) {
                    double sum = 0;
                    for (int j = 0; j < others; j++) {
                        sum += spread.getEntry(m, j) * scales[groups + j] * directions[groups + j][k];
                    }
                    weight[(groups + m) * d + k] = (float) sum;
                }
            }
        }
        return weight;
    }

    /** The second layer's weight {@code [M * h * h, G + M]}. */
    float[] filterWeight() {
        int area = of.mapSize() * of.mapSize();
        int inputs = of.groups() + of.filters();
        int[] groupOf = groupOfFilter();
        double[] gains = gains();
        RandomGenerator random = Draws.stream(of.seed(), PATTERNS);
        float[] weight = new float[of.filters() * area * inputs];
        for (int m = 0; m < of.filters(); m++) {
            double[] blob = blob(groupOf[m]);
            for (int p = 0; p < area; p++) {
                int row = (m * area + p) * inputs;
                weight[row + groupOf[m]] = (float) (gains[m] * blob[p]);
                weight[row + of.groups() + m] = (float) (of.noise() * random.nextGaussian());
            }
        }
        return weight;
    }

    /** The last layer's weight {@code [M, 3, fold, fold]}. */
    float[] imageWeight(int fold) {
        int[] groupOf = groupOfFilter();
        List<int[]> members = filtersOfGroup();
        float[] weight = new float[of.filters() * 3 * fold * fold];
        for (int i = 0; i < weight.length; i++) {
            int channel = i / (fold * fold) % 3;
            int group = groupOf[i / (3 * fold * fold)];
            weight[i] = (float) (colour(group)[channel] / members.get(group).length);
        }
        return weight;
    }

    /** Random orthonormal columns: the Q of a matrix of normal numbers. */
    private RealMatrix orthogonal(int rows, int columns, long stream) {
        RandomGenerator random = Draws.stream(of.seed(), stream);
        RealMatrix normal = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                normal.setEntry(i, j, random.nextGaussian());
            }
        }
        return new QRDecomposition(normal).getQ().getSubMatrix(0, rows - 1, 0, columns - 1);
    }
}
