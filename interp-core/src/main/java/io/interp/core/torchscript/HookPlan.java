package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import io.interp.core.InterpException;
import io.interp.core.LayerHook;
import io.interp.core.LayerTable;
import io.interp.core.internal.torch.archive.HookPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hooks in the order they act, as places in an archive and the arrays they are fed with. A Java function in the middle
 * splits the run: what comes before it is run up to its layer, and what comes after resumes from the function's result.
 */
final class HookPlan {

    private static final String FUNCTION_INPUT = "function.input";

    private final List<LayerHook> hooks;
    private final List<HookPoint> points = new ArrayList<>();
    private final Map<String, NDArray> feeds = new LinkedHashMap<>();
    private final Map<String, String> captures = new LinkedHashMap<>();

    private HookPlan(List<LayerHook> hooks, boolean functionInput) {
        this.hooks = hooks;
        int index = 0;
        for (LayerHook hook : hooks) {
            String key = "hook" + index++;
            if (hook instanceof LayerHook.Capture capture) {
                captures.put(key, capture.key());
                points.add(HookPoint.capture(hook.layer(), key));
            } else if (hook instanceof LayerHook.Replace replace) {
                feeds.put(key, replace.value());
                points.add(HookPoint.replace(hook.layer(), key));
            } else if (hook instanceof LayerHook.Blend blend) {
                feeds.put(key + ".alpha", blend.alpha());
                feeds.put(key + ".value", blend.value());
                points.add(HookPoint.blend(hook.layer(), key));
            } else if (functionInput) {
                points.add(HookPoint.capture(hook.layer(), FUNCTION_INPUT));
            }
        }
    }

    /** Sorts hooks into the order in which they act: by layer as they run, and as given within a layer. */
    static HookPlan of(List<LayerHook> hooks, LayerTable layers) {
        List<String> order = layers.names();
        List<LayerHook> sorted = new ArrayList<>(hooks);
        sorted.sort(Comparator.comparingInt(h -> order.indexOf(h.layer())));
        return new HookPlan(sorted, false);
    }

    boolean needsFunction() {
        return functionIndex() < hooks.size();
    }

    private int functionIndex() {
        int index = 0;
        while (index < hooks.size() && !(hooks.get(index) instanceof LayerHook.Apply)) {
            index++;
        }
        return index;
    }

    /** The hooks before the first function, and the capture of its input. */
    HookPlan untilFunction() {
        return new HookPlan(hooks.subList(0, functionIndex() + 1), true);
    }

    /**
     * The plan with the first function replaced by its result. Edits before it stay, since skip connections may carry
     * them past its layer; captures before it are done.
     */
    HookPlan afterFunction(Map<String, NDArray> results) {
        int at = functionIndex();
        LayerHook.Apply function = (LayerHook.Apply) hooks.get(at);
        NDArray input = results.get(FUNCTION_INPUT);
        NDArray output = function.function().apply(input);
        if (!output.getShape().equals(input.getShape())) {
            throw new InterpException("the function applied at layer '" + function.layer() + "' must keep the shape "
                    + input.getShape() + ", it returned " + output.getShape());
        }
        List<LayerHook> rest = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            if (i == at) {
                rest.add(LayerHook.replace(function.layer(), output));
            } else if (i > at || !(hooks.get(i) instanceof LayerHook.Capture)) {
                rest.add(hooks.get(i));
            }
        }
        return new HookPlan(rest, false);
    }

    List<HookPoint> points() {
        return points;
    }

    Map<String, NDArray> feeds() {
        return feeds;
    }

    /** Moves what was captured from the results to the names the caller gave. */
    void captured(Map<String, NDArray> results, Map<String, NDArray> kept) {
        captures.forEach((key, name) -> kept.put(name, results.get(key)));
    }

    void requireFired(Map<String, NDArray> results) {
        for (HookPoint point : points) {
            if (point.kind() == HookPoint.Kind.CAPTURE && !results.containsKey(point.key())) {
                throw new InterpException("the hook at layer '" + point.layer() + "' did not fire: the layer is in a"
                        + " branch that this pass does not take");
            }
        }
    }
}
