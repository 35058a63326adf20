package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.stat.RunningQuantile;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.dissect.intervene.PairCorpus.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Finds the places that alpha is optimised on: cells that show a class, and cells that would take it.
 *
 * <p>Present places: of each image the cell with the largest share of the class; of those the best. Candidate places: in
 * each batch a few cells are drawn by how often they are present ones (with a tenth of the mean on top, so that every cell
 * has a chance), all units are set to their levels there, and what counts is the growth of the class over the whole image;
 * cells that show the class already do not count. Each image gives its best cell; of those the best are kept.
 *
 * <h2>Reference</h2>
 * The released code of Bau et al., ICLR 2019, restated.
 */
public final class CorpusSearch {

    private static final long CELLS = 0x63656c;

    private final Intervention intervention;
    private final CellGrid grid;
    private final TargetClass target;
    private final CorpusOptions options;
    private final Optional<Progress> progress;

    /**
     * Prepares a search.
     *
     * @param generator the generator; not changed
     * @param layer the name of a layer that gives maps
     * @param target the class
     * @param options how to search
     * @param progress is told of every image searched
     * @throws IllegalArgumentException if there is no such layer or it gives no maps
     */
    public CorpusSearch(
            Generator generator, String layer, TargetClass target, CorpusOptions options, Optional<Progress> progress) {
        intervention = Intervention.at(generator, layer);
        grid = CellGrid.of(intervention.layer());
        this.target = target;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Searches.
     *
     * @return the places and levels, without native memory
     * @throws IllegalStateException if fewer than two images show the class
     */
    public PairCorpus search() {
        progress.ifPresent(p -> p.reset("searching " + target.name(), 2L * options.searched()));
        Presence presence = new Presence();
        sample(options.presentSeed()).forEach(intervention.generator(), presence::add);
        List<Place> present = best(presence.places);
        if (present.size() < 2) {
            throw new IllegalStateException("class '" + target.name() + "' was found in " + present.size() + " of "
                    + options.searched() + " images, 2 or more are needed; check what segmenter '"
                    + target.segmenter().name() + "' sees in this generator's images, or search more of them");
        }
        UnitLevels levels = new UnitLevels(
                intervention.layer().name(),
                options.rule(),
                Arrays.stream(presence.levels(present)).boxed().toList());
        List<Place> candidates = best(candidates(levels, popularity(present)));
        if (candidates.size() < 2) {
            throw new IllegalStateException("class '" + target.name() + "' is in nearly every cell that was tried, so"
                    + " there is nowhere to insert it; use another class");
        }
        return new PairCorpus(present, candidates, levels, presence.share());
    }

    private LatentSample sample(long seed) {
        return new LatentSample(seed, options.searched(), options.batch());
    }

    private List<Place> best(List<Place> places) {
        return places.stream()
                .sorted(Comparator.comparingDouble(Place::score).reversed().thenComparingLong(Place::image))
                .limit(options.kept())
                .sorted(Comparator.comparingLong(Place::image))
                .toList();
    }

    /** How likely each cell is to be tried. */
    private double[] popularity(List<Place> present) {
        double[] weights = new double[grid.cells()];
        present.forEach(place -> weights[place.cell()]++);
        double floor = 0.1 * present.size() / weights.length;
        for (int i = 0; i < weights.length; i++) {
            weights[i] += floor;
        }
        return weights;
    }

    private List<Place> candidates(UnitLevels levels, double[] popularity) {
        List<Place> places = new ArrayList<>();
        sample(options.candidateSeed()).forEach(intervention.generator(), (z, first) -> {
            int count = Math.toIntExact(z.getShape().get(0));
            Intervention.Features features = intervention.features(z);
            NDArray mask = target.hard(features.images());
            double[] before = CellGrid.imageMeans(mask);
            float[] present = grid.means(mask).toFloatArray();
            double[] score = new double[count];
            int[] cell = new int[count];
            Arrays.fill(cell, -1);
            NDArray value = intervention.perUnit(z.getManager(), levels.toFloats());
            RandomGenerator random = Draws.stream(options.candidateSeed(), CELLS, first);
            for (int tried : draw(random, popularity, options.cellsTried())) {
                double[] after = inserted(z, features.maps(), value, tried);
                for (int i = 0; i < count; i++) {
                    double gain = after[i] - before[i];
                    if (present[i * grid.cells() + tried] == 0 && (cell[i] < 0 || gain > score[i])) {
                        score[i] = gain;
                        cell[i] = tried;
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                if (cell[i] >= 0) {
                    places.add(new Place(first + i, cell[i], score[i]));
                }
            }
            progress.ifPresent(p -> p.increment(count));
        });
        return places;
    }

    /** The share of each image that is of the class after all units are set to their levels in one cell. */
    private double[] inserted(NDArray z, NDArray maps, NDArray value, int cell) {
        try (NDManager scope = z.getManager().newSubManager()) {
            NDArray alpha = grid.marks(scope, cell); // [1, 1, h, w]
            NDArray images = intervention.images(z, maps, alpha, value, Pass.INFERENCE);
            images.attach(scope);
            return CellGrid.imageMeans(target.hard(images));
        }
    }

    /** Draws distinct cells one after the other, each with a chance proportional to its weight. */
    private static int[] draw(RandomGenerator random, double[] weights, int count) {
        double[] left = weights.clone();
        int[] drawn = new int[Math.min(count, weights.length)];
        for (int i = 0; i < drawn.length; i++) {
            double at = random.nextDouble() * Arrays.stream(left).sum();
            int cell = -1;
            for (int j = 0; j < left.length; j++) {
                if (left[j] > 0) {
                    cell = j;
                    at -= left[j];
                    if (at < 0) {
                        break;
                    }
                }
            }
            drawn[i] = cell;
            left[cell] = 0;
        }
        return drawn;
    }

    /** What the first pass gathers: the best cell of each image and the sums that levels come from. */
    private final class Presence {

        private final List<Place> places = new ArrayList<>();
        private final double[] weighted = new double[intervention.layer().units()];
        private final RunningQuantile quantile =
                new RunningQuantile(intervention.layer().units());
        private double weights;
        private long cells;

        void add(NDArray z, int first) {
            Intervention.Features features = intervention.features(z);
            NDArray shares = grid.means(target.hard(features.images())); // [n, h, w]
            float[] host = shares.toFloatArray();
            for (int i = 0; i < host.length / grid.cells(); i++) {
                int best = 0;
                for (int c = 0; c < grid.cells(); c++) {
                    weights += host[i * grid.cells() + c];
                    best = host[i * grid.cells() + c] > host[i * grid.cells() + best] ? c : best;
                }
                if (host[i * grid.cells() + best] > 0) {
                    places.add(new Place(first + i, best, host[i * grid.cells() + best]));
                }
            }
            cells += host.length;
            if (options.rule() == LevelRule.QUANTILE) {
                quantile.add(features.maps());
            } else if (options.rule() == LevelRule.CONDITIONAL_MEAN) {
                NDArray product =
                        features.maps().toType(DataType.FLOAT64, false).mul(shares.expandDims(1)); // [n, U, h, w]
                double[] sums = product.sum(new int[] {0, 2, 3}).toDoubleArray(); // [U]
                for (int u = 0; u < sums.length; u++) {
                    weighted[u] += sums[u];
                }
            }
            progress.ifPresent(p -> p.increment(host.length / grid.cells()));
        }

        double share() {
            return weights / cells;
        }

        double[] levels(List<Place> present) {
            return switch (options.rule()) {
                case CONDITIONAL_MEAN ->
                    Arrays.stream(weighted).map(w -> w / weights).toArray();
                case QUANTILE ->
                    Arrays.stream(quantile.quantiles(options.quantile()))
                            .mapToDouble(q -> q[0])
                            .toArray();
                case TOP_LOCATIONS -> meanAt(present);
            };
        }
    }

    /** The mean of each unit over cells, one an image. */
    private double[] meanAt(List<Place> places) {
        double[] mean = new double[intervention.layer().units()];
        ActivationCache maps =
                new ActivationCache(intervention.generator(), intervention.layer(), options.presentSeed(), places, 0);
        for (int row = 0; row < places.size(); row++) {
            try (GradScope off = GradScope.off();
                    NDManager scope = intervention.generator().manager().newSubManager()) {
                float[] values = maps.maps(scope, row).toFloatArray();
                for (int u = 0; u < mean.length; u++) {
                    mean[u] += values[u * grid.cells() + places.get(row).cell()] / (double) places.size();
                }
            }
        }
        return mean;
    }
}
