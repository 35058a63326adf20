package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelMatchingTest {

    @ParameterizedTest
    @CsvSource({"1,1", "1,5", "5,1", "3,3", "6,6", "4,7", "7,4", "0,0"})
    void assignsAtTheLowestCost(int rows, int columns) {
        Random random = new Random(rows * 31L + columns);
        for (int trial = 0; trial < 100; trial++) {
            boolean ties = trial % 2 == 0;
            double[][] cost = new double[rows][columns];
            for (double[] row : cost) {
                Arrays.setAll(row, c -> ties ? random.nextInt(4) - 2 : random.nextGaussian());
            }
            int[] columnOf = LabelMatching.assign(cost);
            double total = 0;
            boolean[] used = new boolean[columns];
            int assigned = 0;
            for (int r = 0; r < rows; r++) {
                if (columnOf[r] >= 0) {
                    assertThat(used[columnOf[r]]).isFalse();
                    used[columnOf[r]] = true;
                    total += cost[r][columnOf[r]];
                    assigned++;
                }
            }
            assertThat(assigned).isEqualTo(Math.min(rows, columns));
            assertThat(total).isCloseTo(lowest(cost, 0, new boolean[columns], rows - assigned), within(1e-12));
        }
    }

    @Test
    void findsAPlantedAssignmentOfManyRows() {
        Random random = new Random(1);
        int n = 200;
        double[][] cost = new double[n][n];
        for (int r = 0; r < n; r++) {
            Arrays.setAll(cost[r], c -> 1 + random.nextDouble());
            cost[r][(r * 37 + 5) % n] = random.nextDouble();
        }
        int[] expected = new int[n];
        Arrays.setAll(expected, r -> (r * 37 + 5) % n);
        assertThat(LabelMatching.assign(cost)).isEqualTo(expected);
    }

    @Test
    void costsThatAreNotARectangleOfNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelMatching.assign(new double[][] {{1, 2}, {1}}))
                .withMessageContaining("length 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelMatching.assign(new double[][] {{1, Double.NaN}}))
                .withMessageContaining("finite");
    }

    /** Tries every assignment, leaving out as many rows as must be. */
    private static double lowest(double[][] cost, int row, boolean[] used, int leftOut) {
        if (row == cost.length) {
            return 0;
        }
        double best = leftOut > 0 ? lowest(cost, row + 1, used, leftOut - 1) : Double.POSITIVE_INFINITY;
        for (int c = 0; c < used.length; c++) {
            if (!used[c]) {
                used[c] = true;
                best = Math.min(best, cost[row][c] + lowest(cost, row + 1, used, leftOut));
                used[c] = false;
            }
        }
        return best;
    }
}
