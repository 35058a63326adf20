package io.interp.core.internal.torch;

import ai.djl.pytorch.jni.JniUtils;

/** The engine's thread-local gradient mode. */
public final class GradMode {

    private GradMode() {}

    /** {@return whether operations on this thread record a graph} */
    public static boolean isOn() {
        ConvolutionCheck.require();
        return JniUtils.isGradMode();
    }

    /**
     * Switches recording on this thread.
     *
     * @param on whether operations record a graph from now on
     */
    public static void set(boolean on) {
        ConvolutionCheck.require();
        JniUtils.setGradMode(on);
    }
}
