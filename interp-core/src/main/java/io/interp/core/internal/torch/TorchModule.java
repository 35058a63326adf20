package io.interp.core.internal.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.interp.core.InterpException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TorchScript module loaded into the engine. Owns its native module; arrays it returns belong to the caller's manager.
 *
 * <p>Every call leaves the decision whether a graph is recorded to the thread's gradient mode and never enters the
 * engine's inference mode, whose results can't take part in gradients later.
 */
public final class TorchModule implements AutoCloseable {

    private final NDManager manager;
    private final PtSymbolBlock block;
    private final AtomicBoolean training = new AtomicBoolean(true);
    private final Map<String, NDArray> selectors = new ConcurrentHashMap<>();

    private TorchModule(NDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /**
     * Loads a module.
     *
     * @param archive the bytes of a TorchScript archive
     * @param parent the manager whose device it is loaded on; the module's own manager is a child of it
     * @return the module, in evaluation mode
     * @throws InterpException if the engine refuses the archive
     */
    public static TorchModule load(byte[] archive, NDManager parent) {
        NDManager manager = parent.newSubManager();
        boolean gradMode = JniUtils.isGradMode();
        try {
            PtSymbolBlock block =
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
            TorchModule module = new TorchModule(manager, block);
            module.training(false);
            return module;
        } catch (EngineException e) {
            manager.close();
            throw new InterpException("the engine can't load the TorchScript archive: " + e.getMessage(), e);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } finally {
            JniUtils.setGradMode(gradMode); // loading the engine for the first time switches it off
        }
    }

    /**
     * Calls a method.
     *
     * @param method the method's name
     * @param arguments tensors in order; a name {@code key[]} collects a list, {@code key.name} a dictionary
     * @param owner the manager of the results
     * @return the tensors of the result, a dictionary's named by their keys
     */
    public NDList call(String method, NDList arguments, NDManager owner) {
        NDList inputs = new NDList(arguments.size() + 1);
        // First, so that results are attached to its manager, which no caller has capped, and moved from there.
        inputs.add(selectors.computeIfAbsent(method, this::selector));
        inputs.addAll(arguments);
        NDList results;
        try {
            results = IValueUtils.forward(block, inputs, true);
        } catch (EngineException e) {
            throw new InterpException("method '" + method + "' failed in the engine: " + e.getMessage(), e);
        }
        results.attach(owner);
        return results;
    }

    /** The array whose name tells the engine's call which method is meant. */
    private NDArray selector(String method) {
        NDArray selector = manager.create(0f);
        selector.setName("module_method:" + method);
        return selector;
    }

    /**
     * Switches the module and all its children between training and evaluation, which is what batch norm and dropout
     * look at in a scripted module; a traced one has the mode of its tracing written into it.
     *
     * @param on true for training
     */
    public void training(boolean on) {
        if (training.getAndSet(on) != on) {
            if (on) {
                JniUtils.enableTrainingMode(block);
            } else {
                JniUtils.enableInferenceMode(block);
            }
        }
    }

    /** {@return the trainable parameters by name, in the module's order; owned by this module} */
    public Map<String, NDArray> parameters() {
        NDList list = JniUtils.moduleGetParams(block, (PtNDManager) manager);
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        for (NDArray array : list) {
            parameters.put(array.getName(), array);
            array.setName(null); // names steer how arguments are passed, so a parameter must not carry one
        }
        return parameters;
    }

    /**
     * Writes the module with its current weights as a TorchScript archive.
     *
     * @param out where to; not closed
     */
    public void write(OutputStream out) {
        JniUtils.writeModule(block, out, false);
    }

    /** {@return the device the weights are on} */
    public Device device() {
        return manager.getDevice();
    }

    /** {@return the manager that owns the module} */
    public NDManager manager() {
        return manager;
    }

    /**
     * Asks the engine to record gradients of arrays, or to stop.
     *
     * @param arrays leaf arrays
     * @param on whether to record
     */
    public static void requireGradient(List<NDArray> arrays, boolean on) {
        for (NDArray array : arrays) {
            if (JniUtils.requiresGrad((PtNDArray) array) != on) {
                JniUtils.attachGradient((PtNDArray) array, on);
            }
        }
    }

    /**
     * {@return whether the engine records gradients of this array}
     *
     * @param array any array
     */
    public static boolean requiresGradient(NDArray array) {
        return JniUtils.requiresGrad((PtNDArray) array);
    }

    /** Frees the native module and every array that was attached to it. */
    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
