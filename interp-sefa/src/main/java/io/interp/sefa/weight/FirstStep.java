package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.sefa.CodeSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the first affine step that the latents of a generator meet: the first weight, as layers run, that takes them. */
final class FirstStep {

    private final Generator generator;
    private final int latents;
    private final List<String> notes = new ArrayList<>();
    private final Optional<WeightCandidate> candidate;

    FirstStep(Generator generator) {
        this.generator = generator;
        this.latents = generator.latents().dimension();
        this.candidate = find();
    }

    Optional<WeightCandidate> candidate() {
        return candidate;
    }

    /** Weights that were looked at and why they are not the one. */
    List<String> notes() {
        return notes;
    }

    private Optional<WeightCandidate> find() {
        for (Map.Entry<String, String> weight : inRunningOrder().entrySet()) {
            String tensor = weight.getKey();
            Shape shape = generator.parameters().get(tensor).getShape();
            Optional<WeightKind> kind = kind(weight.getValue(), shape, latents);
            if (kind.isPresent() && kind.get().inputs(shape) == latents) {
                return Optional.of(new WeightCandidate(
                        tensor,
                        shape,
                        kind.get(),
                        WeightCandidate.Role.FIRST_STEP,
                        0,
                        CodeSpace.z(latents),
                        0,
                        latents,
                        0,
                        "first weight that takes the " + latents + " latents"));
            }
            notes.add(tensor + " " + shape + ": "
                    + (kind.isEmpty()
                            ? "its shape does not tell inputs from outputs; name it with its kind"
                            : "takes " + kind.get().inputs(shape) + " inputs, the latents are " + latents));
        }
        return Optional.empty();
    }

    /** Weights of 2 or 4 axes, with the type of what holds them: those of layers as they run, then those of no layer. */
    private Map<String, String> inRunningOrder() {
        Map<String, NDArray> parameters = generator.parameters();
        Map<String, String> order = new LinkedHashMap<>();
        for (Layer layer : generator.layers()) {
            String path = layer.name().replaceAll("#\\d+(?=\\.|$)", "");
            for (String parameter : layer.parameters()) {
                String tensor = path + "." + parameter;
                if (parameters.containsKey(tensor)) {
                    order.putIfAbsent(tensor, layer.kind() + " " + parameter);
                }
            }
        }
        parameters.keySet().forEach(tensor -> order.putIfAbsent(tensor, tensor));
        order.keySet().removeIf(tensor -> !isWeight(tensor, order.get(tensor), parameters.get(tensor)));
        return order;
    }

    private static boolean isWeight(String tensor, String type, NDArray array) {
        Shape shape = array.getShape();
        boolean table = (tensor + type).toLowerCase(Locale.ROOT).contains("embed");
        boolean constant = shape.dimension() == 4 && shape.get(0) == 1; // the learned input of a style generator
        return (shape.dimension() == 2 || shape.dimension() == 4) && shape.size() > 0 && !table && !constant;
    }

    /** How a weight is stored: by the type of its layer, or by the only axis that has the size of the code. */
    static Optional<WeightKind> kind(String type, Shape shape, int inputs) {
        if (shape.dimension() == 2) {
            return Optional.of(WeightKind.LINEAR);
        }
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.contains("transpose") || lower.contains("deconv")) {
            return Optional.of(WeightKind.TRANSPOSED_CONVOLUTION);
        }
        if (lower.contains("conv")) {
            return Optional.of(WeightKind.CONVOLUTION);
        }
        Set<WeightKind> stored = Set.of(WeightKind.CONVOLUTION, WeightKind.TRANSPOSED_CONVOLUTION);
        List<WeightKind> fitting = stored.stream()
                .filter(k -> k.fits(shape) && k.inputs(shape) == inputs)
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }
}
