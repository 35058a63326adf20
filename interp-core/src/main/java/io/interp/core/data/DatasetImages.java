package io.interp.core.data;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Takes the images out of a DJL dataset. */
public final class DatasetImages {

    private DatasetImages() {}

    /**
     * Goes through a dataset once and keeps its images in JVM memory: one byte a value where the dataset gives uint8,
     * four otherwise. The labels are left behind. Batches are closed as they are read.
     *
     * @param name what to call the images in logs and results
     * @param dataset gives {@code [N, C, H, W]} as the first array of each batch, C of 1 or 3; prepared already if it
     *     needs that
     * @param manager the manager the batches are read in
     * @param range which values are black and white
     * @return the images, in the dataset's order
     * @throws IllegalArgumentException if shapes differ, a value is out of range, or there are no images
     * @throws UncheckedIOException if the dataset can't be read
     */
    public static ImageSource copy(String name, Dataset dataset, NDManager manager, PixelRange range) {
        HeapImages.Collector images = new HeapImages.Collector(name, range);
        try (NDManager sub = manager.newSubManager()) {
            Iterator<Batch> batches = dataset.getData(sub).iterator();
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    images.add(batch.getData().head());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read dataset " + name + ": " + e, e);
        } catch (TranslateException e) {
            throw new IllegalArgumentException("dataset " + name + " can't be turned into arrays: " + e, e);
        }
        return images.finish();
    }
}
