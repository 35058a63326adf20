package io.interp.core.internal.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the engine fill memory on the CPU with zeros when it allocates it, for the whole process.
 *
 * <p>The convolutions of oneDNN in PyTorch 2.5.1 and 2.7.1 (not in 2.0.1) pad weights to blocks of 8 or 16 channels and leave
 * what they pad as they found it. They multiply it by zeros, which is harmless unless the bits found there are those of NaN
 * or infinity: then whole images are NaN, now and then, for no reason that can be seen. Any number of channels may be
 * concerned that is no multiple of 16, such as 100 latents, forwards or backwards. The engine has a switch for zeros, which
 * costs 1 to 5 % of the time of a step.
 */
final class ZeroedMemory {

    /** The system property that leaves the engine as it is if it is {@code false}. */
    static final String PROPERTY = "interp.zeroedMemory";

    private static final Logger LOGGER = LoggerFactory.getLogger(ZeroedMemory.class);
    private static final String LIBRARY = "c10";
    private static final String SWITCH = "FLAGS_caffe2_cpu_allocator_do_zero_fill";

    private ZeroedMemory() {}

    /** Loads the engine and turns the switch on, where there is one and it was not declined. */
    static void request() {
        Engine.getEngine(PtEngine.ENGINE_NAME);
        Path library = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName(LIBRARY));
        if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) || !Files.isRegularFile(library)) {
            LOGGER.debug("memory is left as the engine allocates it; library {}", library);
            return;
        }
        try {
            NativeLibrary.getInstance(library.toString())
                    .getGlobalVariableAddress(SWITCH)
                    .setByte(0, (byte) 1);
        } catch (UnsatisfiedLinkError e) {
            LOGGER.debug("this engine has no switch for memory filled with zeros", e);
        }
    }
}
