package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import io.interp.core.Edit;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import io.interp.dissect.intervene.CellGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Images to try units on, affected ones and sound ones, with the layer's activations on the heap. */
final class ArtifactCases {

    private static final int BATCH = 32;

    private final Generator generator;
    private final Layer layer;
    private final ArtifactScorer settings;
    private final List<Batch> broken;
    private final List<Batch> sound;
    private final int soundImages;
    private final double area;

    /** Some images: latents, activations and pixels, with the batch axis. */
    private record Batch(HostArray latents, HostArray maps, HostArray images) {}

    ArtifactCases(Generator generator, Layer layer, ArtifactScorer settings, Optional<Progress> progress) {
        this.generator = generator;
        this.layer = layer;
        this.settings = settings;
        List<Batch> affected = new ArrayList<>();
        List<Batch> good = new ArrayList<>();
        double[] sum = new double[1];
        settings.sample().forEach(generator, (z, first) -> {
            if (affected.size() < settings.most() || good.size() < settings.most()) {
                sum[0] += gather(z, affected, good);
            }
            progress.ifPresent(p -> p.increment(z.getShape().get(0)));
        });
        if (affected.isEmpty()) {
            throw new IllegalStateException("none of " + settings.sample().images() + " images has the artifact in "
                    + settings.affected() + " of its pixels; check what the mask finds, lower that share or search more"
                    + " images");
        }
        area = sum[0];
        broken = stacked(affected);
        sound = stacked(good);
        soundImages = good.size();
    }

    /** Sorts images into affected and sound ones; returns the affected share of pixels of those added, summed. */
    private double gather(NDArray z, List<Batch> affected, List<Batch> good) {
        Run run = generator.run(z, LayerHook.capture(layer.name()));
        NDArray found = settings.mask().of(run.images());
        double[] shares = CellGrid.imageMeans(found);
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            boolean bad = shares[i] >= settings.affected();
            List<Batch> into = bad ? affected : good;
            if (into.size() < settings.most()) {
                String row = i + ":" + (i + 1);
                into.add(new Batch(
                        HostArray.copyOf(z.get(row)),
                        HostArray.copyOf(run.activation(layer.name()).get(row)),
                        HostArray.copyOf(run.images().get(row))));
                sum += bad ? shares[i] : 0;
            }
        }
        return sum;
    }

    private static List<Batch> stacked(List<Batch> single) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < single.size(); from += BATCH) {
            List<Batch> some = single.subList(from, Math.min(single.size(), from + BATCH));
            batches.add(new Batch(
                    stack(some.stream().map(Batch::latents).toList()),
                    stack(some.stream().map(Batch::maps).toList()),
                    stack(some.stream().map(Batch::images).toList())));
        }
        return batches;
    }

    private static HostArray stack(List<HostArray> arrays) {
        int length = Math.toIntExact(arrays.get(0).size());
        float[] values = new float[Math.multiplyExact(arrays.size(), length)];
        for (int i = 0; i < arrays.size(); i++) {
            System.arraycopy(arrays.get(i).toFloats(), 0, values, i * length, length);
        }
        long[] shape = arrays.get(0).shape();
        shape[0] = arrays.size();
        return HostArray.of(values, shape);
    }

    /** What switching a set of units off is worth: the share of broken pixels that goes, minus the weighted damage. */
    double value(List<Integer> units, List<Double> values) {
        Edit edit = Repair.edit(layer.name(), units, values);
        double left = 0;
        for (Batch batch : broken) {
            left += run(
                    batch,
                    edit,
                    images -> Arrays.stream(CellGrid.imageMeans(settings.mask().of(images)))
                            .sum());
        }
        double damage = 0;
        for (Batch batch : sound) {
            long count = batch.images().shape()[0];
            damage += run(
                    batch,
                    edit,
                    images -> images.sub(batch.images().toNDArray(images.getManager()))
                                    .abs()
                                    .mean()
                                    .getFloat()
                            * (count / 2.0));
        }
        return 1 - left / area - (soundImages == 0 ? 0 : settings.damageWeight() * damage / soundImages);
    }

    private double run(Batch batch, Edit edit, ToDoubleFunction<NDArray> measure) {
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            NDArray z = batch.latents().toNDArray(scope);
            NDArray maps = batch.maps().toNDArray(scope);
            return measure.applyAsDouble(generator
                    .run(z, Pass.INFERENCE, List.of(LayerHook.replace(layer.name(), maps), edit.toHook(scope)))
                    .images());
        }
    }
}
