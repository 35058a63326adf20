package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.data.ImageSource;
import io.interp.testkit.drawn.DrawnFaces;

/** The first 512 drawn faces of seed 0, in memory. */
final class DrawnImages {

    private static final int FACES = 512;

    private DrawnImages() {}

    /** {@return the faces at some height and width} */
    static ImageSource of(NDManager manager, int size) {
        try (NDArray images = draw(manager, size)) {
            return ImageSource.of(images);
        }
    }

    /** {@return the faces followed by their mirror images} */
    static ImageSource mirrored(NDManager manager, int size) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = draw(scope, size);
            return ImageSource.of(images.concat(images.flip(3)));
        }
    }

    private static NDArray draw(NDManager manager, int size) {
        DrawnFaces faces = new DrawnFaces(size, FACES, 0);
        int length = 3 * size * size;
        float[] values = new float[FACES * length];
        for (int i = 0; i < FACES; i++) {
            System.arraycopy(faces.pixels(i), 0, values, i * length, length);
        }
        return manager.create(values, new Shape(FACES, 3, size, size)); // [N, 3, H, W]
    }
}
