package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.io.Json;
import io.interp.core.measure.Segmenter;
import io.interp.core.tensor.GradScope;
import io.interp.core.train.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The passes of one dissection over the images, and their checkpoint. */
final class DissectionRun {

    private enum Stage {
        LEVELS,
        COUNTS,
        REPORT
    }

    private final Generator generator;
    private final Segmenter segmenter;
    private final DissectionOptions options;
    private final DissectionPlan plan;
    private final List<LayerPasses> layers = new ArrayList<>();
    private int[] size;

    DissectionRun(Generator generator, DissectionPlan plan) {
        this.generator = generator;
        this.segmenter = plan.segmenter();
        this.options = plan.options();
        this.plan = plan;
        int side = options.segmentation();
        size = side == 0 ? null : new int[] {side, side};
        for (String name : options.layers()) {
            layers.add(new LayerPasses(
                    generator.layers().named(name),
                    layers.size(),
                    segmenter,
                    options,
                    plan.given().getOrDefault(name, List.of())));
        }
    }

    Dissection run() {
        List<Stage> stages = Arrays.stream(Stage.values())
                .filter(stage -> stage == Stage.REPORT
                        || (stage == Stage.LEVELS && options.policy().kind() != ThresholdPolicy.Kind.GIVEN)
                        || (stage == Stage.COUNTS && options.policy().needsCounts()))
                .toList();
        int stage = 0;
        int from = 0;
        if (plan.saved().isPresent() && Files.exists(plan.saved().get().file())) {
            Checkpoint checkpoint = restore();
            stage = stages.indexOf(Stage.valueOf(checkpoint.note("stage")));
            from = Integer.parseInt(checkpoint.note("next"));
        }
        long done = (long) stage * options.samples() + from;
        plan.progress().ifPresent(p -> {
            p.reset("dissecting", (long) stages.size() * options.samples());
            p.start(done);
        });
        try (GradScope off = GradScope.off()) {
            for (; stage < stages.size(); stage++) {
                pass(stages.get(stage), from);
                end(stages.get(stage));
                from = 0;
            }
        }
        plan.progress().ifPresent(Progress::end);
        deleteCheckpoint();
        Dissection.Origin origin =
                new Dissection.Origin(generator.name(), generator.fingerprint(), segmenter.name(), plan.latents());
        return new Dissection(
                origin, options, layers.stream().map(LayerPasses::result).toList());
    }

    private void pass(Stage stage, int from) {
        LatentRows rows = plan.latents()
                .<LatentRows>map(LatentRows.Given::new)
                .orElseGet(() ->
                        new LatentRows.Drawn(stage == Stage.REPORT ? options.reportSeed() : options.thresholdSeed()));
        int batches = 0;
        for (int at = from; at < options.samples(); at += options.batch()) {
            int count = Math.min(options.batch(), options.samples() - at);
            if (plan.saved().isPresent()
                    && batches > 0
                    && batches % plan.saved().get().batches() == 0) {
                save(stage, at);
            }
            try (NDManager scope = generator.manager().newSubManager()) {
                add(stage, rows.rows(scope, generator.latents(), at, count), at);
            }
            batches++;
            plan.progress().ifPresent(p -> p.increment(count));
        }
    }

    private void add(Stage stage, NDArray z, int from) {
        Shape image = generator.imageShape();
        int height = (int) image.get(1);
        int width = (int) image.get(2);
        if (stage == Stage.LEVELS && size != null && layers.size() == 1) {
            LayerPasses only = layers.get(0);
            only.addLevels(generator.activation(z, only.layer().name(), Pass.INFERENCE), height, width, size);
            return;
        }
        Run run = generator.run(
                z,
                Pass.INFERENCE,
                options.layers().stream().map(LayerHook::capture).toList());
        if (stage == Stage.LEVELS && size != null) {
            layers.forEach(one -> one.addLevels(run.activation(one.layer().name()), height, width, size));
            return;
        }
        NDArray labels = labels(run.images());
        for (LayerPasses one : layers) {
            NDArray activation = run.activation(one.layer().name());
            switch (stage) {
                case LEVELS -> one.addLevels(activation, height, width, size);
                case COUNTS -> one.addCounts(activation, labels, height, width);
                case REPORT -> one.addReport(activation, labels, height, width, from);
            }
        }
    }

    /** Labels {@code [N, M, H, W]} at the size of the dissection, which the first ones decide if the options do not. */
    private NDArray labels(NDArray images) {
        NDArray labels = segmenter.segmentAll(images);
        Shape shape = labels.getShape();
        if (shape.dimension() != 4 || shape.get(0) != images.getShape().get(0) || shape.get(1) < 1) {
            throw new IllegalArgumentException("segmenter '" + segmenter.name() + "' must give [N, channels, h, w] for "
                    + images.getShape() + ", it gave " + shape);
        }
        if (size == null) {
            size = new int[] {(int) shape.get(2), (int) shape.get(3)};
        }
        boolean fits = shape.get(2) == size[0] && shape.get(3) == size[1];
        return fits ? labels : PickedLines.nearest(labels, size[0], size[1]);
    }

    private void end(Stage stage) {
        if (stage == Stage.LEVELS) {
            layers.forEach(LayerPasses::endLevels);
        } else if (stage == Stage.COUNTS) {
            layers.forEach(LayerPasses::endCounts);
        }
    }

    private void save(Stage stage, int next) {
        Checkpoint checkpoint = new Checkpoint();
        checkpoint.note("arguments", arguments());
        checkpoint.note("stage", stage.name());
        checkpoint.note("next", Integer.toString(next));
        layers.forEach(one -> one.save(checkpoint));
        checkpoint.write(plan.saved().orElseThrow().file());
    }

    private Checkpoint restore() {
        Checkpoint checkpoint = Checkpoint.read(plan.saved().orElseThrow().file());
        if (!checkpoint.note("arguments").equals(arguments())) {
            throw new IllegalArgumentException(
                    plan.saved().get().file() + " was written by a dissection with other arguments: "
                            + checkpoint.note("arguments") + ", these are " + arguments()
                            + "; use the same ones, another file, or delete it");
        }
        layers.forEach(one -> one.restore(checkpoint));
        return checkpoint;
    }

    /** All that the counts depend on, as text. The size of batches is not among it. */
    private String arguments() {
        Map<String, Object> all = options.toJson();
        all.remove("batch");
        all.put("model", generator.fingerprint());
        all.put("segmenter", segmenter.name());
        all.put("labels", segmenter.labels());
        all.put("given", new LinkedHashMap<>(plan.given()));
        all.put(
                "latents",
                plan.latents()
                        .map(array -> array + " " + Arrays.hashCode(array.toFloats()))
                        .orElse("drawn"));
        return Json.compact(all);
    }

    private void deleteCheckpoint() {
        plan.saved().ifPresent(place -> {
            try {
                Files.deleteIfExists(place.file());
            } catch (IOException e) {
                throw new UncheckedIOException("can't delete " + place.file() + ": " + e, e);
            }
        });
    }
}
