package io.interp.core.internal.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.JniUtils;
import io.interp.core.InterpException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure, once a process, that the engine's convolutions are right on this processor.
 *
 * <p>They are not everywhere: on an AMD EPYC of family 26 in a virtual machine, oneDNN of PyTorch 2.5.1 and 2.7.1 leaves out
 * weights of numbers of channels that are no multiple of 16, such as 24 filters or 100 latents, and multiplies by what lay in
 * memory instead: images are wrong by as much as they are large, or NaN. PyTorch 2.0.1 is right there, and so are the newer
 * ones where oneDNN keeps to SSE4.1. Where a case fails, oneDNN is turned off, which is right and several times slower.
 */
public final class ConvolutionCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConvolutionCheck.class);

    private static final List<ConvolutionCase> CASES = List.of(
            new ConvolutionCase(false, 2, 24, 40, 9, 3, 2, 1),
            new ConvolutionCase(false, 1, 20, 24, 8, 4, 2, 1),
            new ConvolutionCase(false, 2, 64, 3, 8, 3, 1, 1),
            new ConvolutionCase(false, 2, 3, 20, 8, 4, 2, 1),
            new ConvolutionCase(true, 2, 100, 64, 1, 4, 1, 0),
            new ConvolutionCase(true, 2, 64, 20, 4, 4, 2, 1),
            new ConvolutionCase(true, 2, 32, 3, 8, 4, 2, 1));

    private static final ReentrantLock CHECKING = new ReentrantLock();

    private static volatile boolean right;

    private ConvolutionCheck() {}

    /**
     * Loads the engine and checks it, if that was not done yet. Every pass of this library comes by here; other threads wait
     * for the one that checks.
     *
     * @throws InterpException if convolutions are wrong and there is no way to have them computed otherwise
     */
    public static void require() {
        if (right || CHECKING.isHeldByCurrentThread()) { // what the check itself computes comes by here, too
            return;
        }
        CHECKING.lock();
        try {
            if (!right) {
                check();
                right = true;
            }
        } finally {
            CHECKING.unlock();
        }
    }

    private static void check() {
        Engine.getEngine(PtEngine.ENGINE_NAME);
        if (isRight()) {
            return;
        }
        if (OneDnn.turnOff() && isRight()) {
            LOGGER.warn("oneDNN computes wrong convolutions on this processor, so the engine does without it, which is"
                    + " several times slower. Try to set the environment variable ONEDNN_MAX_CPU_ISA to SSE41: this"
                    + " message is gone if that makes it right.");
            return;
        }
        throw new InterpException(
                "the engine's convolutions are wrong on this processor, so that no image could be trusted;"
                        + " set the environment variable ONEDNN_MAX_CPU_ISA to SSE41, or use another version of PyTorch");
    }

    private static boolean isRight() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PtEngine.ENGINE_NAME)) {
            return CASES.stream().allMatch(one -> one.isRight(manager, (x, w) -> convolve(one, x, w)));
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The engine's convolution of a case. */
    static NDArray convolve(ConvolutionCase one, NDArray x, NDArray w) {
        if (one.transposed()) {
            return Operators.on(x.getDevice())
                    .call("conv_transpose2d_plain", x.getManager(), List.of(x, w), one.stride(), one.padding(), 0)
                    .head();
        }
        Shape stride = new Shape(one.stride(), one.stride());
        Shape padding = new Shape(one.padding(), one.padding());
        return Conv2d.conv2d(x, w, null, stride, padding, new Shape(1, 1)).head();
    }
}
