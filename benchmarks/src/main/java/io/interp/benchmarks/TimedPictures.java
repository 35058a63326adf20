package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.LineChart;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.io.SafeWrite;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples of each method, one block under the other, and its distances over time as a chart. */
final class TimedPictures {

    private static final int COLUMNS = 12;
    private static final int ROWS = 4;
    private static final int SCALE = 2;
    private static final int BLOCK_GAP = 10;
    private static final long LATENTS = 5;
    private static final double SECONDS_PER_MINUTE = 60;

    private final String title;
    private final Map<String, BufferedImage> samples = new LinkedHashMap<>();

    /** Starts with samples of the data, from all over them: folders are often sorted. */
    TimedPictures(String name, ImageSource data) {
        title = "Distance to " + name;
        try (NDManager scope = NDManager.newBaseManager()) {
            int[] spread = IntStream.range(0, COLUMNS * ROWS)
                    .map(i -> (int) ((long) i * data.size() / (COLUMNS * ROWS)))
                    .toArray();
            samples.put("data", block(data.batch(scope, spread)));
        }
    }

    /** Keeps samples of a method's generator, if there are none of it yet. */
    void sample(String method, Generator generator) {
        if (samples.containsKey(method)) {
            return;
        }
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray latents = generator.latents().sample(scope, LATENTS, COLUMNS * ROWS); // [N, d]
            samples.put(method, block(generator.generate(latents)));
        }
    }

    private static BufferedImage block(NDArray images) {
        return ImageGrid.of(Pictures.of(images)).columns(COLUMNS).scale(SCALE).draw();
    }

    /**
     * Writes the samples as a PNG file, and the chart beside it under the same name with the ending svg.
     *
     * @param file a name that ends in .png
     */
    void write(Path file, List<TimedPoint> points) {
        Png.write(
                file,
                ImageGrid.of(List.copyOf(samples.values()))
                        .columns(1)
                        .gap(BLOCK_GAP)
                        .rowLabels(List.copyOf(samples.keySet()))
                        .draw());
        String name = file.getFileName().toString().replaceFirst("\\.png$", ".svg");
        byte[] svg = chart(points).toSvg().getBytes(StandardCharsets.UTF_8);
        SafeWrite.file(file.resolveSibling(name), out -> out.write(svg));
    }

    /** One line a method, the mean over its seeds at each moment. */
    private LineChart chart(List<TimedPoint> points) {
        LineChart chart = LineChart.titled(title, "processor minutes", "Fr\u00e9chet distance, random convolutions")
                .logY();
        List<String> methods =
                points.stream().map(TimedPoint::method).distinct().toList();
        for (String method : methods) {
            List<OverSeeds> minutes = new ArrayList<>();
            List<OverSeeds> distances = new ArrayList<>();
            int last = points.stream().mapToInt(TimedPoint::point).max().orElse(0);
            for (int point = 1; point <= last; point++) {
                int moment = point;
                List<TimedPoint> runs = points.stream()
                        .filter(one -> one.method().equals(method) && one.point() == moment)
                        .toList();
                minutes.add(OverSeeds.of(runs, one -> one.seconds() / SECONDS_PER_MINUTE));
                distances.add(OverSeeds.of(runs, one -> one.metrics().frechet()));
            }
            chart = chart.line(method, means(minutes), means(distances));
        }
        return chart;
    }

    private static double[] means(List<OverSeeds> all) {
        return all.stream().mapToDouble(OverSeeds::mean).toArray();
    }
}
