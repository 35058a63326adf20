package io.interp.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.interp.core.internal.torch.Operators;
import java.util.List;

/**
 * Operators of the native engine that DJL's {@code NDArray} does not offer. All of them take part in gradients, cost
 * about 0.1 ms a call beside the work itself, and return arrays owned by the first argument's manager.
 */
public final class TensorOps {

    private TensorOps() {}

    /**
     * Transposed convolution.
     *
     * @param input {@code [N, C, H, W]} float32
     * @param weight {@code [C, F, k, k]}
     * @param bias {@code [F]}, or null for none
     * @param stride the stride in both dimensions
     * @param padding what is cut off at each edge
     * @param outputPadding what is added at the lower and right edge
     * @return {@code [N, F, (H-1)*stride - 2*padding + k + outputPadding, ...]}
     */
    public static NDArray convTranspose2d(
            NDArray input, NDArray weight, NDArray bias, long stride, long padding, long outputPadding) {
        Operators ops = Operators.on(input.getDevice());
        if (bias == null) {
            return ops.call(
                            "conv_transpose2d_plain",
                            input.getManager(),
                            List.of(input, weight),
                            stride,
                            padding,
                            outputPadding)
                    .head();
        }
        return ops.callWithList(
                        "conv_transpose2d",
                        input.getManager(),
                        List.of(input, weight),
                        List.of(bias),
                        stride,
                        padding,
                        outputPadding)
                .head();
    }

    /**
     * Multiplies by a number, safely while a graph is recorded.
     *
     * <p>The engine's own {@code mul(Number)}, {@code div}, {@code pow}, {@code maximum} and {@code minimum} put the number in
     * memory that they give back at once, though a recorded graph still needs it: after a garbage collection the gradient is
     * now and then wrong. So no number goes to them where gradients may be on.
     *
     * @param x any shape
     * @param factor the number
     * @return x times the number, of x's type, owned by x's manager
     */
    public static NDArray scale(NDArray x, double factor) {
        return Operators.on(x.getDevice()).callWithNumber("scale", x, factor);
    }

    /**
     * The larger of each element and a number, safely while a graph is recorded; see {@link #scale}.
     *
     * @param x any shape
     * @param least the number
     * @return x, where it is below the number the number, owned by x's manager
     */
    public static NDArray atLeast(NDArray x, double least) {
        return Operators.on(x.getDevice()).callWithNumber("at_least", x, least);
    }

    /**
     * Eigendecomposition of symmetric matrices, of which the lower triangle is read.
     *
     * @param matrix {@code [..., n, n]} float32 or float64
     * @return eigenvalues {@code [..., n]} in ascending order, and eigenvectors in the columns of {@code [..., n, n]}
     */
    public static NDList eigh(NDArray matrix) {
        return Operators.on(matrix.getDevice()).call("eigh", matrix.getManager(), List.of(matrix));
    }

    /**
     * Thin singular value decomposition.
     *
     * @param matrix {@code [..., m, n]} float32 or float64
     * @return U {@code [..., m, k]}, the singular values {@code [..., k]} in descending order, and V transposed
     *     {@code [..., k, n]}, with k = min(m, n)
     */
    public static NDList svd(NDArray matrix) {
        return Operators.on(matrix.getDevice()).call("svd", matrix.getManager(), List.of(matrix));
    }

    /**
     * Thin QR decomposition.
     *
     * @param matrix {@code [..., m, n]} float32 or float64
     * @return Q {@code [..., m, k]} with orthonormal columns and the upper triangular R {@code [..., k, n]}
     */
    public static NDList qr(NDArray matrix) {
        return Operators.on(matrix.getDevice()).call("qr", matrix.getManager(), List.of(matrix));
    }

    /**
     * Normalises groups of channels of each image to mean 0 and variance 1.
     *
     * @param input {@code [N, C, H, W]}
     * @param groups the number of groups, a divisor of C
     * @return the same shape
     */
    public static NDArray groupNorm(NDArray input, long groups) {
        return Operators.on(input.getDevice())
                .call("group_norm", input.getManager(), List.of(input), groups)
                .head();
    }

    /**
     * Normalises each channel of each image to mean 0 and variance 1.
     *
     * @param input {@code [N, C, H, W]}
     * @return the same shape
     */
    public static NDArray instanceNorm(NDArray input) {
        return Operators.on(input.getDevice())
                .call("instance_norm", input.getManager(), List.of(input))
                .head();
    }

    /**
     * Resizes by bilinear interpolation.
     *
     * @param input {@code [N, C, H, W]}
     * @param height the new height
     * @param width the new width
     * @param alignCorners whether the corner pixels' centres stay in place, rather than the images' outlines
     * @return {@code [N, C, height, width]}
     */
    public static NDArray resizeBilinear(NDArray input, long height, long width, boolean alignCorners) {
        return resize("bilinear", input, height, width, alignCorners);
    }

    /**
     * Resizes by bicubic interpolation, which can leave the input's range by some percent.
     *
     * @param input {@code [N, C, H, W]}
     * @param height the new height
     * @param width the new width
     * @param alignCorners whether the corner pixels' centres stay in place, rather than the images' outlines
     * @return {@code [N, C, height, width]}
     */
    public static NDArray resizeBicubic(NDArray input, long height, long width, boolean alignCorners) {
        return resize("bicubic", input, height, width, alignCorners);
    }

    /**
     * Doubles height and width by repeating every pixel 2x2.
     *
     * @param input {@code [N, C, H, W]}
     * @return {@code [N, C, 2H, 2W]}
     */
    public static NDArray doubleNearest(NDArray input) {
        long n = input.getShape().get(0);
        long c = input.getShape().get(1);
        long h = input.getShape().get(2);
        long w = input.getShape().get(3);
        return input.reshape(n, c, h, 1, w, 1)
                .broadcast(n, c, h, 2, w, 2)
                .reshape(n, c, 2 * h, 2 * w); // [N, C, 2H, 2W]
    }

    private static NDArray resize(String method, NDArray input, long height, long width, boolean alignCorners) {
        return Operators.on(input.getDevice())
                .call(method, input.getManager(), List.of(input), height, width, alignCorners ? 1 : 0)
                .head();
    }
}
