package io.interp.eigengan.measure;

import io.interp.eigengan.EigenDimension;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How important each dimension of an EigenGAN is; prints as a table, the strongest effect first. Immutable. */
public final class Importance {

    private final List<DimensionImportance> rows;
    private final double span;

    Importance(List<DimensionImportance> rows, double span) {
        this.rows = List.copyOf(rows);
        this.span = span;
    }

    /** {@return every dimension in the order of layers and columns} */
    public List<DimensionImportance> all() {
        return rows;
    }

    /** {@return every dimension, the one that changes images most first} */
    public List<DimensionImportance> ranked() {
        return rows.stream()
                .sorted(Comparator.comparingDouble(DimensionImportance::effect).reversed())
                .toList();
    }

    /**
     * {@return one dimension}
     *
     * @param dimension which
     * @throws IllegalArgumentException if there is no such dimension
     */
    public DimensionImportance of(EigenDimension dimension) {
        return rows.stream()
                .filter(row -> row.dimension().equals(dimension))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are the dimensions "
                        + rows.get(0).dimension() + " to "
                        + rows.get(rows.size() - 1).dimension() + ", got "
                        + dimension));
    }

    /**
     * {@return the mean effect of a layer's dimensions; near 0 where the layer has died}
     *
     * @param layer the layer, from 1
     * @throws IllegalArgumentException if there is no such layer
     */
    public double layerEffect(int layer) {
        return rows.stream()
                .filter(row -> row.dimension().layer() == layer)
                .mapToDouble(DimensionImportance::effect)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("there is no layer " + layer));
    }

    /** {@return shares of effect in percent, {@code [layers][dimensions]}} */
    public double[][] effectShares() {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> row.dimension().layer(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(layer -> layer.stream()
                        .mapToDouble(DimensionImportance::effectShare)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** {@return at how many standard deviations of a coordinate effects were measured} */
    public double span() {
        return span;
    }

    @Override
    public String toString() {
        return "dimension   effect  of layer     |L|  of layer  of its square\n"
                + ranked().stream()
                        .map(row -> String.format(
                                Locale.ROOT,
                                "%-9s %8.4f %8.1f%% %7.3f %8.1f%% %13.1f%%",
                                row.dimension(),
                                row.effect(),
                                row.effectShare(),
                                row.scale(),
                                row.scaleShare(),
                                row.varianceShare()))
                        .collect(Collectors.joining("\n"));
    }
}
