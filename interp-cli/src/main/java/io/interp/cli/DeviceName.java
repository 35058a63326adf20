package io.interp.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;

/** Where tensors are computed. */
enum DeviceName {
    /** The processor. */
    CPU,
    /** The first CUDA device. */
    GPU;

    Device device() {
        if (this == CPU) {
            return Device.cpu();
        }
        if (Engine.getInstance().getGpuCount() == 0) {
            throw new IllegalStateException("no GPU that this build can use; on a machine with one, build with"
                    + " INTERP_PROFILE=cu118 ./interp ..., or leave out --device gpu");
        }
        return Device.gpu();
    }
}
