package io.interp.egan.report;

import io.interp.core.image.AnimatedGif;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.LineChart;
import io.interp.core.image.Pictures;
import io.interp.core.image.Svg;
import io.interp.egan.ChildReport;
import io.interp.egan.EvolutionHistory;
import io.interp.egan.EvolvedGan;
import io.interp.egan.GenerationReport;
import io.interp.egan.Snapshot;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.PointPicture;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Pictures of an evolution: samples over time, who won when, and curves of fitness. Immutable. */
public final class EvolutionPictures {

    private static final int FRAME_MILLIS = 240;
    private static final int POINT_PIXELS = 360;
    private static final int LEAST_PIXELS = 320;
    private static final int STRIP_COLUMNS = 560;
    private static final int STRIP_ROWS = 24;
    private static final int WINDOWS = 20;
    private static final int PALE = 0xf1f1f1;
    private static final int[] COLORS = {0x3b7dd8, 0xe07b39, 0x2a9d6f, 0xc44e8a, 0x8b6cc9, 0xb8932f};

    private final EvolvedGan evolved;
    private final Optional<GaussianMixture> mixture;

    /**
     * Prepares pictures.
     *
     * @param evolved the result; its snapshots are what samples over time are made of
     * @param mixture what the data were drawn from, if they are points in the plane
     */
    public EvolutionPictures(EvolvedGan evolved, Optional<GaussianMixture> mixture) {
        this.evolved = evolved;
        this.mixture = mixture;
    }

    /** {@return one picture a snapshot: points over their modes, or a grid of images, with the number of generations} */
    public List<BufferedImage> frames() {
        return evolved.snapshots().stream().map(this::frame).toList();
    }

    private BufferedImage frame(Snapshot snapshot) {
        String label = "step " + snapshot.step();
        if (mixture.isPresent()) {
            return new PointPicture(mixture.get(), POINT_PIXELS)
                    .draw(snapshot.images().toFloats(), label);
        }
        BufferedImage grid = ImageGrid.of(Pictures.of(snapshot.images()))
                .scale(scale(snapshot))
                .draw();
        return ImageGrid.of(List.of(grid)).columnLabels(List.of(label)).draw();
    }

    private static int scale(Snapshot snapshot) {
        long[] shape = snapshot.images().shape(); // [N, C, H, W]
        long columns = (long) Math.ceil(Math.sqrt((double) shape[0]));
        return (int) Math.max(1, LEAST_PIXELS / Math.max(1, columns * shape[3]));
    }

    /**
     * {@return the samples over time as an animation}
     *
     * @throws IllegalStateException if no snapshots were taken
     */
    public AnimatedGif animation() {
        if (evolved.snapshots().isEmpty()) {
            throw new IllegalStateException("an animation needs snapshots; ask the strategy for them");
        }
        return AnimatedGif.of(frames()).delay(FRAME_MILLIS);
    }

    /**
     * Shows which mutation won at which step: a row each, time from left to right, the darker the more of the survivors
     * of that moment are of it.
     *
     * @return the picture
     */
    public BufferedImage wins() {
        EvolutionHistory history = evolved.history();
        List<String> origins = history.origins();
        int columns = Math.max(1, Math.min(STRIP_COLUMNS, history.size()));
        int stretch = STRIP_COLUMNS / columns;
        List<BufferedImage> rows = new ArrayList<>();
        List<Map<String, Double>> shares = IntStream.range(0, columns)
                .mapToObj(c -> history.wins(edge(c, columns), edge(c + 1, columns)))
                .toList();
        for (int row = 0; row < origins.size(); row++) {
            BufferedImage strip = new BufferedImage(columns * stretch, STRIP_ROWS, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < strip.getWidth(); x++) {
                int color = blend(
                        COLORS[row % COLORS.length], shares.get(x / stretch).get(origins.get(row)));
                for (int y = 0; y < STRIP_ROWS; y++) {
                    strip.setRGB(x, y, color);
                }
            }
            rows.add(strip);
        }
        return ImageGrid.of(rows).columns(1).rowLabels(origins).draw();
    }

    private int edge(int column, int columns) {
        return (int) ((long) column * evolved.history().size() / columns);
    }

    private static int blend(int color, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double level = (1 - share) * (PALE >> shift & 0xff) + share * (color >> shift & 0xff);
            mixed |= (int) Math.round(level) << shift;
        }
        return mixed;
    }

    /** {@return the share of wins of each mutation over time, in windows of equal length} */
    public Svg winShares() {
        EvolutionHistory history = evolved.history();
        int windows = Math.max(1, Math.min(WINDOWS, history.size()));
        List<Map<String, Double>> shares = IntStream.range(0, windows)
                .mapToObj(w -> history.wins(edge(w, windows), edge(w + 1, windows)))
                .toList();
        LineChart chart = LineChart.titled("Who survived", "generation", "share of survivors");
        for (String origin : history.origins()) {
            chart = chart.line(
                    origin,
                    middles(windows),
                    shares.stream().mapToDouble(share -> share.get(origin)).toArray());
        }
        return chart;
    }

    /** {@return the survivors' fitness and what it is made of over time: means of windows of equal length} */
    public Svg fitness() {
        return LineChart.titled("Fitness of the survivors", "generation", "mean of a window")
                .line(
                        "fitness",
                        middles(windows()),
                        survivors(child -> child.score().fitness()))
                .line(
                        "quality",
                        middles(windows()),
                        survivors(child -> child.score().quality()))
                .line(
                        "diversity",
                        middles(windows()),
                        survivors(child -> child.score().diversity()));
    }

    /** {@return the discriminator's loss over time: means of windows of equal length} */
    public Svg discriminatorLoss() {
        return LineChart.titled("Loss of the discriminator", "generation", "mean of a window, nats")
                .line("loss", middles(windows()), means(GenerationReport::discriminatorLoss));
    }

    private int windows() {
        return Math.max(1, Math.min(5 * WINDOWS, evolved.history().size()));
    }

    private double[] middles(int windows) {
        return IntStream.range(0, windows)
                .mapToDouble(w -> (edge(w, windows) + edge(w + 1, windows)) / 2.0)
                .toArray();
    }

    private double[] survivors(ToDoubleFunction<ChildReport> value) {
        return means(report ->
                report.survivors().stream().mapToDouble(value).average().orElse(Double.NaN));
    }

    private double[] means(ToDoubleFunction<GenerationReport> value) {
        List<GenerationReport> all = evolved.history().generations();
        return IntStream.range(0, windows())
                .mapToDouble(w -> all.subList(edge(w, windows()), edge(w + 1, windows())).stream()
                        .mapToDouble(value)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }
}
