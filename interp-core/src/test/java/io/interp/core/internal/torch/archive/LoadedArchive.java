package io.interp.core.internal.torch.archive;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An archive loaded into the engine, for tests: its methods as functions of arrays. */
final class LoadedArchive implements AutoCloseable {

    final PtNDManager manager;
    final PtSymbolBlock block;

    LoadedArchive(TorchArchive archive) {
        manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager();
        try {
            block = JniUtils.loadModule(manager, new ByteArrayInputStream(archive.toBytes()), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JniUtils.enableInferenceMode(block);
    }

    /** Loads an archive as an application does: operators that the engine lacks are taken out one by one. */
    static LoadedArchive tolerant(TorchArchive archive) {
        TorchArchive tried = archive;
        while (true) {
            try {
                return new LoadedArchive(tried);
            } catch (RuntimeException e) {
                String operator = TorchArchive.unknownOperator(String.valueOf(e.getMessage()))
                        .orElseThrow(() -> e);
                tried = tried.withoutOperator(operator);
            }
        }
    }

    static TorchArchive resource(String name) {
        InputStream in = LoadedArchive.class.getResourceAsStream("/torchscript/" + name);
        if (in == null) {
            throw new IllegalStateException("no test archive " + name);
        }
        try (in) {
            return TorchArchive.read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Python computed for a network, in eager mode. */
    static JsonObject reference(String name) {
        InputStream in = LoadedArchive.class.getResourceAsStream("/torchscript/" + name + ".json");
        if (in == null) {
            throw new IllegalStateException("no reference " + name);
        }
        try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns the engine's graph optimiser on or off for this thread. */
    static void optimize(boolean on) {
        Engine.getEngine("PyTorch");
        JniUtils.setGraphExecutorOptimize(on);
    }

    NDArray array(JsonObject json) {
        return array(manager, json);
    }

    static NDArray array(NDManager manager, JsonObject json) {
        JsonArray values = json.getAsJsonArray("values");
        float[] data = new float[values.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = values.get(i).getAsFloat();
        }
        JsonArray dimensions = json.getAsJsonArray("shape");
        long[] shape = new long[dimensions.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).getAsLong();
        }
        return manager.create(data, new Shape(shape));
    }

    NDArray forward(NDArray input) {
        return IValueUtils.forward(block, new NDList(input), false).get(0);
    }

    /** Runs a method that takes an input and feeds, in inference mode. */
    Map<String, NDArray> run(String method, NDArray input, Map<String, NDArray> feeds) {
        Map<String, PtNDArray> fed = new TreeMap<>();
        feeds.forEach((key, value) -> fed.put(key, (PtNDArray) value));
        try (IValue x = IValue.from((PtNDArray) input);
                IValue dictionary = IValue.stringMapFrom(fed);
                IValue result = IValueUtils.runMethod(block, method, x, dictionary)) {
            return named(result.toNDList(manager));
        }
    }

    /** Runs a method by names of inputs alone, with gradients. */
    Map<String, NDArray> runByNames(String method, NDList inputs) {
        NDArray placeholder = manager.create(0f);
        placeholder.setName("module_method:" + method);
        inputs.add(placeholder);
        return named(IValueUtils.forward(block, inputs, true));
    }

    /** Runs an adopting method with tensors named {@code tensors.NAME}. */
    long adopt(NDList tensors) {
        NDArray placeholder = manager.create(0f);
        placeholder.setName("module_method:adopt");
        tensors.add(placeholder);
        return IValueUtils.forward(block, tensors, false).get(0).toLongArray()[0];
    }

    private static Map<String, NDArray> named(NDList list) {
        Map<String, NDArray> out = new TreeMap<>();
        list.forEach(array -> out.put(array.getName(), array));
        return out;
    }

    Map<String, NDArray> parameters() {
        return named(JniUtils.moduleGetParams(block, manager));
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
