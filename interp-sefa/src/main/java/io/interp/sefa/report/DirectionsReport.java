package io.interp.sefa.report;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.image.HeatOverlay;
import io.interp.core.image.Heatmap;
import io.interp.core.image.HtmlReport;
import io.interp.core.image.LineChart;
import io.interp.core.image.Pictures;
import io.interp.core.image.ReportSection;
import io.interp.core.image.ReportTable;
import io.interp.sefa.CodePath;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import io.interp.sefa.SpectralLine;
import io.interp.sefa.measure.Measurement;
import io.interp.sefa.measure.Ranking;
import io.interp.sefa.picture.TraversalPictures;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** One self-contained page with every direction: what it changes, where, how fast, and how far from a random one. */
public final class DirectionsReport {

    private static final int OVERLAY = 128;

    private final CodePath path;
    private final Ranking ranking;
    private final TraversalPictures pictures;
    private final long seed;

    /**
     * Prepares a report.
     *
     * @param path where codes are moved
     * @param ranking the directions with their measurements
     * @param pictures draws them
     * @param seed the seed of the image below the maps of change
     */
    public DirectionsReport(CodePath path, Ranking ranking, TraversalPictures pictures, long seed) {
        this.path = path;
        this.ranking = ranking;
        this.pictures = pictures;
        this.seed = seed;
    }

    /**
     * Writes the page.
     *
     * @param file the HTML file; written under a temporary name and moved
     */
    public void write(Path file) {
        Directions directions = ranking.directions();
        BufferedImage image = image();
        HtmlReport page = HtmlReport.titled(
                        "Directions of '" + directions.origin().model() + "'")
                .lead("Each direction is a way through the generator's codes (" + directions.space()
                        + ") that its own weights amplify most, found in closed form from the weights, without images or"
                        + " labels. Following one should change one thing in every image; what that is, a person sees in"
                        + " the strips.")
                .section("All directions", this::table)
                .section("The spectrum", section -> spectrum(section, directions));
        for (int i = 0; i < directions.size(); i++) {
            int index = i;
            page.section(heading(directions.get(i)), section -> direction(section, index, image));
        }
        page.section(
                        "How it was made",
                        section -> section.text("SeFa (Shen and Zhou, CVPR 2021): the eigenvectors of A'A with the"
                                        + " largest eigenvalues, A being the weights that codes meet first.")
                                .details("Numbers", s -> s.code(ranking.toString())))
                .write(file);
    }

    private static String heading(Direction direction) {
        return direction.name() + direction.label().map(l -> ": " + l).orElse("");
    }

    private BufferedImage image() {
        Generator generator = path.generator();
        try (NDManager scope = generator.manager().newSubManager()) {
            BufferedImage image = Pictures.of(
                            generator.generate(generator.latents().sample(scope, seed, 1)))
                    .get(0);
            return Pictures.enlarge(image, Math.max(1, OVERLAY / image.getHeight()));
        }
    }

    private void table(ReportSection section) {
        ReportTable table =
                ReportTable.of("direction", "share of the spectrum", "speed", "times random", "area", "consistency");
        for (int i = 0; i < ranking.directions().size(); i++) {
            Direction direction = ranking.directions().get(i);
            Measurement measured = ranking.measurements().get(i);
            Optional<SpectralLine> line = direction.line();
            table = table.row(
                    heading(direction),
                    line.isPresent() ? line.get().share() : null,
                    measured.speed(),
                    measured.speed() / ranking.randomSpeed(),
                    measured.area(),
                    measured.consistency());
        }
        section.text("Click on a column's head to sort by it. Speed is the squared change of the image for a small"
                        + " step, also as a multiple of that of random directions; area the smallest share of pixels that"
                        + " holds half of the change; consistency the mean cosine between the changes of two images.")
                .table(table);
    }

    private static void spectrum(ReportSection section, Directions directions) {
        double[] shares = directions.shares();
        section.figure(
                LineChart.titled("Eigenvalues", "direction", "share of the sum")
                        .line(
                                "share",
                                IntStream.range(0, shares.length)
                                        .asDoubleStream()
                                        .toArray(),
                                shares),
                "How much of what the weights do goes along each direction; where the line is flat, single directions"
                        + " are arbitrary within what they span together.");
        long groups = Arrays.stream(directions.toArray(new Direction[0]))
                .flatMap(d -> d.line().stream())
                .map(SpectralLine::group)
                .distinct()
                .count();
        if (groups < directions.size()) {
            section.text(directions.size() + " directions have " + groups + " different eigenvalues.");
        }
    }

    private void direction(ReportSection section, int index, BufferedImage image) {
        Direction direction = ranking.directions().get(index);
        Measurement measured = ranking.measurements().get(index);
        section.figure(pictures.strip(direction), "One row an image, steps from left to right.")
                .figure(
                        HeatOverlay.standard()
                                .draw(image, Heatmap.of(measured.map()).resized(image.getHeight(), image.getWidth())),
                        "Where it changes images, on average.");
    }
}
