package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.data.EpochOrder;
import io.interp.core.data.ImageSource;
import io.interp.core.internal.torch.OperatorArchive;
import io.interp.core.internal.torch.TorchModule;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanTraining;
import io.interp.core.train.StepReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The training steps of {@link io.interp.core.train.GanTrainer} as one call of one TorchScript method each, on the same
 * images and latents. Trains the networks it is given in place and owns what it adds to them.
 */
final class ScriptedStep implements AutoCloseable {

    private final NDManager manager;
    private final TorchModule module;
    private final Generator generator;
    private final Generator average;
    private final ImageSource data;
    private final GanTraining options;
    private final EpochOrder order;
    private final Map<String, List<NDArray>> lists = new LinkedHashMap<>();
    private long steps;

    /**
     * Prepares training.
     *
     * @param script the methods of the module, as {@link GanStepScript} writes them for these networks and settings
     * @param generator the generator, trained in place
     * @param discriminator the discriminator, trained in place
     * @param data the real images
     * @param options the settings
     */
    ScriptedStep(
            String script, Generator generator, Discriminator discriminator, ImageSource data, GanTraining options) {
        this.generator = generator;
        this.data = data;
        this.options = options;
        order = EpochOrder.of(options.seed(), data.size(), options.batchSize(), EpochOrder.Tail.CONTINUE);
        manager = generator.manager().newSubManager();
        module = TorchModule.load(OperatorArchive.of(script), manager);
        average = generator.copy();
        List<NDArray> weights = List.copyOf(generator.parameters().values());
        List<NDArray> critic = List.copyOf(discriminator.parameters().values());
        lists.put("gw", weights);
        lists.put("gb", buffers(generator));
        lists.put("gm", zeros(weights));
        lists.put("gv", zeros(weights));
        lists.put("dw", critic);
        lists.put("dm", zeros(critic));
        lists.put("dv", zeros(critic));
        lists.put("aw", List.copyOf(average.parameters().values()));
        lists.put("ab", buffers(average));
    }

    private static List<NDArray> buffers(Generator generator) {
        Map<String, NDArray> state = new LinkedHashMap<>(generator.state());
        state.keySet().removeAll(generator.parameters().keySet());
        // The engine's call takes no empty list.
        return state.isEmpty() ? List.of(generator.manager().create(0f)) : List.copyOf(state.values());
    }

    private List<NDArray> zeros(List<NDArray> like) {
        List<NDArray> zeros = new ArrayList<>();
        like.forEach(a -> zeros.add(manager.zeros(a.getShape(), a.getDataType())));
        return zeros;
    }

    /** What one step takes: images and two batches of latents. */
    record Inputs(NDArray real, NDArray criticLatents, NDArray generatorLatents) {}

    /**
     * Draws what the trainer's steps draw.
     *
     * @param scope owns the arrays
     * @param count the number of steps from the present one on
     * @return one element a step
     */
    List<Inputs> draw(NDManager scope, int count) {
        List<Inputs> inputs = new ArrayList<>();
        for (long step = steps; step < steps + count; step++) {
            inputs.add(
                    new Inputs(data.batch(scope, order.batch(step)), latents(scope, 1, step), latents(scope, 2, step)));
        }
        return inputs;
    }

    private NDArray latents(NDManager scope, long purpose, long step) {
        return generator.latents().sample(scope, Draws.derive(options.seed(), purpose, step), options.batchSize());
    }

    /** What a step measured; the penalty NaN at steps without. */
    record Measured(
            double discriminatorLoss, double generatorLoss, double realScore, double fakeScore, double penalty) {

        /** Compares it with what the trainer measured at the same step. */
        void check(StepReport report) {
            Agreement.same("the discriminator's loss", report.discriminatorLoss(), discriminatorLoss);
            Agreement.same("the generator's loss", report.generatorLoss(), generatorLoss);
            if (!Double.isNaN(penalty)) {
                Agreement.same("the penalty", report.r1(), penalty);
            }
        }
    }

    /**
     * Takes one step.
     *
     * @param inputs what it takes
     * @return what was measured
     */
    Measured step(Inputs inputs) {
        AdamOptions adam = options.generator();
        boolean penalised = options.r1Gamma() > 0 && steps % options.r1Interval() == 0;
        steps++;
        double share = 1 / (1 - Math.pow(adam.beta1(), (double) steps));
        double correction = 1 / Math.sqrt(1 - Math.pow(adam.beta2(), (double) steps));
        double weight = penalised ? options.r1Gamma() / 2 * options.r1Interval() : 0;
        double[] numbers = {
            share * adam.learningRate(), share * options.discriminator().learningRate(), correction, weight
        };
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> tensors =
                    List.of(inputs.real(), inputs.criticLatents(), inputs.generatorLatents(), scope.create(numbers));
            float[] all = call("step", tensors, lists, scope).singletonOrThrow().toFloatArray();
            return new Measured(all[0], all[1], all[2], all[3], penalised ? all[4] : Double.NaN);
        }
    }

    /**
     * Calls a method of the module, with gradients on.
     *
     * @param method its name
     * @param tensors the first arguments
     * @param named the lists that are its further arguments, none empty
     * @param scope owns what it returns
     */
    NDList call(String method, List<NDArray> tensors, Map<String, List<NDArray>> named, NDManager scope) {
        NDList arguments = new NDList(tensors);
        named.forEach((name, list) -> list.forEach(a -> {
            a.setName(name + "[]");
            arguments.add(a);
        }));
        try (GradScope on = GradScope.on()) {
            return module.call(method, arguments, scope);
        } finally {
            named.values().forEach(list -> list.forEach(a -> a.setName(null)));
        }
    }

    /** {@return the generator's weights as {@code gw} and its running statistics as {@code gb}} */
    Map<String, List<NDArray>> generatorLists() {
        Map<String, List<NDArray>> own = new LinkedHashMap<>();
        own.put("gw", lists.get("gw"));
        own.put("gb", lists.get("gb"));
        return own;
    }

    /** {@return the generator, which is trained in place} */
    Generator generator() {
        return generator;
    }

    /** {@return the generator whose weights are the moving average} */
    Generator average() {
        return average;
    }

    @Override
    public void close() {
        module.close();
        average.close();
        manager.close();
    }
}
