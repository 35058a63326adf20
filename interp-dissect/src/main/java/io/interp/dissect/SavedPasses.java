package io.interp.dissect;

import java.nio.file.Path;

/**
 * Where and how often the state of a dissection is written.
 *
 * @param file the file
 * @param batches after how many batches
 */
record SavedPasses(Path file, int batches) {

    SavedPasses {
        if (batches < 1) {
            throw new IllegalArgumentException("a checkpoint needs an interval of 1 batch or more, got " + batches);
        }
    }
}
