package io.interp.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.LayerTable;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A generator with a {@link PlantedArtefact}: the untouched generator, whose layer shows one more unit to hooks, and a patch
 * on the image where that unit is on. Everything else, weights included, is the untouched generator's.
 */
public final class ArtefactGenerator implements Generator {

    private final Generator untouched;
    private final PlantedArtefact artefact;
    private final boolean rectifiedLayer;
    private final boolean rectifiedImage;
    private final LayerTable layers;
    private final String image;

    ArtefactGenerator(Generator untouched, PlantedArtefact artefact, boolean rectifiedLayer, boolean rectifiedImage) {
        this.untouched = untouched;
        this.artefact = artefact;
        this.rectifiedLayer = rectifiedLayer;
        this.rectifiedImage = rectifiedImage;
        Layer at = untouched.layers().named(artefact.layer());
        requireFits(untouched, at);
        int units = at.units();
        if (artefact.unit() < 0 || artefact.unit() > units) {
            throw new IllegalArgumentException("the new unit of layer '" + at.name() + "' must have a place from 0 to "
                    + units + ", got " + artefact.unit());
        }
        for (PlantedArtefact.Source source : artefact.sources()) {
            if (source.unit() < 0 || source.unit() >= units) {
                throw new IllegalArgumentException(
                        "layer '" + at.name() + "' has units 0 to " + (units - 1) + ", got source " + source.unit());
            }
        }
        if (artefact.colour().size() != untouched.imageShape().get(0)) {
            throw new IllegalArgumentException("images of shape " + untouched.imageShape() + " need a colour of "
                    + untouched.imageShape().get(0) + " channels, got " + artefact.colour());
        }
        Shape shape = at.outputShape();
        layers = new LayerTable(
                "generator '" + untouched.name() + "' with an artefact",
                untouched.layers().stream()
                        .map(layer -> layer.name().equals(at.name())
                                ? new Layer(
                                        at.name(),
                                        at.kind(),
                                        new Shape(units + 1, shape.get(1), shape.get(2)),
                                        at.parameters())
                                : layer)
                        .toList());
        image = layers.get(layers.size() - 1).name();
    }

    /** Checks that a patch can be painted from the places of a layer. */
    static void requireFits(Generator generator, Layer layer) {
        Shape shape = layer.outputShape();
        Shape picture = generator.imageShape();
        LayerTable table = generator.layers();
        boolean fits = layer.isSpatial()
                && !layer.equals(table.get(table.size() - 1))
                && picture.get(1) % shape.get(1) == 0
                && picture.get(2) % shape.get(2) == 0;
        if (!fits) {
            throw new IllegalArgumentException(
                    "an artefact needs a layer before the last with maps that divide images of " + picture
                            + ", got layer '" + layer.name() + "' with output " + shape);
        }
    }

    /** {@return the truth: which unit causes what} */
    public PlantedArtefact artefact() {
        return artefact;
    }

    /** {@return the generator without the artefact, which this one closes} */
    public Generator untouched() {
        return untouched;
    }

    /**
     * Says where the patch is.
     *
     * @param latents {@code [N, d]}
     * @return {@code [N, 1, H, W]} how much of the patch covers each pixel, in [0, 1]; owned by the latents' manager
     */
    public NDArray patch(NDArray latents) {
        NDArray maps = activation(latents, artefact.layer(), Pass.INFERENCE); // [N, U + 1, h, w]
        try (GradScope off = GradScope.off()) {
            return spread(units(maps, artefact.unit(), artefact.unit() + 1));
        }
    }

    @Override
    public Run run(NDArray latents, Pass pass, List<LayerHook> hooks) {
        hooks.forEach(hook -> layers.named(hook.layer()));
        List<LayerHook> passed = new ArrayList<>();
        List<LayerHook> atLayer = new ArrayList<>();
        List<LayerHook> atImage = new ArrayList<>();
        for (LayerHook hook : hooks) {
            boolean ours = hook.layer().equals(artefact.layer());
            (ours ? atLayer : hook.layer().equals(image) ? atImage : passed).add(hook);
        }
        Map<String, NDArray> kept = new LinkedHashMap<>();
        NDArray[] level = new NDArray[1];
        if (!atLayer.isEmpty() && atLayer.get(0) instanceof LayerHook.Replace given) {
            // As the untouched generator does: what comes before the layer is not computed.
            passed.add(LayerHook.replace(artefact.layer(), others(given.value())));
            passed.add(LayerHook.apply(
                    artefact.layer(), y -> hooked(given.value(), atLayer.subList(1, atLayer.size()), kept, level)));
        } else {
            passed.add(LayerHook.apply(artefact.layer(), y -> hooked(joined(y), atLayer, kept, level)));
        }
        Run run = untouched.run(latents, pass, passed);
        try (GradScope scope = GradScope.of(pass.gradient())) {
            NDArray x = painted(run.images(), level[0]);
            for (LayerHook hook : atImage) {
                x = LayerHook.act(hook, x, kept);
            }
            kept.putAll(run.activations());
            return new Run(x, inOrder(hooks, kept));
        }
    }

    /** Lets hooks act on all units of the layer and goes on with those of the untouched generator. */
    private NDArray hooked(NDArray maps, List<LayerHook> hooks, Map<String, NDArray> kept, NDArray[] level) {
        NDArray y = maps;
        for (LayerHook hook : hooks) {
            y = LayerHook.act(hook, y, kept);
        }
        level[0] = units(y, artefact.unit(), artefact.unit() + 1); // [N, 1, h, w]
        return others(y);
    }

    private static Map<String, NDArray> inOrder(List<LayerHook> hooks, Map<String, NDArray> kept) {
        Map<String, NDArray> ordered = new LinkedHashMap<>();
        for (LayerHook hook : hooks) {
            if (hook instanceof LayerHook.Capture capture) {
                ordered.put(capture.key(), kept.get(capture.key()));
            }
        }
        return ordered;
    }

    @Override
    public NDArray activation(NDArray latents, String layer, Pass pass) {
        String name = layers.named(layer).name();
        if (name.equals(image)) {
            return run(latents, pass, List.of()).images();
        }
        NDArray y = untouched.activation(latents, name, pass);
        if (!name.equals(artefact.layer())) {
            return y;
        }
        try (GradScope scope = GradScope.of(pass.gradient())) {
            return joined(y);
        }
    }

    /** The layer's output with the new unit in its place. */
    private NDArray joined(NDArray y) {
        int units = Math.toIntExact(y.getShape().get(1));
        float[] weights = new float[units];
        artefact.sources().forEach(source -> weights[source.unit()] += (float) source.weight());
        NDArray weight = y.getManager().create(weights, new Shape(1, units, 1, 1));
        NDArray sum = y.mul(weight).sum(new int[] {1}, true); // [N, 1, h, w]
        NDList parts = new NDList();
        if (artefact.unit() > 0) {
            parts.add(units(y, 0, artefact.unit()));
        }
        parts.add(TensorOps.scale(TensorOps.atLeast(sum.sub((float) artefact.threshold()), 0), artefact.gain()));
        if (artefact.unit() < units) {
            parts.add(units(y, artefact.unit(), units));
        }
        NDArray joined = NDArrays.concat(parts, 1); // [N, U + 1, h, w]
        return rectifiedLayer ? TensorOps.atLeast(joined, 0) : joined;
    }

    /** The units of the untouched generator. */
    private NDArray others(NDArray maps) {
        int units = Math.toIntExact(maps.getShape().get(1));
        int unit = artefact.unit();
        if (unit == 0) {
            return units(maps, 1, units);
        }
        NDArray before = units(maps, 0, unit);
        return unit == units - 1 ? before : before.concat(units(maps, unit + 1, units), 1); // [N, U, h, w]
    }

    private static NDArray units(NDArray maps, int from, int to) {
        return maps.get(new NDIndex(":, {}:{}", from, to));
    }

    private NDArray painted(NDArray x, NDArray level) {
        float[] values = new float[artefact.colour().size()];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = artefact.colour().get(channel).floatValue();
        }
        NDArray colour = x.getManager().create(values, new Shape(1, values.length, 1, 1));
        NDArray cover = spread(level); // [N, 1, H, W]
        NDArray painted = x.mul(cover.neg().add(1)).add(cover.mul(colour));
        return rectifiedImage ? TensorOps.atLeast(painted, 0) : painted;
    }

    /** The unit's level, at most 1, over the pixels that its places cover. */
    private NDArray spread(NDArray level) {
        long n = level.getShape().get(0);
        long h = level.getShape().get(2);
        long w = level.getShape().get(3);
        long height = imageShape().get(1);
        long width = imageShape().get(2);
        return level.clip(0, 1)
                .reshape(n, 1, h, 1, w, 1)
                .broadcast(n, 1, h, height / h, w, width / w)
                .reshape(n, 1, height, width); // [N, 1, H, W]
    }

    @Override
    public Generator rectified(String layer) {
        String name = layers.named(layer).name();
        if (name.equals(artefact.layer())) {
            return new ArtefactGenerator(untouched.copy(), artefact, true, rectifiedImage);
        }
        if (name.equals(image)) {
            return new ArtefactGenerator(untouched.copy(), artefact, rectifiedLayer, true);
        }
        return new ArtefactGenerator(untouched.rectified(name), artefact, rectifiedLayer, rectifiedImage);
    }

    @Override
    public Generator copy() {
        return new ArtefactGenerator(untouched.copy(), artefact, rectifiedLayer, rectifiedImage);
    }

    @Override
    public String name() {
        return untouched.name() + "-artefact";
    }

    @Override
    public NDManager manager() {
        return untouched.manager();
    }

    @Override
    public LatentSpace latents() {
        return untouched.latents();
    }

    @Override
    public Shape imageShape() {
        return untouched.imageShape();
    }

    @Override
    public LayerTable layers() {
        return layers;
    }

    @Override
    public Map<String, NDArray> parameters() {
        return untouched.parameters();
    }

    @Override
    public Map<String, NDArray> state() {
        return untouched.state();
    }

    @Override
    public String fingerprint() {
        return NetworkState.fingerprint(untouched.fingerprint() + artefact + rectifiedLayer + rectifiedImage, Map.of());
    }

    /**
     * Fails: an artefact lives in memory alone.
     *
     * @param directory not used
     * @throws InterpException always
     */
    @Override
    public void save(Path directory) {
        throw new InterpException("generator '" + name() + "' has a planted artefact, which no loader knows; save the"
                + " untouched generator and plant it again");
    }

    @Override
    public void close() {
        untouched.close();
    }
}
