package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.core.train.AdamOptions;
import io.interp.partition.PartitionOptions;
import io.interp.partition.UpdateReport;
import io.interp.partition.energy.EnergyOptions;
import io.interp.partition.mixture.FilterMixture;
import io.interp.partition.mixture.FilterStatistics;
import io.interp.partition.mixture.LabelMatching;
import io.interp.partition.mixture.MixtureFitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Updates of a partition by the methods of {@link PartitionScript}, on the images, latents and noise that the library's
 * trainer draws. The mixture of filters is fitted by the library's own code, which is double precision on the JVM by design.
 */
final class ScriptedUpdate implements AutoCloseable {

    private static final int BATCH = 64;
    private static final int COSINE_IMAGES = 32;
    private static final int WARM_ITERATIONS = 10;
    private static final long STATISTICS_LATENTS = 0x6d61;
    private static final long DATA_LATENTS = 0x11;
    private static final long CHAIN_NOISE = 0x13;

    private final Gan gan;
    private final PartitionOptions options;
    private final ScriptedStep gans;
    private final NDManager manager;
    private final int filters;
    private final int positions;
    private final NDArray w; // [K, M, C]
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();
    private FilterStatistics statistics;
    private FilterMixture mixture;
    private int updates;

    /**
     * What an update took and measured.
     *
     * @param methods the time of the methods
     * @param mixture the time of the mixture's fit; zero where the grouping is kept
     */
    record Outcome(
            BlockTimes.Time methods,
            BlockTimes.Time mixture,
            double discriminatorLoss,
            double generatorLoss,
            int moved,
            List<Double> half) {

        /** Compares it with what the trainer measured at the same update. */
        void check(UpdateReport report) {
            Agreement.same("the discriminator's loss", report.discriminatorLoss(), discriminatorLoss);
            Agreement.same("the generator's loss", report.generatorLoss(), generatorLoss);
            Agreement.same("the number of filters that moved", report.moved(), moved);
            Agreement.same("the energy", report.energyData(), half.get(0));
            Agreement.same("the energy of the chains", report.energyChains(), half.get(1));
            Agreement.same("the largest weight", report.maxWeight(), half.get(2));
            Agreement.same("the share of active units", report.activeShare(), half.get(3));
            Agreement.same("the cosine within groups", report.sameCosine(), half.get(4));
            Agreement.same("the cosine between groups", report.otherCosine(), half.get(5));
        }
    }

    /**
     * Prepares updates, with the first fit of the mixture.
     *
     * @param dcgan the architecture of both networks
     * @param gan the networks, trained in place, taken over
     * @param layer the number of the layer, from 1
     * @param data the real images
     * @param options the settings
     */
    ScriptedUpdate(Dcgan dcgan, Gan gan, int layer, ImageSource data, PartitionOptions options) {
        this.gan = gan;
        this.options = options;
        Generator generator = gan.generator();
        Shape maps = generator.layers().named("layer" + layer).outputShape();
        filters = Math.toIntExact(maps.get(0));
        positions = Math.toIntExact(maps.size() / filters);
        gans = new ScriptedStep(
                PartitionScript.of(dcgan, options, layer, positions),
                generator,
                gan.discriminator().orElseThrow(),
                data,
                options.gan());
        manager = generator.manager().newSubManager();
        w = manager.zeros(new Shape(positions, filters, options.groups()));
        for (NDArray weight : generator.parameters().values()) {
            means.add(manager.zeros(weight.getShape()));
            squares.add(manager.zeros(weight.getShape()));
        }
        try (NDManager scope = manager.newSubManager()) {
            statistics = read(capture(statisticsLatents(scope), scope));
        }
        mixture = MixtureFitter.fit(statistics, options.mixture());
    }

    /** {@return what one update took and measured, all of it timed but what is drawn and uploaded} */
    Outcome update(boolean regroups) {
        BlockTimes.Time methods = BlockTimes.Time.ZERO;
        BlockTimes.Time fitting = BlockTimes.Time.ZERO;
        int steps = options.stepsPerUpdate();
        try (NDManager scope = manager.newSubManager()) {
            List<ScriptedStep.Inputs> inputs = gans.draw(scope, steps);
            List<ScriptedStep.Measured> measured = new ArrayList<>();
            methods = methods.plus(BlockTimes.Time.of(() -> inputs.forEach(i -> measured.add(gans.step(i)))));
            int moved = 0;
            if (regroups) {
                List<NDArray> latents = statisticsLatents(scope);
                NDList captured = new NDList();
                methods = methods.plus(BlockTimes.Time.of(() -> captured.addAll(capture(latents, scope))));
                GroupMatrices before = groups();
                fitting = BlockTimes.Time.of(() -> fit(captured));
                List<NDArray> moving = new ArrayList<>(List.of(w));
                moving.addAll(before.moving(scope, mixture.assignment()));
                methods = methods.plus(BlockTimes.Time.of(() -> gans.call("regroup", moving, Map.of(), scope)));
                moved = before.moved(mixture.assignment());
            }
            List<NDArray> tensors = halfInputs(scope);
            List<Double> half = new ArrayList<>();
            methods = methods.plus(BlockTimes.Time.of(() -> half.addAll(half(tensors, scope))));
            updates++;
            return new Outcome(
                    methods,
                    fitting,
                    measured.stream()
                            .mapToDouble(m -> m.discriminatorLoss() / steps)
                            .sum(),
                    measured.stream()
                            .mapToDouble(m -> m.generatorLoss() / steps)
                            .sum(),
                    moved,
                    half);
        }
    }

    private GroupMatrices groups() {
        return new GroupMatrices(
                mixture.assignment(),
                options.groups(),
                options.energy().losses().lambda1());
    }

    private List<NDArray> statisticsLatents(NDManager scope) {
        List<NDArray> latents = new ArrayList<>();
        for (int from = 0; from < options.images(); from += BATCH) {
            latents.add(latents(scope, STATISTICS_LATENTS, from, Math.min(BATCH, options.images() - from)));
        }
        return latents;
    }

    private NDArray latents(NDManager scope, long purpose, int from, int count) {
        return gan.generator().latents().sample(scope, Draws.derive(options.seed(), purpose), from, count);
    }

    /** Sums over each batch of maps {@code [M, K]} and of squares {@code [M]}. */
    private NDList capture(List<NDArray> latents, NDManager scope) {
        Map<String, List<NDArray>> lists = new LinkedHashMap<>();
        lists.put("zs", latents);
        lists.putAll(gans.generatorLists());
        return gans.call("capture", List.of(), lists, scope);
    }

    private FilterStatistics read(NDList captured) {
        FilterStatistics.Accumulator accumulator = FilterStatistics.accumulator(filters, positions);
        for (int i = 0; i < captured.size(); i += 2) {
            int count = Math.min(BATCH, options.images() - i / 2 * BATCH);
            accumulator.add(captured.get(i).toFloatArray(), captured.get(i + 1).toDoubleArray(), count);
        }
        return accumulator.statistics();
    }

    private void fit(NDList captured) {
        statistics = read(captured);
        FilterMixture next =
                MixtureFitter.refit(statistics, mixture, options.mixture().withMaxIterations(WARM_ITERATIONS));
        mixture = LabelMatching.of(mixture, next).permuted(next);
    }

    private List<NDArray> halfInputs(NDManager scope) {
        EnergyOptions energy = options.energy();
        long seed = Draws.derive(options.seed(), DATA_LATENTS, updates);
        NDArray z = gan.generator().latents().sample(scope, seed, options.energyBatch());
        RandomGenerator random = Draws.stream(options.seed(), CHAIN_NOISE, updates);
        NDList noise = new NDList();
        for (int i = 0; i < energy.langevin().steps(); i++) {
            noise.add(Draws.normal(scope, random, z.getShape()));
        }
        int[] groups = mixture.assignment();
        double[] rms = statistics.rms();
        float[] inverse = new float[filters];
        for (int j = 0; j < filters; j++) {
            inverse[j] = groups[j] < 0 ? 0 : (float) (1 / rms[j]);
        }
        AdamOptions adam = options.energyAdam();
        double step = updates + 1;
        double push = -energy.learningRate()
                * energy.losses().lambda0()
                * energy.losses().lambda3().at(updates);
        NDArray numbers = scope.create(new double[] {
            adam.learningRate() / (1 - Math.pow(adam.beta1(), step)),
            1 / Math.sqrt(1 - Math.pow(adam.beta2(), step)),
            push
        });
        return List.of(
                z,
                NDArrays.stack(noise),
                latents(scope, STATISTICS_LATENTS, 0, COSINE_IMAGES),
                w,
                scope.create(inverse, new Shape(1, filters, 1)),
                groups().averaging(scope),
                groups().push(scope),
                groups().members(scope),
                numbers);
    }

    private List<Double> half(List<NDArray> tensors, NDManager scope) {
        Map<String, List<NDArray>> lists = gans.generatorLists();
        lists.put("em", means);
        lists.put("ev", squares);
        return Arrays.stream(gans.call("half", tensors, lists, scope)
                        .singletonOrThrow()
                        .toDoubleArray())
                .boxed()
                .toList();
    }

    /** {@return the generator whose weights are the moving average} */
    Generator average() {
        return gans.average();
    }

    @Override
    public void close() {
        gans.close();
        manager.close();
        gan.generator().close();
        gan.discriminator().orElseThrow().close();
    }
}
