package io.interp.eigengan.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.InitialScales;
import io.interp.eigengan.Subspace;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrthogonalityPenaltyTest {

    private static final EigenGan TINY = new EigenGan(16, 1, 5, 3, 32, 4, InitialScales.ARITHMETIC);

    private NDManager manager;
    private Generator generator;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = TINY.generator(manager, 2);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    /** Bases that are off by numbers of a given size. */
    private List<NDArray> disturbed(double size) {
        List<NDArray> bases = OrthogonalityPenalty.bases(generator);
        try (NDManager scope = manager.newSubManager()) {
            for (int i = 0; i < bases.size(); i++) {
                NDArray basis = bases.get(i);
                NDArray noise = Draws.normal(scope, Draws.stream(9, i), basis.getShape());
                basis.addi(noise.mul(size));
            }
        }
        return bases;
    }

    private static RealMatrix matrix(NDArray array) {
        float[] values = array.toFloatArray();
        int columns = (int) array.getShape().get(1);
        RealMatrix matrix = new Array2DRowRealMatrix(values.length / columns, columns);
        for (int i = 0; i < values.length; i++) {
            matrix.setEntry(i / columns, i % columns, values[i]);
        }
        return matrix;
    }

    private static RealMatrix off(RealMatrix u) {
        return u.transpose().multiply(u).subtract(MatrixUtils.createRealIdentityMatrix(u.getColumnDimension()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 18})
    void valueAndSlopesAreTheClosedForm(double weight) {
        List<NDArray> bases = disturbed(0.1);
        double expected = 0;
        for (NDArray basis : bases) {
            expected += weight / 2 * Math.pow(off(matrix(basis)).getFrobeniusNorm(), 2);
        }
        OrthogonalityPenalty penalty = new OrthogonalityPenalty(generator, weight, Retraction.NONE);
        try (GradScope on = GradScope.on();
                NDManager scope = manager.newSubManager()) {
            Gradients.require(bases, true);
            NDArray latents = scope.zeros(new Shape(1, TINY.latents().total()));
            NDArray loss = penalty.loss(latents, latents);
            assertThat(loss.getManager()).isSameAs(scope);
            assertThat((double) loss.getFloat()).isCloseTo(expected, within(1e-5 * expected));
            var gradients = Gradients.of(loss, bases);
            Gradients.require(bases, false);
            for (int i = 0; i < bases.size(); i++) {
                RealMatrix u = matrix(bases.get(i));
                RealMatrix slope = u.multiply(off(u)).scalarMultiply(2 * weight);
                assertThat(matrix(gradients.get(i)).subtract(slope).getFrobeniusNorm())
                        .isLessThan(1e-5 * slope.getFrobeniusNorm());
            }
        }
        int arrays = manager.getManagedArrays().size();
        try (NDManager scope = manager.newSubManager()) {
            NDArray latents = scope.zeros(new Shape(1, 1));
            penalty.loss(latents, latents);
        }
        assertThat(manager.getManagedArrays()).hasSize(arrays);
    }

    /** A step down the slope moves the penalty by minus the step times the squared slope, to first order. */
    @Test
    void aStepDownMakesItSmaller() {
        List<NDArray> bases = disturbed(0.1);
        OrthogonalityPenalty penalty = new OrthogonalityPenalty(generator, 1, Retraction.NONE);
        double rate = 1e-3;
        double[] values = new double[2];
        double squared = 0;
        for (int step = 0; step < 2; step++) {
            try (GradScope on = GradScope.on();
                    NDManager scope = manager.newSubManager()) {
                Gradients.require(bases, true);
                NDArray latents = scope.zeros(new Shape(1, 1));
                NDArray loss = penalty.loss(latents, latents);
                values[step] = loss.getFloat();
                var gradients = Gradients.of(loss, bases);
                Gradients.require(bases, false);
                try (GradScope off = GradScope.off()) {
                    for (int i = 0; i < bases.size() && step == 0; i++) {
                        squared += gradients.get(i).square().sum().getFloat();
                        bases.get(i).subi(gradients.get(i).mul(rate));
                    }
                }
            }
        }
        assertThat((values[0] - values[1]) / (rate * squared)).isBetween(0.97, 1.0);
    }

    @Test
    void polarRetractionIsTheNearestOrthonormalBasis() {
        List<NDArray> bases = disturbed(0.2);
        List<RealMatrix> before =
                bases.stream().map(OrthogonalityPenaltyTest::matrix).toList();
        new OrthogonalityPenalty(generator, 0, Retraction.POLAR).afterStep();
        for (int i = 0; i < bases.size(); i++) {
            SingularValueDecomposition svd = new SingularValueDecomposition(before.get(i));
            RealMatrix nearest = svd.getU().multiply(svd.getVT());
            assertThat(matrix(bases.get(i)).subtract(nearest).getFrobeniusNorm())
                    .isLessThan(1e-5);
            assertThat(Subspace.of(generator, i + 1).orthogonalityError()).isLessThan(1e-5);
        }
    }

    @Test
    void qrRetractionKeepsTheFirstDirectionAndAllSigns() {
        List<NDArray> bases = disturbed(0.2);
        List<RealMatrix> before =
                bases.stream().map(OrthogonalityPenaltyTest::matrix).toList();
        new OrthogonalityPenalty(generator, 0, Retraction.QR).afterStep();
        for (int i = 0; i < bases.size(); i++) {
            QRDecomposition qr = new QRDecomposition(before.get(i));
            RealMatrix after = matrix(bases.get(i));
            for (int j = 0; j < 3; j++) {
                double sign = Math.signum(qr.getR().getEntry(j, j));
                double[] expected =
                        qr.getQ().getColumnVector(j).mapMultiply(sign).toArray();
                assertThat(after.getColumn(j)).containsExactly(expected, within(1e-5));
            }
            assertThat(Subspace.of(generator, i + 1).orthogonalityError()).isLessThan(1e-5);
        }
    }

    @Test
    void noPenaltyIsZeroAndNoRetractionChangesNothing() {
        disturbed(0.1);
        String before = generator.fingerprint();
        OrthogonalityPenalty none = new OrthogonalityPenalty(generator, 0, Retraction.NONE);
        none.afterStep();
        assertThat(generator.fingerprint()).isEqualTo(before);
        NDArray latents = manager.zeros(new Shape(1, 1));
        assertThat(none.loss(latents, latents).getFloat()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new OrthogonalityPenalty(generator, -1, Retraction.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Orthogonality(-1, Retraction.NONE));
    }
}
