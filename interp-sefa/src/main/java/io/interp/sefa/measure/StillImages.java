package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.GradScope;
import io.interp.sefa.CodePath;
import io.interp.sefa.Codes;
import io.interp.sefa.Direction;
import java.util.ArrayList;
import java.util.List;

/** The unmoved images of some samples with their codes, kept while a direction is followed at several steps. */
final class StillImages implements AutoCloseable {

    private record Batch(NDArray latents, Codes codes, NDArray images) {}

    private final CodePath path;
    private final int count;
    private final NDManager manager;
    private final List<Batch> batches = new ArrayList<>();

    StillImages(CodePath path, Samples samples) {
        this.path = path;
        this.count = samples.count();
        this.manager = path.generator().manager().newSubManager();
        try {
            samples.forEach(path, (scope, z, codes) -> {
                NDArray images = path.images(z, codes);
                for (NDArray kept : List.of(z, codes.values(), images)) {
                    kept.attach(manager);
                }
                batches.add(new Batch(z, codes, images));
            });
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The mean distance between images and those a step away, both ways. */
    double change(Direction direction, double alpha, ImageDistance distance) {
        double sum = 0;
        for (Batch batch : batches) {
            try (GradScope off = GradScope.off();
                    NDManager scope = manager.newSubManager()) {
                NDArray z = batch.latents().duplicate();
                z.attach(scope);
                NDArray values = batch.codes().values().duplicate();
                values.attach(scope);
                Codes codes = new Codes(batch.codes().space(), values);
                for (double way : new double[] {alpha, -alpha}) {
                    NDArray moved = path.images(z, direction.shift(codes, way));
                    sum += distance.between(moved, batch.images()).sum().getFloat();
                }
            }
        }
        return sum / (2.0 * count);
    }

    @Override
    public void close() {
        manager.close();
    }
}
