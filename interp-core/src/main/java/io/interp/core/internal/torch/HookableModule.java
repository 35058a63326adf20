package io.interp.core.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.InterpException;
import io.interp.core.internal.torch.archive.HookPoint;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TorchScript module together with the rewritten variants of it that hooks need. A variant is made for each set of
 * hooked places, when it is first asked for, and shares the weights of the module: it adopts the same tensors.
 */
public final class HookableModule implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(HookableModule.class);

    private static final String STATE = "interp_state";
    private static final String ADOPT = "interp_adopt";
    private static final String HOOKS = "interp_hooks";
    private static final String IMAGES = "images";
    private static final int MOST_UNKNOWN_OPERATORS = 64;
    private static final int MOST_VARIANTS = 32;

    private final NDManager manager;
    private final TorchArchive archive;
    private final TorchModule base;
    private final Map<String, NDArray> parameters;
    private final Map<String, NDArray> state;
    private final Map<Plan, TorchModule> variants = new LinkedHashMap<>(16, 0.75f, true);
    private String code;

    private record Plan(List<HookPoint> points, boolean images) {}

    private HookableModule(NDManager manager, TorchArchive archive, TorchModule base) {
        this.manager = manager;
        this.archive = archive;
        this.base = base;
        parameters = Collections.unmodifiableMap(base.parameters());
        Gradients.require(List.copyOf(parameters.values()), false);
        state = Collections.unmodifiableMap(readState(base));
    }

    /**
     * Loads a module. Operators that this engine does not know, which newer exporters name in branches that hardly ever
     * run, are replaced by an exception that names them, and logged.
     *
     * @param source the archive
     * @param parent the manager whose device is used and whose child owns the module
     * @return the module, in evaluation mode, its weights frozen
     * @throws InterpException if the engine refuses the archive for any other reason
     */
    public static HookableModule load(TorchArchive source, NDManager parent) {
        NDManager manager = parent.newSubManager();
        TorchArchive archive = source.onDevice(device(manager));
        try {
            for (int attempt = 0; ; attempt++) {
                try {
                    TorchModule base =
                            TorchModule.load(archive.withTensors(STATE).toBytes(), manager);
                    return new HookableModule(manager, archive, base);
                } catch (InterpException e) {
                    Optional<String> operator = TorchArchive.unknownOperator(e.getMessage());
                    if (operator.isEmpty() || attempt == MOST_UNKNOWN_OPERATORS) {
                        throw e;
                    }
                    LOGGER.warn(
                            "{}: the engine has no operator {}; a call of it will raise an error",
                            source.name(),
                            operator.get());
                    archive = archive.withoutOperator(operator.get());
                }
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static String device(NDManager manager) {
        return manager.getDevice().isGpu() ? "cuda:" + manager.getDevice().getDeviceId() : "cpu";
    }

    private static Map<String, NDArray> readState(TorchModule base) {
        NDList tensors = base.call(STATE, new NDList(), base.manager());
        List<NDArray> sorted = new ArrayList<>(tensors);
        sorted.sort((a, b) -> a.getName().compareTo(b.getName())); // a native dictionary keeps no order
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (NDArray tensor : sorted) {
            state.put(tensor.getName(), tensor);
            tensor.setName(null); // names steer how arguments are passed
        }
        return state;
    }

    /** {@return the manager that owns the module} */
    public NDManager manager() {
        return manager;
    }

    /** {@return the archive as it was loaded, with the weights it had then} */
    public TorchArchive archive() {
        return archive;
    }

    /**
     * {@return a text that tells architectures apart: the code as this engine prints it, whatever the weights and whoever
     * wrote the archive, so that a copy and a saved module have the same one}
     */
    public String codeFingerprint() {
        if (code == null) {
            code = snapshot().codeFingerprint();
        }
        return code;
    }

    /** {@return the trainable weights by name; owned by this module} */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /** {@return weights and buffers by name; owned by this module} */
    public Map<String, NDArray> state() {
        return state;
    }

    /**
     * Runs the module as it is.
     *
     * @param input the argument
     * @param training whether batch norms use and update batch statistics
     * @return the results, owned by the input's manager
     */
    public NDList forward(NDArray input, boolean training) {
        base.training(training);
        return base.call("forward", new NDList(input), input.getManager());
    }

    /**
     * Runs the module with hooks.
     *
     * @param input the argument
     * @param points the hooked places, in order
     * @param feeds the arrays that replacing and blending hooks take, by key
     * @param images whether the module's own result is wanted; without it, what comes after the last hook is not run
     * @param training whether batch norms use and update batch statistics
     * @return what was captured, by key, and the module's own result under {@code images}; owned by the input's manager
     */
    public Map<String, NDArray> run(
            NDArray input, List<HookPoint> points, Map<String, NDArray> feeds, boolean images, boolean training) {
        TorchModule variant = variant(new Plan(List.copyOf(points), images));
        variant.training(training);
        try (NDManager scratch = input.getManager().newSubManager(manager.getDevice())) {
            NDList arguments = new NDList(input);
            if (feeds.isEmpty()) {
                arguments.add(named(scratch.create(0f), "none"));
            }
            Map<NDArray, String> names = new LinkedHashMap<>();
            feeds.forEach((key, array) -> {
                // The same array may be fed under two keys, but carries one name.
                NDArray fed = names.containsKey(array) ? array.reshape(array.getShape()) : array;
                names.put(fed, fed.getName());
                arguments.add(named(fed, key));
            });
            try {
                Map<String, NDArray> results = new LinkedHashMap<>();
                for (NDArray result : variant.call(HOOKS, arguments, input.getManager())) {
                    results.put(result.getName(), result);
                    result.setName(null);
                }
                return results;
            } finally {
                names.forEach(NDArray::setName);
            }
        }
    }

    /** The name of the module's own result in what {@link #run} returns. */
    public static String imagesKey() {
        return IMAGES;
    }

    private static NDArray named(NDArray array, String key) {
        array.setName("feeds." + key);
        return array;
    }

    private TorchModule variant(Plan plan) {
        TorchModule known = variants.get(plan);
        if (known != null) {
            return known;
        }
        if (variants.size() == MOST_VARIANTS) {
            Plan oldest = variants.keySet().iterator().next();
            variants.remove(oldest).close();
        }
        TorchArchive rewritten = archive.withAdoption(ADOPT).withHooks(HOOKS, plan.points(), plan.images());
        TorchModule module = TorchModule.load(rewritten.toBytes(), manager);
        try (NDManager scratch = manager.newSubManager();
                GradScope off = GradScope.off()) {
            NDList arguments = new NDList();
            state.forEach((name, tensor) -> {
                tensor.setName("tensors." + name);
                arguments.add(tensor);
            });
            module.call(ADOPT, arguments, scratch);
        } finally {
            state.values().forEach(tensor -> tensor.setName(null));
        }
        variants.put(plan, module);
        return module;
    }

    /** {@return the module with its current weights as an archive that other programs can load too} */
    public TorchArchive snapshot() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        base.training(false);
        base.write(out);
        return TorchArchive.read(new ByteArrayInputStream(out.toByteArray()), archive.name())
                .withoutMethod(STATE);
    }

    /** Frees the module and its variants. */
    @Override
    public void close() {
        variants.values().forEach(TorchModule::close);
        variants.clear();
        base.close();
        manager.close();
    }
}
