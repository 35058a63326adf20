package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a class can be inserted: units are set to their levels in one cell at a time, and the growth of the class is
 * averaged by what was in that cell before, the most frequent class of its pixels.
 *
 * @param concept the class inserted
 * @param units the units
 * @param untouched the share of all pixels of the untouched images that is of the class
 * @param contexts the effect by context, the largest first; contexts that no cell drawn had are left out
 * @param images how many images were measured
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 4.5: a door can be added to a building, not to the sky.
 */
public record ContextInsertion(
        String concept, List<Integer> units, double untouched, List<Context> contexts, int images) {

    /**
     * The effect in one context. Cells are averaged within images, then images.
     *
     * @param label what was in the cell
     * @param cells how many cells were changed
     * @param images in how many images
     * @param inCell the growth of the class's share of the cell
     * @param inImage the growth of the class's share of the whole image
     */
    public record Context(String label, int cells, int images, Estimate inCell, Estimate inImage) {}

    /** Copies the lists. */
    public ContextInsertion {
        units = List.copyOf(units);
        contexts = List.copyOf(contexts);
    }

    /**
     * Measures an insertion.
     *
     * @param generator the generator; not changed
     * @param target the class
     * @param levels what each unit of the layer is set to
     * @param units the units to insert
     * @param options the images, and how many cells of each
     * @return the effect by context
     * @throws IllegalArgumentException if the layer gives no maps, the levels do not fit it or a unit is out of range
     */
    public static ContextInsertion measure(
            Generator generator, TargetClass target, UnitLevels levels, List<Integer> units, EffectOptions options) {
        Intervention intervention = Intervention.at(generator, levels.layer());
        float[] chosen = intervention.chosen(units);
        if (levels.values().size() != chosen.length) {
            throw new IllegalArgumentException("layer '" + levels.layer() + "' has " + chosen.length
                    + " units, got levels" + " of " + levels.values().size());
        }
        CellGrid grid = CellGrid.of(intervention.layer());
        CellDraws draws = new CellDraws(grid, options);
        int classes = target.segmenter().labels().size();
        Sums sums = new Sums(classes, options.sample().images());
        options.sample().forEach(generator, (z, first) -> {
            NDManager batch = z.getManager();
            Intervention.Features features = intervention.features(z);
            int[][] contexts = contexts(target, grid, features.images());
            NDArray mask = target.hard(features.images());
            NDArray before = grid.means(mask);
            double[] whole = CellGrid.imageMeans(mask);
            NDArray alpha = intervention.perUnit(batch, chosen);
            NDArray value = intervention.perUnit(batch, levels.toFloats());
            for (double share : whole) {
                sums.untouched += share / options.sample().images();
            }
            for (int[] cells : draws.any(first, whole.length)) {
                try (NDManager scope = batch.newSubManager()) {
                    NDArray mixed = grid.marks(scope, cells).mul(alpha);
                    NDArray images = intervention.images(z, features.maps(), mixed, value, Pass.INFERENCE);
                    images.attach(scope);
                    NDArray after = target.hard(images);
                    double[] here = draws.read(grid.means(after), cells);
                    double[] was = draws.read(before, cells);
                    double[] everywhere = CellGrid.imageMeans(after);
                    for (int i = 0; i < cells.length; i++) {
                        sums.add(contexts[i][cells[i]], first + i, here[i] - was[i], everywhere[i] - whole[i]);
                    }
                }
            }
        });
        return new ContextInsertion(
                target.name(),
                units,
                sums.untouched,
                sums.contexts(target.segmenter().labels(), options.confidence()),
                options.sample().images());
    }

    /** The most frequent class of each cell, {@code [n][cells]}; of equal ones the lower index. */
    private static int[][] contexts(TargetClass target, CellGrid grid, NDArray images) {
        NDArray found = target.segmenter().segment(images); // [n, h, w]
        int count = Math.toIntExact(found.getShape().get(0));
        int[][] contexts = new int[count][grid.cells()];
        float[][] most = new float[count][grid.cells()];
        for (int c = 0; c < target.segmenter().labels().size(); c++) {
            try (NDManager scope = images.getManager().newSubManager()) {
                NDArray mask = found.eq(c).toType(DataType.FLOAT32, false);
                mask.attach(scope);
                float[] shares = grid.means(mask).toFloatArray();
                for (int i = 0; i < shares.length; i++) {
                    if (shares[i] > most[i / grid.cells()][i % grid.cells()]) {
                        most[i / grid.cells()][i % grid.cells()] = shares[i];
                        contexts[i / grid.cells()][i % grid.cells()] = c;
                    }
                }
            }
        }
        return contexts;
    }

    /** Sums by context and image. */
    private static final class Sums {
        private final double[][] inCell;
        private final double[][] inImage;
        private final int[][] cells;
        private double untouched;

        Sums(int classes, int images) {
            inCell = new double[classes][images];
            inImage = new double[classes][images];
            cells = new int[classes][images];
        }

        void add(int context, int image, double here, double everywhere) {
            inCell[context][image] += here;
            inImage[context][image] += everywhere;
            cells[context][image]++;
        }

        List<Context> contexts(List<String> labels, double confidence) {
            List<Context> contexts = new ArrayList<>();
            for (int c = 0; c < cells.length; c++) {
                int total = Arrays.stream(cells[c]).sum();
                if (total > 0) {
                    contexts.add(new Context(
                            labels.get(c),
                            total,
                            (int) Arrays.stream(cells[c]).filter(n -> n > 0).count(),
                            Estimate.mean(means(inCell[c], cells[c]), confidence),
                            Estimate.mean(means(inImage[c], cells[c]), confidence)));
                }
            }
            contexts.sort(Comparator.comparingDouble(
                            (Context context) -> context.inCell().value())
                    .reversed());
            return contexts;
        }

        private static double[] means(double[] sums, int[] counts) {
            double[] means = new double[sums.length];
            int filled = 0;
            for (int i = 0; i < sums.length; i++) {
                if (counts[i] > 0) {
                    means[filled++] = sums[i] / counts[i];
                }
            }
            return Arrays.copyOf(means, filled);
        }
    }

    /**
     * {@return the growth in the cell over the class's share of untouched images, which compares between classes}
     *
     * @param context one of {@link #contexts()}
     */
    public Estimate normalised(Context context) {
        return context.inCell().dividedBy(untouched);
    }

    /**
     * Writes all of it as JSON.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void save(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-context-insertion");
        json.put("version", 1);
        json.put("insertion", this);
        Json.write(file, json);
    }

    /** {@return a table of the contexts} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "inserting '%s' by %d units, by what was there (%d images)",
                concept,
                units.size(),
                images));
        for (Context context : contexts) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-16s %6d cells  in the cell %s  normalised %.4g",
                    context.label(),
                    context.cells(),
                    context.inCell(),
                    normalised(context).value()));
        }
        return text.toString();
    }
}
