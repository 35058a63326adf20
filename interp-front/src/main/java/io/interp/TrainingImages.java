package io.interp;

import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Dataset;
import io.interp.core.Generator;
import io.interp.core.data.DatasetImages;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.data.PixelRange;

/** Opens real images at the size of a generator's. */
final class TrainingImages {

    private TrainingImages() {}

    /** A folder or zip of images, which are resized, or drawn ones by their name. */
    static ImageSource open(Generator generator, String data) {
        Shape shape = generator.imageShape();
        return ImageSources.open(
                data, Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)), Math.toIntExact(shape.get(2)));
    }

    /** A copy of the images at the beginning of a dataset's batches. */
    static ImageSource copy(Generator generator, Dataset dataset, PixelRange range) {
        return DatasetImages.copy("dataset", dataset, generator.manager(), range);
    }
}
