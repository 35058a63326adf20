package io.interp.core;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.Collectors;

/** The layers of a generator in the order they run; prints as a table. */
public final class LayerTable extends AbstractList<Layer> {

    private final String owner;
    private final List<Layer> layers;

    /**
     * Creates a table.
     *
     * @param owner the name of the network, for error messages
     * @param layers the layers in the order they run
     */
    public LayerTable(String owner, List<Layer> layers) {
        this.owner = owner;
        this.layers = List.copyOf(layers);
    }

    @Override
    public Layer get(int index) {
        return layers.get(index);
    }

    @Override
    public int size() {
        return layers.size();
    }

    /**
     * Finds a layer.
     *
     * @param name its name
     * @return the layer
     * @throws IllegalArgumentException if there is none of that name; the message lists near ones
     */
    public Layer named(String name) {
        return layers.stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown("layer", name, owner, names())));
    }

    /** {@return the names in order} */
    public List<String> names() {
        return layers.stream().map(Layer::name).toList();
    }

    /** {@return one line a layer: position, name, kind, output, weights} */
    @Override
    public String toString() {
        int name = Math.max(5, names().stream().mapToInt(String::length).max().orElse(0));
        int kind = Math.max(
                4, layers.stream().mapToInt(l -> l.kind().length()).max().orElse(0));
        String row = "%4s  %-" + name + "s  %-" + kind + "s  %-16s %s";
        return String.format(row, "#", "layer", "kind", "output", "weights")
                + "\n"
                + layers.stream()
                        .map(l -> String.format(
                                row,
                                layers.indexOf(l),
                                l.name(),
                                l.kind(),
                                l.outputShape(),
                                String.join(", ", l.parameters())))
                        .map(String::stripTrailing)
                        .collect(Collectors.joining("\n"));
    }
}
