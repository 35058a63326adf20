package io.interp.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.data.ImageSource;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.train.Adam;
import io.interp.core.train.Checkpoint;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.StepReport;
import io.interp.partition.energy.ActiveShare;
import io.interp.partition.energy.ChainStart;
import io.interp.partition.energy.EnergyModel;
import io.interp.partition.energy.GradientClip;
import io.interp.partition.energy.GroupCosine;
import io.interp.partition.energy.LangevinChain;
import io.interp.partition.energy.Scale;
import io.interp.partition.energy.WStep;
import io.interp.partition.mixture.FilterMixture;
import io.interp.partition.mixture.FilterStatistics;
import io.interp.partition.mixture.LabelMatching;
import io.interp.partition.mixture.MixtureFitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training loop of the Interpretable GAN: T steps of the GAN, then one update of the energy model and of the
 * generator, with the grouping of filters refitted on the way.
 *
 * <p>Works in place on the generator and the discriminator it is given, whose target layer must end with non-negative
 * maps. Owns the energy model, the optimisers and the moving average.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, equations 1 to 9. Different from its text: the
 * Langevin step ascends the logarithm of the density, since equation 9 as printed can't be evaluated; the first term of
 * equation 6 chooses the grouping and sends no gradient to the generator.
 */
final class PartitionTrainer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionTrainer.class);

    /** A loss that was not measured is NaN. */
    private static final Gson REPORTS =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private static final int COSINE_IMAGES = 32;
    private static final int WARM_ITERATIONS = 10;
    private static final long DATA_LATENTS = 0x11;
    private static final long CHAIN_LATENTS = 0x12;
    private static final long CHAIN_NOISE = 0x13;

    private final Generator generator;
    private final String layer;
    private final PartitionOptions options;
    private final GanTrainer gan;
    private final NDManager manager;
    private final Adam energyAdam;
    private FilterStatistics statistics;
    private FilterMixture mixture;
    private EnergyModel energy;
    private Optional<NDArray> persistent = Optional.empty();
    private List<UpdateReport> history = new ArrayList<>();
    private int updates;
    private double activeAtStart = Double.NaN;
    private double generatorFactor = 1;

    PartitionTrainer(
            Generator generator,
            Discriminator discriminator,
            ImageSource data,
            String layer,
            PartitionOptions options) {
        this.generator = generator;
        this.layer = layer;
        this.options = options;
        gan = new GanTrainer(generator, discriminator, data, options.gan());
        manager = generator.manager().newSubManager();
        energyAdam = new Adam(manager, generator.parameters(), options.energyAdam());
        statistics = FilterMaps.statistics(generator, layer, options);
        mixture = MixtureFitter.fit(statistics, options.mixture());
        energy = new EnergyModel(
                manager,
                mixture.assignment(),
                options.groups(),
                statistics.positions(),
                options.energyFor(statistics.positions()));
    }

    /** One discriminator step, which is how a fresh one catches up before the generator moves. */
    StepReport warmUpStep() {
        return gan.warmUpStep();
    }

    /** One round of the loop: T steps of the GAN, the grouping, the energy model, the generator. */
    UpdateReport update() {
        double discriminatorLoss = 0;
        double generatorLoss = 0;
        for (int i = 0; i < options.stepsPerUpdate(); i++) {
            StepReport step = gan.step();
            discriminatorLoss += step.discriminatorLoss() / options.stepsPerUpdate();
            generatorLoss += step.generatorLoss() / options.stepsPerUpdate();
        }
        int moved = options.regroupsAt(updates) ? regroup() : 0;
        try (NDManager scope = manager.newSubManager()) {
            NDArray z = latents(scope, DATA_LATENTS);
            Scale scale = Scale.constants(statistics.rms());
            LangevinChain.Revision chains = LangevinChain.revise(
                    chainStart(scope, z),
                    generator.latents(),
                    at -> energy.energy(maps(at, Pass.DIFFERENTIABLE), scale),
                    options.energy().langevin(),
                    Draws.stream(options.seed(), CHAIN_NOISE, updates));
            keepChains(chains.latents());
            WStep weights = energyStep(z, chains.latents(), scale);
            double active = generatorStep(z);
            updates++;
            GroupCosine cosine = FilterMaps.cosine(generator, layer, mixture.assignment(), COSINE_IMAGES, options);
            UpdateReport report = new UpdateReport(
                    updates,
                    discriminatorLoss,
                    generatorLoss,
                    chains.energyBefore(),
                    chains.energyAfter(),
                    weights.maxWeight(),
                    weights.lambda3(),
                    active,
                    moved,
                    Arrays.stream(mixture.sizes()).boxed().toList(),
                    cosine.same(),
                    cosine.other());
            history.add(report);
            return report;
        }
    }

    private NDArray maps(NDArray z, Pass pass) {
        return FilterMaps.of(generator, z, options, layer, pass);
    }

    private NDArray latents(NDManager scope, long purpose) {
        return generator.latents().sample(scope, Draws.derive(options.seed(), purpose, updates), options.energyBatch());
    }

    private NDArray chainStart(NDManager scope, NDArray z) {
        ChainStart start = options.energy().chains();
        if (start == ChainStart.SAME_LATENTS) {
            return z;
        }
        return start == ChainStart.PERSISTENT && persistent.isPresent()
                ? persistent.get()
                : latents(scope, CHAIN_LATENTS);
    }

    private void keepChains(NDArray revised) {
        if (options.energy().chains() == ChainStart.PERSISTENT) {
            NDArray kept = revised.duplicate();
            kept.attach(manager);
            persistent.ifPresent(NDArray::close);
            persistent = Optional.of(kept);
        }
    }

    /** Refits the grouping from the last one, so that a group's number keeps its meaning. */
    private int regroup() {
        statistics = FilterMaps.statistics(generator, layer, options);
        FilterMixture next =
                MixtureFitter.refit(statistics, mixture, options.mixture().withMaxIterations(WARM_ITERATIONS));
        mixture = LabelMatching.of(mixture, next).permuted(next);
        return energy.regroup(mixture.assignment());
    }

    private WStep energyStep(NDArray z, NDArray revised, Scale scale) {
        try (GradScope off = GradScope.off()) {
            NDArray data = energy.interactions(maps(z, Pass.INFERENCE), scale);
            NDArray chains = energy.interactions(maps(revised, Pass.INFERENCE), scale);
            return energy.step(data, chains, updates);
        }
    }

    /** Moves the generator up the energy of its own maps; returns the share of active units. */
    private double generatorStep(NDArray z) {
        List<NDArray> weights = energyAdam.weights();
        try (GradScope on = GradScope.on()) {
            Gradients.require(weights, true);
            NDArray maps = maps(z, Pass.DIFFERENTIABLE); // [B, M, h, w]
            double active = ActiveShare.of(maps);
            watchActivity(active);
            NDArray loss = energy.generatorLoss(maps);
            NDList gradients = Gradients.of(loss, weights);
            Gradients.require(weights, false);
            GradientClip.clip(gradients, options.energy().clipNorm());
            energyAdam.step(gradients, generatorFactor); // Adam is blind to the loss's scale, not to the step's
            return active;
        }
    }

    /** Rectified units can die for good: when half of the activity is gone, the pull is halved. */
    private void watchActivity(double active) {
        if (Double.isNaN(activeAtStart)) {
            activeAtStart = active;
        } else if (active < activeAtStart / 2) {
            generatorFactor /= 2;
            activeAtStart = active;
            LOGGER.warn(
                    "the share of active units at layer {} fell to {} by update {}; the energy's weight for the"
                            + " generator is halved to {} of its setting",
                    layer,
                    active,
                    updates + 1,
                    generatorFactor);
        }
    }

    int updates() {
        return updates;
    }

    long ganSteps() {
        return gan.steps();
    }

    /** The generator that is reported on: the moving average. */
    Generator average() {
        return gan.average();
    }

    FilterMixture mixture() {
        return mixture;
    }

    /** What every update measured, those before a restore included. */
    List<UpdateReport> history() {
        return List.copyOf(history);
    }

    /** What the energy model has learned. */
    Map<String, HostArray> energyState() {
        return energy.state();
    }

    /** Writes everything needed to go on into two files of a folder. */
    void save(Path folder) {
        gan.save(folder.resolve("gan.safetensors"));
        Checkpoint own = new Checkpoint();
        own.put("energyAdam", energyAdam.state());
        own.put("energy", energy.state());
        own.put("mixture", mixture.state());
        own.put("statistics", statisticsState());
        persistent.ifPresent(chains -> own.put("chains", Checkpoint.copyOf(Map.of("latents", chains))));
        own.note("options", options.toString());
        own.note("layer", layer);
        own.note("statisticsImages", Long.toString(statistics.images()));
        own.note("history", REPORTS.toJson(history));
        own.note("updates", Integer.toString(updates));
        own.note("activeAtStart", Double.toString(activeAtStart));
        own.note("generatorFactor", Double.toString(generatorFactor));
        own.write(folder.resolve("partition.safetensors"));
    }

    /** Goes on from what {@link #save} wrote. */
    void restore(Path folder) {
        Checkpoint own = Checkpoint.read(folder.resolve("partition.safetensors"));
        if (!own.note("options").equals(options.toString())
                || !own.note("layer").equals(layer)) {
            throw new IllegalArgumentException(
                    "the checkpoint in " + folder + " was written with other settings: layer '" + own.note("layer")
                            + "', " + own.note("options") + "; now layer '" + layer + "', " + options);
        }
        gan.restore(folder.resolve("gan.safetensors"));
        energyAdam.restore(own.get("energyAdam"));
        mixture = FilterMixture.fromState(own.get("mixture"));
        energy.restore(own.get("energy"));
        Map<String, HostArray> chains = own.get("chains");
        if (!chains.isEmpty()) {
            persistent = Optional.of(chains.get("latents").toNDArray(manager));
        }
        history = new ArrayList<>(List.of(REPORTS.fromJson(own.note("history"), UpdateReport[].class)));
        updates = Integer.parseInt(own.note("updates"));
        activeAtStart = Double.parseDouble(own.note("activeAtStart"));
        generatorFactor = Double.parseDouble(own.note("generatorFactor"));
        statistics = statisticsFrom(own.get("statistics"), Long.parseLong(own.note("statisticsImages")));
    }

    /** The statistics are those of the last regrouping: the energy's scales stay with them until the next. */
    private Map<String, HostArray> statisticsState() {
        int filters = statistics.filters();
        return Map.of(
                "mean", HostArray.of(statistics.mean(), filters, statistics.positions()),
                "square", HostArray.of(statistics.square(), filters));
    }

    private FilterStatistics statisticsFrom(Map<String, HostArray> state, long images) {
        HostArray mean = state.get("mean");
        HostArray square = state.get("square");
        if (mean == null || square == null) {
            throw new IllegalArgumentException("the checkpoint lacks the statistics of the maps; start afresh");
        }
        return FilterStatistics.of(
                statistics.filters(), statistics.positions(), mean.toDoubles(), square.toDoubles(), images);
    }

    @Override
    public void close() {
        energy.close();
        energyAdam.close();
        gan.close();
        manager.close();
    }
}
