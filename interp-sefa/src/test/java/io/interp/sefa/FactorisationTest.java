package io.interp.sefa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.io.HostArray;
import io.interp.core.stat.SymmetricEigen;
import io.interp.core.stat.SymmetricEigenSolver;
import io.interp.core.tensor.Draws;
import io.interp.sefa.weight.AffineWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactorisationTest {

    private static final double[][] SMALL = {{10, 0}, {0, 1}, {0, 1}};
    private static final double[][] FOUR = {{2, 0, 0}, {1, 1, 0}, {0, 1, 1}, {1, 2, 2}};

    @Test
    void goldenNumbersWithoutNormalisation() {
        Directions small = factorise(Normalisation.NONE, SMALL);
        assertThat(small.eigenvalues()).containsExactly(new double[] {100, 2}, within(1e-12));
        assertThat(small.get(0).vector()).containsExactly(new double[] {1, 0}, within(1e-12));
        assertThat(small.get(1).vector()).containsExactly(new double[] {0, 1}, within(1e-12));

        Directions four = factorise(Normalisation.NONE, FOUR);
        assertThat(four.eigenvalues()).containsExactly(new double[] {12.491386, 4.098417, 0.410197}, within(5e-7));
        assertThat(four.get(0).vector()).containsExactly(new double[] {0.482741, 0.663435, 0.571677}, within(5e-7));
        assertThat(four.get(1).vector()).containsExactly(new double[] {0.867316, -0.271726, -0.417048}, within(5e-7));
    }

    @Test
    void goldenNumbersWithRowsOfLengthOne() {
        Directions small = factorise(Normalisation.ROWS, SMALL);
        assertThat(small.eigenvalues()).containsExactly(new double[] {2, 1}, within(1e-12));
        assertThat(small.get(0).vector()).containsExactly(new double[] {0, 1}, within(1e-12));
        assertThat(small.get(1).vector()).containsExactly(new double[] {1, 0}, within(1e-12));

        Directions four = factorise(Normalisation.ROWS, FOUR);
        assertThat(four.eigenvalues()).containsExactly(new double[] {2.661702, 1.178963, 0.159335}, within(5e-7));
        assertThat(four.get(0).vector()).containsExactly(new double[] {0.568313, 0.687702, 0.451760}, within(5e-7));
        assertThat(four.get(1).vector()).containsExactly(new double[] {0.794464, -0.315752, -0.518775}, within(5e-7));
        assertThat(Arrays.stream(four.eigenvalues()).sum()).isEqualTo(4, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Normalisation.class)
    void eigenvaluesAreTheSquaredLengthsOfWhatDirectionsBecome(Normalisation normalisation) {
        double[][] a = random(60, 12, 3);
        Directions found = factorise(normalisation, a);
        double[][] weighed = weigh(normalisation, a);
        for (Direction direction : found) {
            double stretch = 0;
            for (double[] row : weighed) {
                stretch += Math.pow(Vectors.dot(row, direction.vector()), 2);
            }
            assertThat(stretch)
                    .isEqualTo(direction.line().orElseThrow().eigenvalue(), within(1e-10 * found.eigenvalues()[0]));
        }
        for (int i = 0; i < found.size(); i++) {
            for (int j = 0; j < found.size(); j++) {
                assertThat(found.get(i).cosine(found.get(j))).isEqualTo(i == j ? 1 : 0, within(1e-12));
            }
        }
        assertThat(found.eigenvalues()).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(Arrays.stream(found.shares()).sum()).isEqualTo(1, within(1e-12));
        double total =
                normalisation == Normalisation.ROWS ? 60 : normalisation == Normalisation.FROBENIUS ? 1 : trace(a);
        assertThat(Arrays.stream(found.eigenvalues()).sum()).isEqualTo(total, within(1e-10 * total));
    }

    @Test
    void orderSignAndScaleOfRowsDoNotMatter() {
        double[][] a = random(40, 9, 7);
        Directions plain = factorise(Normalisation.ROWS, a);
        double[][] changed = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
        Collections.shuffle(Arrays.asList(changed), new Random(1));
        RandomGenerator random = Draws.stream(2);
        for (double[] row : changed) {
            double factor = random.nextDouble(0.01, 100) * (random.nextBoolean() ? 1 : -1);
            Arrays.setAll(row, j -> row[j] * factor);
        }
        assertSame(plain, factorise(Normalisation.ROWS, changed), 1e-10);

        double[][] flipped = Arrays.stream(a).map(r -> Vectors.scale(r, -1)).toArray(double[][]::new);
        Collections.reverse(Arrays.asList(flipped));
        assertSame(factorise(Normalisation.NONE, a), factorise(Normalisation.NONE, flipped), 1e-10);
    }

    @ParameterizedTest
    @EnumSource(Normalisation.class)
    void rotatingTheInputRotatesTheDirections(Normalisation normalisation) {
        double[][] a = random(50, 8, 11);
        RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(random(8, 8, 12))).getQ();
        double[][] rotated = new Array2DRowRealMatrix(a).multiply(q).getData();
        Directions plain = factorise(normalisation, a);
        Directions turned = factorise(normalisation, rotated);
        assertThat(turned.eigenvalues()).containsExactly(plain.eigenvalues(), within(1e-9 * plain.eigenvalues()[0]));
        for (int i = 0; i < plain.size(); i++) {
            double[] expected = q.transpose().operate(plain.get(i).vector());
            assertThat(Math.abs(Vectors.dot(expected, turned.get(i).vector()))).isEqualTo(1, within(1e-9));
        }
    }

    @Test
    void aDuplicatedLayerDoublesEigenvaluesAndKeepsDirections() {
        AffineWeights first = AffineWeights.of(0, "a", random(30, 6, 21));
        AffineWeights second = AffineWeights.of(1, "b", random(30, 6, 21));
        for (Normalisation normalisation : Normalisation.values()) {
            Directions one = factorise(normalisation, List.of(first));
            Directions two = factorise(normalisation, List.of(first, second));
            for (int i = 0; i < one.size(); i++) {
                assertThat(two.eigenvalues()[i])
                        .isEqualTo(2 * one.eigenvalues()[i], within(1e-10 * one.eigenvalues()[0]));
                assertThat(two.get(i).vector()).containsExactly(one.get(i).vector(), within(1e-9));
            }
        }
    }

    @Test
    void frobeniusGivesEveryLayerTheSameWeight() {
        AffineWeights loud = AffineWeights.of(0, "loud", new double[] {1000, 0}, new double[] {500, 0});
        AffineWeights quiet = AffineWeights.of(1, "quiet", new double[] {0, 0.1});
        Directions found = factorise(Normalisation.FROBENIUS, List.of(loud, quiet));
        assertThat(found.eigenvalues()).containsExactly(new double[] {1, 1}, within(1e-12));
        assertThat(found.get(0).line().orElseThrow().group())
                .isEqualTo(found.get(1).line().orElseThrow().group());
        AffineWeights more = AffineWeights.of(0, "more", new double[] {700, 0});
        assertThat(factorise(Normalisation.FROBENIUS, List.of(loud, more, quiet))
                        .eigenvalues())
                .as("two tensors of one layer count as one layer")
                .containsExactly(new double[] {1, 1}, within(1e-12));
    }

    @Test
    void solversAgree() {
        double[][] a = random(300, 60, 31);
        Directions torch = factorise(Normalisation.ROWS, a);
        for (SymmetricEigenSolver solver : List.of(SymmetricEigenSolver.portable(), FactorisationTest::commonsMath)) {
            Directions other = new Factorisation(Normalisation.ROWS, solver, 1e-6)
                    .of(List.of(AffineWeights.of(0, "a", a)), CodeSpace.z(60), List.of(), origin());
            assertSame(torch, other, 1e-10);
        }
    }

    private static SymmetricEigen commonsMath(double[] matrix, int n) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix, i * n, rows[i], 0, n);
        }
        EigenDecomposition solved = new EigenDecomposition(new Array2DRowRealMatrix(rows));
        double[] flat = Arrays.stream(solved.getV().getData())
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return new SymmetricEigen(solved.getRealEigenvalues(), flat);
    }

    /** Squaring the matrix in float64 keeps singular values that differ by ten million, which float32 does not. */
    @Test
    void smallSingularValuesSurvive() {
        int d = 16;
        RealMatrix u = new QRDecomposition(new Array2DRowRealMatrix(random(40, d, 41)))
                .getQ()
                .getSubMatrix(0, 39, 0, d - 1);
        RealMatrix v = new QRDecomposition(new Array2DRowRealMatrix(random(d, d, 42))).getQ();
        double[][] a = new double[40][d];
        for (int r = 0; r < d; r++) {
            double sigma = Math.pow(10, -6.0 * r / (d - 1));
            for (int i = 0; i < 40; i++) {
                for (int j = 0; j < d; j++) {
                    a[i][j] += sigma * u.getEntry(i, r) * v.getEntry(j, r);
                }
            }
        }
        Directions found = factorise(Normalisation.NONE, a);
        for (int r = 0; r < d; r++) {
            double sigma = Math.pow(10, -6.0 * r / (d - 1));
            assertThat(Math.sqrt(found.eigenvalues()[r])).isEqualTo(sigma, within(1e-2 * sigma));
        }
    }

    @Test
    void zeroRowsAreCountedAndLeftOut() {
        Directions found = factorise(Normalisation.ROWS, new double[][] {{3, 0}, {0, 0}, {0, 2}, {1e-14, 0}, {0, 5}});
        assertThat(found.origin().rows()).isEqualTo(3);
        assertThat(found.origin().zeroRows()).isEqualTo(2);
        assertThat(found.eigenvalues()).containsExactly(new double[] {2, 1}, within(1e-12));
        assertThat(found.toString()).contains("2 zero rows left out");
    }

    @Test
    void equalEigenvaluesFormAGroup() {
        Directions found =
                factorise(Normalisation.NONE, new double[][] {{3, 0, 0, 0}, {0, 2, 0, 0}, {0, 0, 2, 0}, {0, 0, 0, 1}});
        assertThat(found.stream().map(d -> d.line().orElseThrow().group()).toList())
                .containsExactly(0, 1, 1, 2);
        assertThat(found.get(0).line().orElseThrow().gap()).isEqualTo(5.0 / 9, within(1e-12));
        assertThat(found.get(3).line().orElseThrow().gap()).isEqualTo(1.0 / 9, within(1e-12));
        assertThat(PrincipalAngles.between(
                        new double[][] {found.get(1).vector(), found.get(2).vector()},
                        new double[][] {{0, 1, 0, 0}, {0, 0, 1, 0}}))
                .containsExactly(new double[] {0, 0}, within(1e-12));
    }

    @Test
    void coordinatesThatNoWeightTakesHaveNoPart() {
        AffineWeights chunk = AffineWeights.of(2, "chunk", new double[] {3, 1}, new double[] {1, 3})
                .within(4, 8);
        Directions found =
                new Factorisation(Normalisation.NONE).of(List.of(chunk), CodeSpace.z(8), List.of(), origin());
        assertThat(found).hasSize(2);
        double half = Math.sqrt(0.5);
        assertThat(found.get(0).vector()).containsExactly(new double[] {0, 0, 0, 0, half, half, 0, 0}, within(1e-12));
        assertThat(found.eigenvalues()).containsExactly(new double[] {16, 4}, within(1e-12));
    }

    @Test
    void signsAreFixed() {
        for (int seed = 0; seed < 5; seed++) {
            for (Direction direction : factorise(Normalisation.NONE, random(20, 7, 100 + seed))) {
                double[] n = direction.vector();
                double largest = Arrays.stream(n).map(Math::abs).max().orElseThrow();
                assertThat(Arrays.stream(n).max().orElseThrow()).isEqualTo(largest);
            }
        }
        // Entries of one magnitude: the first decides.
        Directions tie = factorise(Normalisation.NONE, new double[][] {{-1, 1}});
        assertThat(tie.get(0).vector()[0]).isPositive();
    }

    @Test
    void unsoundWeightsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factorise(Normalisation.ROWS, new double[][] {{1, Double.NaN}}))
                .withMessageContaining("'a'")
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factorise(Normalisation.ROWS, new double[][] {{1, Double.POSITIVE_INFINITY}}))
                .withMessageContaining("'a'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factorise(Normalisation.ROWS, new double[][] {{0, 0}}))
                .withMessageContaining("all zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factorise(Normalisation.ROWS, List.of()))
                .withMessageContaining("no weights");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Factorisation(Normalisation.ROWS)
                        .of(List.of(AffineWeights.of(0, "a", SMALL)), CodeSpace.z(3), List.of(), origin()))
                .withMessageContaining("2 coordinates");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AffineWeights(0, "v", HostArray.of(new double[3], 3), 0, 3))
                .withMessageContaining("matrix");
    }

    private static void assertSame(Directions expected, Directions actual, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(actual.eigenvalues())
                .containsExactly(expected.eigenvalues(), within(tolerance * expected.eigenvalues()[0]));
        for (int i = 0; i < expected.size(); i++) {
            // An eigenvector is as exact as rounding divided by the gap to its neighbours.
            double gap = expected.get(i).line().orElseThrow().gap();
            double before =
                    i == 0 ? gap : expected.get(i - 1).line().orElseThrow().gap();
            double allowed = Math.max(tolerance, 1e-13 / Math.min(gap, before));
            assertThat(actual.get(i).vector()).containsExactly(expected.get(i).vector(), within(allowed));
        }
    }

    private static Directions factorise(Normalisation normalisation, double[][] a) {
        return factorise(normalisation, List.of(AffineWeights.of(0, "a", a)));
    }

    private static Directions factorise(Normalisation normalisation, List<AffineWeights> weights) {
        int d = weights.isEmpty() ? 1 : weights.get(0).dimension();
        return new Factorisation(normalisation).of(weights, CodeSpace.z(d), List.of(), origin());
    }

    private static Origin origin() {
        return new Origin("test", "none", "sefa", Normalisation.ROWS, List.of(0), List.of("a"), Optional.empty(), 0, 0);
    }

    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Draws.stream(seed);
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double[] row = new double[columns];
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian() * (1 + j);
            }
            all.add(row);
        }
        return all.toArray(double[][]::new);
    }

    private static double[][] weigh(Normalisation normalisation, double[][] a) {
        double whole = Math.sqrt(trace(a));
        return Arrays.stream(a)
                .map(row -> switch (normalisation) {
                    case ROWS -> Vectors.scale(row, 1 / Vectors.length(row));
                    case NONE -> row;
                    case FROBENIUS -> Vectors.scale(row, 1 / whole);
                })
                .toArray(double[][]::new);
    }

    private static double trace(double[][] a) {
        return Arrays.stream(a).mapToDouble(row -> Vectors.dot(row, row)).sum();
    }
}
