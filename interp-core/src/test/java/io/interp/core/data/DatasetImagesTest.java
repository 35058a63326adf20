package io.interp.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Dataset;
import org.junit.jupiter.api.Test;

class DatasetImagesTest {

    @Test
    void copiesEveryRangeToSigned() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray bytes =
                    manager.arange(0, 7 * 3 * 2 * 4, 1, DataType.FLOAT32).reshape(7, 3, 2, 4);
            float[] expected = bytes.div(127.5f).sub(1).toFloatArray();
            check(DatasetImages.copy("bytes", dataset(bytes), manager, PixelRange.BYTES), expected);
            check(
                    DatasetImages.copy("uint8", dataset(bytes.toType(DataType.UINT8, true)), manager, PixelRange.BYTES),
                    expected);
            check(DatasetImages.copy("unit", dataset(bytes.div(255)), manager, PixelRange.UNIT), expected);
            check(
                    DatasetImages.copy("signed", dataset(bytes.div(127.5f).sub(1)), manager, PixelRange.SIGNED),
                    expected);
        }
    }

    private static void check(ImageSource images, float[] expected) {
        assertThat(images.size()).isEqualTo(7);
        assertThat(images.channels()).isEqualTo(3);
        assertThat(images.height()).isEqualTo(2);
        assertThat(images.width()).isEqualTo(4);
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] values =
                    images.batch(manager, new int[] {0, 1, 2, 3, 4, 5, 6}).toFloatArray();
            for (int i = 0; i < values.length; i++) {
                assertThat(Math.abs(values[i] - expected[i])).isLessThan(2e-6f);
            }
        }
    }

    @Test
    void leavesNoArraysBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Dataset dataset = dataset(manager.zeros(new Shape(7, 1, 2, 2)));
            int before = manager.getManagedArrays().size();
            ImageSource images = DatasetImages.copy("zeros", dataset, manager, PixelRange.UNIT);
            assertThat(images.size()).isEqualTo(7);
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void refusesAWrongRangeAndShape() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray bytes = manager.full(new Shape(2, 1, 2, 2), 200f);
            assertThatThrownBy(() -> DatasetImages.copy("faces", dataset(bytes), manager, PixelRange.UNIT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("faces: image 0 holds 200.0, outside the stated range 0.0 to 1.0");
            NDArray nan = manager.full(new Shape(1, 1, 1, 1), Float.NaN);
            assertThatThrownBy(() -> ImageSource.of(nan)).hasMessageContaining("NaN");
            assertThatThrownBy(() -> ImageSource.of(manager.zeros(new Shape(1, 2, 3, 3))))
                    .hasMessageContaining("C of 1 or 3");
            assertThatThrownBy(() -> ImageSource.of(manager.zeros(new Shape(3, 3))))
                    .hasMessageContaining("[N, C, H, W]");
            assertThatThrownBy(() -> new PixelRange(1, 1)).hasMessageContaining("upwards");
        }
    }

    @Test
    void sourcesOfArraysOutliveThem() {
        ImageSource images;
        try (NDManager manager = NDManager.newBaseManager()) {
            images = ImageSource.of(manager.ones(new Shape(2, 3, 1, 1)));
        }
        float[] into = new float[5];
        images.read(1, into, 1);
        assertThat(into).containsExactly(0, 1, 1, 1, 0);
        assertThatThrownBy(() -> images.read(2, into, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Dataset dataset(NDArray images) {
        return new ArrayDataset.Builder()
                .setData(images)
                .optLabels(images.getManager().zeros(new Shape(images.getShape().get(0))))
                .setSampling(3, false)
                .build();
    }
}
