package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.data.ImageSource;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionListener;
import io.interp.partition.PartitionOptions;
import io.interp.partition.PartitionStrategy;
import io.interp.partition.UpdateReport;
import io.interp.testkit.drawn.DrawnGan;
import java.util.Locale;
import java.util.Map;

/**
 * Compares an update of {@link PartitionStrategy}'s training, which is five steps of the GAN, the grouping where it is due,
 * and the energy's half, with the same operations run as TorchScript methods. Both sides first have to give the same numbers
 * and weights; then they take turns, update by update.
 *
 * <p>The mixture is fitted in double precision on the JVM, on both sides by the same code; its time counts for the trainer
 * and not for the methods. Their time starts when images, latents and noise are drawn and matrices uploaded; the trainer's
 * includes that, and all of its checks. At last a profile says which parts of an update the trainer spends its time in.
 */
public final class PartitionUpdate {

    private static final int GROUPS = 8;
    private static final int LAYER = 3;
    private static final int CHECKED = 3;

    private final NDManager manager;
    private final PartitionOptions options = PartitionOptions.robust(GROUPS);
    private final ImageSource faces;

    private PartitionUpdate(NDManager manager) {
        this.manager = manager;
        faces = DrawnImages.of(manager, DrawnGan.ARCHITECTURE.size());
    }

    /**
     * Runs the comparison and prints two tables.
     *
     * @param args {@code [--updates N] [--warm-up N] [--profiled N]}: updates on both sides that are timed, those before, and
     *     those of the profile
     */
    public static void main(String[] args) {
        CommandOptions options = CommandOptions.of(args, Map.of("updates", "16", "warm-up", "4", "profiled", "15"));
        try (NDManager manager = NDManager.newBaseManager()) {
            PartitionUpdate benchmark = new PartitionUpdate(manager);
            benchmark.check();
            System.out.printf(
                    "One update of a partition of the drawn faces' GAN: layer%d, %d groups, %d steps of batch %d, chains of %d"
                            + " steps; %d updates on each side after %d of warm-up; OMP_NUM_THREADS=%s%n%n%s%n",
                    LAYER,
                    GROUPS,
                    benchmark.options.stepsPerUpdate(),
                    benchmark.options.gan().batchSize(),
                    benchmark.options.energy().langevin().steps(),
                    options.count("updates"),
                    options.count("warm-up"),
                    System.getenv().getOrDefault("OMP_NUM_THREADS", "unset"),
                    BlockTimes.head("grouping"));
            benchmark.race(options.count("warm-up"), options.count("updates"));
            benchmark.profile(options.count("profiled"));
        }
    }

    private void check() {
        try (ScriptedUpdate script = script();
                InterpretableGan trained =
                        train(CHECKED, report -> script.update(regroups(report)).check(report))) {
            Agreement.close("the moving average", trained.generator(), script.average());
        }
    }

    private void race(int warmUp, int count) {
        BlockTimes regrouped = new BlockTimes();
        BlockTimes kept = new BlockTimes();
        double[] fitting = new double[2];
        try (ScriptedUpdate script = script()) {
            BlockTimes.Clock[] clock = {BlockTimes.Clock.start()};
            train(warmUp + count, report -> {
                        BlockTimes.Time ours = clock[0].stop();
                        ScriptedUpdate.Outcome theirs = script.update(regroups(report));
                        if (report.update() > warmUp) {
                            (regroups(report) ? regrouped : kept).add(ours, theirs.methods());
                            fitting[0] += regroups(report) ? ours.wall() : 0;
                            fitting[1] += theirs.mixture().wall();
                        }
                        clock[0] = BlockTimes.Clock.start();
                    })
                    .close();
        }
        print("refitted", regrouped);
        print("kept", kept);
        System.out.printf(
                Locale.ROOT,
                "%nFitting the mixture on the JVM takes %.2f %% of the trainer's time where the grouping is refitted.%n",
                100 * fitting[1] / fitting[0]);
    }

    private static void print(String name, BlockTimes times) {
        if (!times.isEmpty()) {
            System.out.println(times.row(name, 1));
        }
    }

    private void profile(int updates) {
        try (StackShares shares = new StackShares("PartitionTrainer.update", "PartitionTrainer.regroup")) {
            train(updates, report -> {}).close();
            shares.close();
            System.out.printf("%nShares of %d updates, the first of a training:%n", updates);
            shares.shares()
                    .forEach(
                            (method, share) -> System.out.printf(Locale.ROOT, "%-32s %6.2f %%%n", method, 100 * share));
        }
    }

    private InterpretableGan train(int updates, PartitionListener listener) {
        Gan gan = DrawnGan.load(manager);
        PartitionOptions some = options.withUpdates(updates, options.stepsPerUpdate());
        return new PartitionStrategy("layer" + LAYER, some, faces)
                .listener(listener)
                .apply(gan);
    }

    private ScriptedUpdate script() {
        return new ScriptedUpdate(DrawnGan.ARCHITECTURE, DrawnGan.load(manager), LAYER, faces, options);
    }

    /** Whether the grouping was refitted at an update that is reported, which counts from 1. */
    private boolean regroups(UpdateReport report) {
        int update = report.update() - 1;
        return update < options.regroupEveryUntil() || update % options.regroupInterval() == 0;
    }
}
