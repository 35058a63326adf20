package io.interp.core.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A convolution of small whole numbers whose result is known: its values by plain loops in double, and its gradients by what
 * any bilinear map keeps. For y = conv(x, w) and any g, with the gradients of sum(g y), sum(x dx) and sum(w dw) are both
 * sum(g y).
 *
 * @param transposed whether it is a transposed one
 * @param batch the number of images
 * @param in input channels
 * @param out output channels
 * @param extent height and width of the input
 * @param kernel height and width of the kernel
 * @param stride the stride
 * @param padding the padding
 */
record ConvolutionCase(
        boolean transposed, int batch, int in, int out, int extent, int kernel, int stride, int padding) {

    private static final int LARGEST = 3;
    private static final double TOLERANCE = 1e-3;

    private int outExtent() {
        return transposed ? (extent - 1) * stride - 2 * padding + kernel : (extent + 2 * padding - kernel) / stride + 1;
    }

    private Shape weightShape() {
        return transposed ? new Shape(in, out, kernel, kernel) : new Shape(out, in, kernel, kernel);
    }

    /**
     * {@return whether a convolution and its gradients are right}
     *
     * @param manager owns what is computed
     * @param convolution images and weights to images, with this case's stride and padding, recorded for gradients
     */
    boolean isRight(NDManager manager, BinaryOperator<NDArray> convolution) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(31L * in + out);
        Shape images = new Shape(batch, in, extent, extent);
        Shape made = new Shape(batch, out, outExtent(), outExtent());
        float[] x = whole(random, images);
        float[] w = whole(random, weightShape());
        float[] g = whole(random, made);
        double[] expected = expected(x, w);
        NDArray inputs = manager.create(x, images);
        NDArray weights = manager.create(w, weightShape());
        TorchModule.requireGradient(List.of(inputs, weights), true);
        NDArray y = convolution.apply(inputs, weights);
        NDList gradients = Operators.on(manager.getDevice())
                .callWithList(
                        "gradients",
                        manager,
                        List.of(y.mul(manager.create(g, made)).sum()),
                        List.of(inputs, weights),
                        0);
        float[] found = y.stopGradient().toFloatArray();
        double size = 1;
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE * (1 + Math.abs(expected[i])))) {
                return false;
            }
            sum += g[i] * expected[i];
            size += Math.abs(g[i] * expected[i]);
        }
        return Math.abs(dot(x, gradients.get(0)) - sum) <= TOLERANCE * size
                && Math.abs(dot(w, gradients.get(1)) - sum) <= TOLERANCE * size;
    }

    private static float[] whole(RandomGenerator random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-LARGEST, LARGEST + 1);
        }
        return values;
    }

    private static double dot(float[] a, NDArray gradient) {
        float[] b = gradient.toFloatArray();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Every product of a number of the input and one of the kernel goes to one number of the output. */
    private double[] expected(float[] x, float[] w) {
        int wide = outExtent();
        int taps = kernel * kernel;
        double[] y = new double[batch * out * wide * wide];
        // A transposed convolution is the other one seen from its output: small is its input and the other's output.
        int small = transposed ? extent : wide;
        int large = transposed ? wide : extent;
        for (int image = 0; image < batch * in * out; image++) {
            int n = image / (in * out);
            int c = image / out % in;
            int f = image % out;
            int weightAt = (transposed ? c * out + f : f * in + c) * taps;
            int inputAt = (n * in + c) * extent * extent;
            int outputAt = (n * out + f) * wide * wide;
            for (int place = 0; place < small * small; place++) {
                for (int tap = 0; tap < taps; tap++) {
                    int row = place / small * stride + tap / kernel - padding;
                    int column = place % small * stride + tap % kernel - padding;
                    if (row >= 0 && row < large && column >= 0 && column < large) {
                        int other = row * large + column;
                        y[outputAt + (transposed ? other : place)] +=
                                (double) w[weightAt + tap] * x[inputAt + (transposed ? place : other)];
                    }
                }
            }
        }
        return y;
    }
}
