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
import io.interp.core.stat.Embedder;
import io.interp.core.stat.FrechetDistance;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.tensor.Draws;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.CellGrid;
import io.interp.dissect.intervene.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Measures what switching units off does, beside random units, on the same images. */
final class RepairMeter {

    private static final long RANDOM = 0x7270;
    private static final long BOOTSTRAP = 0x6662;

    private final Generator generator;
    private final Layer layer;
    private final RepairOptions options;
    private final Optional<ArtifactMask> mask;
    private final Optional<Embedder> embedder;
    private final Optional<FrechetReference> reference;

    RepairMeter(
            Generator generator,
            Layer layer,
            RepairOptions options,
            Optional<ArtifactMask> mask,
            Optional<Embedder> embedder,
            Optional<FrechetReference> reference) {
        this.generator = generator;
        this.layer = layer;
        this.options = options;
        this.mask = mask;
        this.embedder = reference.isPresent() ? embedder : Optional.empty();
        this.reference = reference;
    }

    /** What is kept of the images in one condition: the untouched generator, the repair, or a random control. */
    private final class Condition {
        private final double[] broken = new double[options.sample().images()];
        private final double[] change = new double[broken.length];
        private final Optional<FeatureRows> features = embedder.map(e -> new FeatureRows(e.dimension(), broken.length));

        void add(NDArray images, NDArray untouched, int first) {
            try (NDManager scope = images.getManager().newSubManager()) {
                NDArray moved = images.sub(untouched);
                moved.attach(scope);
                double[] rms = CellGrid.imageMeans(moved.div(2).square());
                for (int i = 0; i < rms.length; i++) {
                    change[first + i] = Math.sqrt(rms[i]);
                }
            }
            mask.ifPresent(m -> {
                try (NDArray found = m.of(images)) {
                    double[] shares = CellGrid.imageMeans(found);
                    System.arraycopy(shares, 0, broken, first, shares.length);
                }
            });
            features.ifPresent(rows -> rows.put(embedder.orElseThrow(), images, first));
        }

        double affected() {
            return Arrays.stream(broken).filter(b -> b >= options.affected()).count() / (double) broken.length;
        }
    }

    Repair measure(UnitRanking ranking, List<Integer> units, List<Double> offValues, Optional<Progress> progress) {
        List<Edit> edits = new ArrayList<>();
        edits.add(Repair.edit(layer.name(), units, offValues));
        for (int set = 0; set < options.randomSets(); set++) {
            RandomGenerator random = Draws.stream(options.sample().seed(), RANDOM, set);
            List<Integer> drawn = Arrays.stream(Draws.distinct(random, layer.units(), units.size()))
                    .boxed()
                    .toList();
            edits.add(Repair.edit(layer.name(), drawn, offValues));
        }
        progress.ifPresent(p -> p.reset("measuring the repair", options.sample().images()));
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i <= edits.size(); i++) {
            conditions.add(new Condition());
        }
        options.sample().forEach(generator, (z, first) -> {
            Run run = generator.run(z, LayerHook.capture(layer.name()));
            conditions.get(0).add(run.images(), run.images(), first);
            for (int i = 0; i < edits.size(); i++) {
                changed(z, run, edits.get(i), first, conditions.get(i + 1));
            }
            progress.ifPresent(p -> p.increment(z.getShape().get(0)));
        });
        return result(ranking, units, offValues, conditions);
    }

    private void changed(NDArray z, Run run, Edit edit, int first, Condition condition) {
        NDManager home = z.getManager();
        try (NDManager scope = home.newSubManager()) {
            NDArray latents = z.duplicate();
            latents.attach(scope);
            NDArray maps = run.activation(layer.name()).duplicate();
            maps.attach(scope);
            NDArray images = generator
                    .run(latents, Pass.INFERENCE, List.of(LayerHook.replace(layer.name(), maps), edit.toHook(scope)))
                    .images();
            condition.add(images, run.images(), first);
        }
    }

    private Repair result(
            UnitRanking ranking, List<Integer> units, List<Double> offValues, List<Condition> conditions) {
        Condition before = conditions.get(0);
        Condition after = conditions.get(1);
        List<Condition> random = conditions.subList(2, conditions.size());
        int[] all = IntStream.range(0, before.broken.length).toArray();
        int[] sound = mask.isEmpty()
                ? all
                : Arrays.stream(all)
                        .filter(i -> before.broken[i] < options.affected())
                        .toArray();
        Comparator<Integer> byChange = Comparator.comparingDouble(i -> -after.change[i]);
        Comparator<Integer> byMending = Comparator.comparingDouble(i -> after.broken[i] - before.broken[i]);
        return new Repair(
                ranking,
                units,
                offValues,
                frechet(before, after, random),
                mask.map(m -> artifact(before, after, random)),
                damage(sound, after, random),
                visible(all, after),
                Arrays.stream(all)
                        .boxed()
                        .sorted(mask.isEmpty() ? byChange : byMending)
                        .toList(),
                Arrays.stream(sound).boxed().sorted(byChange).toList(),
                options);
    }

    private int visible(int[] images, Condition condition) {
        return (int) Arrays.stream(images)
                .filter(i -> condition.change[i] >= options.visible())
                .count();
    }

    private Damage damage(int[] sound, Condition after, List<Condition> random) {
        return new Damage(
                sound.length,
                visible(sound, after),
                Estimate.mean(
                        Arrays.stream(sound).mapToDouble(i -> after.change[i]).toArray(), options.confidence()),
                random.stream().mapToInt(r -> visible(sound, r)).average().orElseThrow());
    }

    private ArtifactChange artifact(Condition before, Condition after, List<Condition> random) {
        double[] mean = new double[before.broken.length];
        Arrays.setAll(
                mean,
                i -> random.stream().mapToDouble(r -> r.broken[i]).average().orElseThrow());
        long seed = options.sample().seed();
        int resamples = 20 * options.resamples(); // sums are cheap to resample, unlike distances
        return new ArtifactChange(
                before.affected(),
                after.affected(),
                random.stream().mapToDouble(Condition::affected).average().orElseThrow(),
                Estimate.removed(before.broken, after.broken, options.confidence(), resamples, seed),
                Estimate.removed(before.broken, mean, options.confidence(), resamples, seed));
    }

    private Optional<FrechetChange> frechet(Condition before, Condition after, List<Condition> random) {
        if (embedder.isEmpty()) {
            return Optional.empty();
        }
        Embedder features = embedder.orElseThrow();
        RunningCovariance good = reference.orElseThrow().summary(generator, features);
        int[] all = IntStream.range(0, options.sample().images()).toArray();
        double untouched = distance(good, before, all);
        double repaired = distance(good, after, all);
        double[] controls =
                random.stream().mapToDouble(r -> distance(good, r, all)).toArray();
        double[] changes = new double[options.resamples()];
        double[] randomChanges = new double[changes.length];
        for (int i = 0; i < changes.length; i++) {
            RandomGenerator stream = Draws.stream(options.sample().seed(), BOOTSTRAP, i);
            int[] drawn = stream.ints(all.length, 0, all.length).toArray();
            double base = distance(good, before, drawn);
            changes[i] = distance(good, after, drawn) - base;
            randomChanges[i] = distance(good, random.get(0), drawn) - base;
        }
        return Optional.of(new FrechetChange(
                reference.orElseThrow().name(),
                features.name(),
                untouched,
                repaired,
                Arrays.stream(controls).average().orElseThrow(),
                Estimate.percentiles(repaired - untouched, changes, options.confidence()),
                Estimate.percentiles(controls[0] - untouched, randomChanges, options.confidence())));
    }

    private double distance(RunningCovariance good, Condition condition, int[] images) {
        FeatureRows rows = condition.features.orElseThrow();
        return new FrechetDistance().between(good, rows.summary(generator.manager(), images));
    }
}
