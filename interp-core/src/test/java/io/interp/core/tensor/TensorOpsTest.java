package io.interp.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.internal.torch.GradMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorOpsTest {

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
    @CsvSource({"1,0,0,true", "2,1,0,true", "2,1,1,false", "3,2,1,true"})
    void transposedConvolutionIsItsDefinition(int stride, int padding, int outputPadding, boolean biased) {
        RandomGenerator random = Draws.stream(7);
        int n = 2;
        int c = 3;
        int f = 4;
        int h = 5;
        int k = 4;
        double[] x = random.doubles((long) n * c * h * h, -1, 1).toArray();
        double[] w = random.doubles((long) c * f * k * k, -1, 1).toArray();
        double[] b = random.doubles(f, -1, 1).toArray();
        int out = (h - 1) * stride - 2 * padding + k + outputPadding;
        double[] expected = new double[n * f * out * out];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = biased ? b[i / (out * out) % f] : 0;
        }
        for (int i = 0; i < n; i++) {
            for (int ci = 0; ci < c; ci++) {
                for (int y = 0; y < h; y++) {
                    for (int xx = 0; xx < h; xx++) {
                        for (int fo = 0; fo < f; fo++) {
                            for (int ky = 0; ky < k; ky++) {
                                for (int kx = 0; kx < k; kx++) {
                                    int oy = y * stride - padding + ky;
                                    int ox = xx * stride - padding + kx;
                                    if (oy >= 0 && oy < out && ox >= 0 && ox < out) {
                                        expected[((i * f + fo) * out + oy) * out + ox] +=
                                                x[((i * c + ci) * h + y) * h + xx]
                                                        * w[((ci * f + fo) * k + ky) * k + kx];
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        NDArray result = TensorOps.convTranspose2d(
                manager.create(x, new Shape(n, c, h, h)),
                manager.create(w, new Shape(c, f, k, k)),
                biased ? manager.create(b, new Shape(f)) : null,
                stride,
                padding,
                outputPadding);
        assertThat(result.getShape()).isEqualTo(new Shape(n, f, out, out));
        assertThat(result.toDoubleArray()).containsExactly(expected, within(1e-12));
    }

    @Test
    void eigenvaluesAgreeWithCommonsMath() {
        RandomGenerator random = Draws.stream(8);
        double[][] a = new double[20][20];
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = a[j][i] = random.nextGaussian();
            }
        }
        double[] expected = new EigenDecomposition(new Array2DRowRealMatrix(a)).getRealEigenvalues(); // descending
        NDArray matrix = manager.create(flat(a), new Shape(20, 20));
        NDList result = TensorOps.eigh(matrix);
        double[] values = result.get(0).toDoubleArray();
        for (int i = 0; i < 20; i++) {
            assertThat(values[i]).isCloseTo(expected[19 - i], within(1e-10));
        }
        NDArray v = result.get(1);
        NDArray rebuilt = v.mul(result.get(0).reshape(1, 20)).matMul(v.transpose());
        assertThat(rebuilt.sub(matrix).abs().max().getDouble()).isLessThan(1e-10);
    }

    @Test
    void singularValuesAgreeWithCommonsMath() {
        RandomGenerator random = Draws.stream(9);
        double[][] a = new double[12][7];
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextGaussian();
            }
        }
        NDArray matrix = manager.create(flat(a), new Shape(12, 7));
        NDList result = TensorOps.svd(matrix);
        double[] expected = new SingularValueDecomposition(new Array2DRowRealMatrix(a)).getSingularValues();
        assertThat(result.get(1).toDoubleArray()).containsExactly(expected, within(1e-10));
        NDArray rebuilt = result.get(0).mul(result.get(1).reshape(1, 7)).matMul(result.get(2));
        assertThat(rebuilt.sub(matrix).abs().max().getDouble()).isLessThan(1e-10);
    }

    @Test
    void qrGivesOrthonormalColumns() {
        NDArray matrix =
                Draws.normal(manager, Draws.stream(10), new Shape(9, 4)).toType(DataType.FLOAT64, false);
        NDList result = TensorOps.qr(matrix);
        NDArray q = result.get(0);
        assertThat(q.matMul(result.get(1)).sub(matrix).abs().max().getDouble()).isLessThan(1e-12);
        assertThat(q.transpose()
                        .matMul(q)
                        .sub(manager.eye(4).toType(DataType.FLOAT64, false))
                        .abs()
                        .max()
                        .getDouble())
                .isLessThan(1e-12);
    }

    @Test
    void normalisationsGiveMeanZeroAndVarianceOne() {
        NDArray x = Draws.normal(manager, Draws.stream(11), new Shape(3, 6, 8, 8))
                .mul(5)
                .add(2);
        NDArray grouped = TensorOps.groupNorm(x, 2).reshape(3, 2, 3 * 64);
        assertThat(grouped.mean(new int[] {2}).abs().max().getFloat()).isLessThan(1e-5f);
        assertThat(grouped.square().mean(new int[] {2}).sub(1).abs().max().getFloat())
                .isLessThan(1e-4f);
        NDArray single = TensorOps.instanceNorm(x).reshape(3, 6, 64);
        assertThat(single.mean(new int[] {2}).abs().max().getFloat()).isLessThan(1e-5f);
        assertThat(single.square().mean(new int[] {2}).sub(1).abs().max().getFloat())
                .isLessThan(1e-4f);
    }

    @Test
    void bilinearResizeKnowsAboutCorners() {
        NDArray x = manager.create(new float[] {0, 1}, new Shape(1, 1, 1, 2));
        assertThat(TensorOps.resizeBilinear(x, 1, 4, true).toFloatArray())
                .containsExactly(new float[] {0, 1 / 3f, 2 / 3f, 1}, within(1e-6f));
        assertThat(TensorOps.resizeBilinear(x, 1, 4, false).toFloatArray())
                .containsExactly(new float[] {0, 0.25f, 0.75f, 1}, within(1e-6f));
    }

    @Test
    void bicubicResizeKeepsConstants() {
        NDArray x = manager.ones(new Shape(1, 2, 5, 7)).mul(0.3f);
        NDArray y = TensorOps.resizeBicubic(x, 11, 13, false);
        assertThat(y.getShape()).isEqualTo(new Shape(1, 2, 11, 13));
        assertThat(y.sub(0.3f).abs().max().getFloat()).isLessThan(1e-6f);
    }

    @Test
    void scalesAndBoundsFromBelow() {
        NDArray x = manager.create(new float[] {-2, 0.5f, 3});
        assertThat(TensorOps.scale(x, -1.5).toFloatArray()).containsExactly(3, -0.75f, -4.5f);
        assertThat(TensorOps.scale(x, 2).getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(TensorOps.atLeast(x, 0.75).toFloatArray()).containsExactly(0.75f, 0.75f, 3);
        assertThat(TensorOps.scale(manager.create(new double[] {0.1}), 3).toDoubleArray())
                .containsExactly(0.1 * 3);
    }

    /** Whatever the collector frees between the forward pass and the gradient, and whatever is written there next. */
    @Test
    void gradientsOfScaledArraysOutliveACollection() {
        NDArray x = manager.ones(new Shape(16));
        Gradients.require(List.of(x), true);
        for (int i = 1; i <= 20; i++) {
            try (NDManager scope = manager.newSubManager();
                    GradScope on = GradScope.on()) {
                NDArray sum = scope.zeros(new Shape());
                for (int j = 0; j < 50; j++) {
                    NDArray scaled = TensorOps.scale(x, i + j);
                    NDArray bounded = TensorOps.atLeast(scaled, j % 2 == 0 ? 0 : 1e6);
                    scaled.attach(scope);
                    bounded.attach(scope);
                    sum = sum.add(bounded.sum());
                }
                System.gc();
                ByteBuffer[] garbage = new ByteBuffer[200];
                Arrays.setAll(
                        garbage,
                        k -> ByteBuffer.allocateDirect(16).putFloat(0, 1e9f).putFloat(4, 1e9f));
                NDArray gradient = Gradients.of(sum, List.of(x)).head();
                float expected = 25 * i + 24 * 25; // the even j, those below 1e6 have no slope
                assertThat(gradient.toFloatArray()).containsOnly(expected);
                assertThat(garbage).hasSize(200);
            }
        }
    }

    @Test
    void gradientsCanBeDifferentiatedAgain() {
        try (GradScope on = GradScope.on()) {
            NDArray x = manager.create(new float[] {3, -2});
            Gradients.require(x);
            NDArray g = Gradients.withGraph(x.pow(3).sum(), x); // 3 x^2
            assertThat(g.toFloatArray()).containsExactly(27, 12);
            NDArray second = Gradients.of(g.square().sum(), x); // d/dx 9 x^4 = 36 x^3
            assertThat(second.toFloatArray()).containsExactly(972, -288);
        }
    }

    @Test
    void gradientsLeaveNothingBehindAndAreZeroWhereUnused() {
        try (GradScope on = GradScope.on()) {
            NDArray x = manager.create(new float[] {3});
            NDArray unused = manager.create(new float[] {1, 1});
            Gradients.require(x, unused);
            for (int i = 0; i < 3; i++) {
                NDList gradients = Gradients.of(x.square().sum(), List.of(x, unused));
                assertThat(gradients.get(0).toFloatArray()).containsExactly(6);
                assertThat(gradients.get(1).toFloatArray()).containsExactly(0, 0);
            }
            assertThat(x.getName()).isNull();
        }
    }

    @Test
    void gradientsOfSomethingThatIsNoScalarAreRefused() {
        try (GradScope on = GradScope.on()) {
            NDArray x = manager.create(new float[] {3, 1});
            Gradients.require(x);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Gradients.of(x.square(), x))
                    .withMessageContaining("scalar");
        }
    }

    @Test
    void scopesNestAndRestoreTheMode() throws InterruptedException {
        boolean[] seen = new boolean[3];
        Thread thread = new Thread(() -> {
            try (GradScope off = GradScope.off()) {
                try (GradScope on = GradScope.on()) {
                    seen[0] = GradMode.isOn();
                }
                seen[1] = GradMode.isOn();
            }
            seen[2] = GradMode.isOn();
        });
        thread.start();
        thread.join();
        assertThat(seen).containsExactly(true, false, true); // a fresh thread starts with recording on
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
