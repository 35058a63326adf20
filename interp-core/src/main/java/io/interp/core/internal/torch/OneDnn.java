package io.interp.core.internal.torch;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The library that computes most of the engine's convolutions on a CPU. */
final class OneDnn {

    private static final String LIBRARY = "torch_cpu";

    /** {@code at::globalContext()}. */
    private static final String CONTEXT = "_ZN2at13globalContextEv";

    /** {@code at::Context::setUserEnabledMkldnn(bool)}. */
    private static final String ENABLE = "_ZN2at7Context20setUserEnabledMkldnnEb";

    private OneDnn() {}

    /**
     * Has the engine do without it from now on, for the whole process. DJL has no call for that, so the engine's own is called.
     *
     * @return whether the engine has such a switch
     */
    static boolean turnOff() {
        Path library = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName(LIBRARY));
        if (!Files.isRegularFile(library)) {
            return false;
        }
        try {
            NativeLibrary torch = NativeLibrary.getInstance(library.toString());
            Pointer context = (Pointer) torch.getFunction(CONTEXT).invoke(Pointer.class, new Object[0]);
            torch.getFunction(ENABLE).invokeVoid(new Object[] {context, (byte) 0});
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
