package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import java.util.Map;

/**
 * What a network with spectral norm divides a stored weight by. PyTorch's own keeps the raw weight as {@code weight_orig}
 * beside vectors {@code weight_u} and {@code weight_v} and divides by u'Wv; BigGAN's first code keeps its singular value
 * as {@code sv0}.
 */
final class SpectralGain {

    private static final String RAW = "_orig";

    private SpectralGain() {}

    /** The divisor, 1 for a weight without spectral norm. */
    static double of(String tensor, WeightKind kind, NDArray weight, Map<String, NDArray> state) {
        if (tensor.endsWith(RAW)) {
            String stem = tensor.substring(0, tensor.length() - RAW.length());
            NDArray u = state.get(stem + "_u");
            NDArray v = state.get(stem + "_v");
            return u == null || v == null ? 1 : product(u, kind, weight, v);
        }
        NDArray singular = state.get(tensor.replaceFirst("weight$", "sv0"));
        return singular == null || !tensor.endsWith("weight") || singular.size() != 1
                ? 1
                : positive(HostArray.copyOf(singular).toDoubles()[0], tensor);
    }

    private static double product(NDArray u, WeightKind kind, NDArray weight, NDArray v) {
        try (GradScope off = GradScope.off();
                NDManager scope = weight.getManager().newSubManager()) {
            NDArray raw = weight.toType(DataType.FLOAT64, true);
            raw.attach(scope);
            // PyTorch puts the output channels first, which a transposed convolution stores second.
            NDArray outFirst = kind == WeightKind.TRANSPOSED_CONVOLUTION ? raw.transpose(1, 0, 2, 3) : raw;
            NDArray matrix = outFirst.reshape(outFirst.getShape().get(0), -1);
            NDArray left = u.toType(DataType.FLOAT64, true);
            NDArray right = v.toType(DataType.FLOAT64, true);
            left.attach(scope);
            right.attach(scope);
            NDArray sigma = left.reshape(1, -1).matMul(matrix).matMul(right.reshape(-1, 1));
            return positive(sigma.toDoubleArray()[0], "spectral norm");
        }
    }

    private static double positive(double sigma, String of) {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("the singular value of " + of + " must be positive, got " + sigma);
        }
        return sigma;
    }
}
