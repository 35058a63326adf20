package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.interp.core.tensor.TensorOps;

/**
 * One half of an EigenGAN block: maps h {@code [N, C, H, W]} and those of a subspace, phi, to F(leakyRelu(h + T(phi))),
 * where T and F are transposed convolutions with biases. Their weights stay 0 until {@link InitialWeights} draws them.
 */
final class InjectedConvolution extends AbstractBlock {

    private static final byte VERSION = 1;
    private static final float SLOPE = 0.2f;
    private static final int KERNEL = 3;

    private final int filters;
    private final Step into;
    private final Step out;

    /** A transposed convolution and its weights: stride 2 doubles the size exactly, stride 1 keeps it. */
    private record Step(Parameter weight, Parameter bias, int kernel, int stride) {

        NDArray apply(NDArray x, ParameterStore store, boolean training) {
            NDArray w = store.getValue(weight, x.getDevice(), training);
            NDArray b = store.getValue(bias, x.getDevice(), training);
            return TensorOps.convTranspose2d(x, w, b, stride, (kernel - 1) / 2, stride - 1);
        }
    }

    private InjectedConvolution(int subspaceChannels, int channels, int filters, int into, int intoStride, int stride) {
        super(VERSION);
        this.filters = filters;
        this.into = new Step(
                array("into", subspaceChannels, channels, into, into), array("intoBias", channels), into, intoStride);
        this.out = new Step(array("weight", channels, filters, KERNEL, KERNEL), array("bias", filters), KERNEL, stride);
    }

    /** The half that doubles the size: phi enters as it is, by a 1x1 convolution. */
    static InjectedConvolution doubling(int channels, int filters) {
        return new InjectedConvolution(channels, channels, filters, 1, 1, 2);
    }

    /** The half after it: phi enters doubled, by a 3x3 convolution of stride 2. */
    static InjectedConvolution keeping(int subspaceChannels, int channels) {
        return new InjectedConvolution(subspaceChannels, channels, channels, KERNEL, 2, 1);
    }

    private Parameter array(String name, long... shape) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(shape))
                .optInitializer(Initializer.ZEROS)
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray h = inputs.get(0); // [N, C, H, W]
        NDArray entering = into.apply(inputs.get(1), store, training); // [N, C, H, W]
        NDArray active = Activation.leakyRelu(h.add(entering), SLOPE);
        return new NDList(out.apply(active, store, training)); // [N, F, H * stride, W * stride]
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), filters, in.get(2) * out.stride(), in.get(3) * out.stride())};
    }
}
