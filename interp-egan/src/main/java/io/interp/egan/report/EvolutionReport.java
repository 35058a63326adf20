package io.interp.egan.report;

import io.interp.core.image.HtmlReport;
import io.interp.core.image.ReportSection;
import io.interp.core.image.ReportTable;
import io.interp.core.measure.LatentInterpolation;
import io.interp.egan.EvolvedGan;
import io.interp.egan.point.GaussianMixture;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One self-contained page that tells a person who never read the paper how a generator evolved. Immutable. */
public final class EvolutionReport {

    private static final Map<String, String> MEANINGS = Map.of(
            "modes", "modes held, counting points within four standard deviations",
            "near", "modes held, counting all points",
            "highQuality", "share of points within four standard deviations of a mode",
            "mmd", "squared maximum mean discrepancy, 0 for a perfect generator",
            "frechet", "squared Fr\u00e9chet distance, 0 for a perfect generator",
            "classifierScore", "Inception Score by the classifier, from 1 to its number of classes");

    private final EvolvedGan evolved;
    private final Optional<GaussianMixture> mixture;
    private final Optional<EvolutionMetrics> metrics;
    private final Optional<StepCost> cost;

    /**
     * Prepares a report.
     *
     * @param evolved the result
     * @param mixture what the data were drawn from, if they are points in the plane
     */
    public EvolutionReport(EvolvedGan evolved, Optional<GaussianMixture> mixture) {
        this(evolved, mixture, Optional.empty(), Optional.empty());
    }

    private EvolutionReport(
            EvolvedGan evolved,
            Optional<GaussianMixture> mixture,
            Optional<EvolutionMetrics> metrics,
            Optional<StepCost> cost) {
        this.evolved = evolved;
        this.mixture = mixture;
        this.metrics = metrics;
        this.cost = cost;
    }

    /**
     * {@return the same report with measurements}
     *
     * @param measured the numbers
     */
    public EvolutionReport metrics(EvolutionMetrics measured) {
        return new EvolutionReport(evolved, mixture, Optional.of(measured), cost);
    }

    /**
     * {@return the same report with the cost of a step}
     *
     * @param measured the cost
     */
    public EvolutionReport cost(StepCost measured) {
        return new EvolutionReport(evolved, mixture, metrics, Optional.of(measured));
    }

    /**
     * Writes the page.
     *
     * @param file the HTML file; written under a temporary name and moved
     */
    public void write(Path file) {
        EvolutionPictures pictures = new EvolutionPictures(evolved, mixture);
        HtmlReport report = HtmlReport.titled("How '" + evolved.generator().name() + "' evolved")
                .lead("In each of " + evolved.history().size() + " generations every parent had one child by each of "
                        + evolved.options().variation().mutations().size()
                        + " training objectives; a discriminator judged them, and the fittest became the next parents.")
                .section("The samples", section -> samples(section, pictures))
                .section("The struggle", section -> struggle(section, pictures))
                .section("The numbers", this::numbers);
        if (mixture.isEmpty()) {
            report = report.section("Between samples", this::interpolation);
        }
        report.section("How it was made", this::method).write(file);
    }

    private void samples(ReportSection section, EvolutionPictures pictures) {
        if (evolved.snapshots().isEmpty()) {
            section.text("No snapshots were taken.");
            return;
        }
        List<BufferedImage> frames = pictures.frames();
        section.figure(
                        pictures.animation(),
                        mixture.isPresent()
                                ? "Points made of the same latents as generations pass. Circles are the modes to be covered; blue"
                                        + " points lie within four standard deviations of one, orange ones astray."
                                : "Images made of the same latents as generations pass.")
                .figure(frames.get(frames.size() - 1), "The last ones.");
    }

    private void struggle(ReportSection section, EvolutionPictures pictures) {
        ReportTable table = ReportTable.of("origin", "share of survivors");
        for (Map.Entry<String, Double> win : evolved.history().wins().entrySet()) {
            table = table.row(win.getKey(), win.getValue());
        }
        section.text(
                        "Which objective the survivors were trained by. No objective is right at all times: that is the idea of"
                                + " the method.")
                .figure(pictures.wins(), "Time from left to right; coloured where a child of that objective survived.")
                .figure(pictures.winShares(), "The same as shares.")
                .table(table);
        if (evolved.options().judges()) {
            section.figure(
                    pictures.fitness(),
                    "Fitness can be compared only within a generation, since the discriminator changes.");
        } else {
            section.text("There was nothing to choose by fitness, so no child was judged.");
        }
        section.figure(pictures.discriminatorLoss(), "At 2 log 2 = 1.386 the discriminator knows nothing.");
    }

    private void numbers(ReportSection section) {
        if (metrics.isPresent()) {
            ReportTable table = ReportTable.of("measure", "value", "meaning");
            for (Map.Entry<String, Object> entry : metrics.get().toMap().entrySet()) {
                table = table.row(entry.getKey(), entry.getValue(), MEANINGS.get(entry.getKey()));
            }
            section.table(table)
                    .text("Over " + metrics.get().images() + " generated images, features by '"
                            + metrics.get().embedder() + "'.");
        }
        cost.ifPresent(measured -> section.text("Cost: " + measured + "."));
        if (metrics.isEmpty() && cost.isEmpty()) {
            section.text("Nothing was measured.");
        }
    }

    private void interpolation(ReportSection section) {
        LatentInterpolation walk =
                LatentInterpolation.of(evolved.generator()).samples(0, 1, 2, 3).stepsBetween(8);
        section.text(
                        "From one sample to the next through the latents: images that change little by little are a sign that"
                                + " the generator has not just stored what it saw.")
                .figure(walk.strip(), "A row for each way from one sample to the next.")
                .text(String.format(Locale.ROOT, "Smoothness: %s (1 would be perfectly even).", walk.smoothness()));
    }

    private void method(ReportSection section) {
        section.text(
                        "E-GAN (Wang, Xu, Yao and Tao, IEEE TEVC 2019). A child is a copy of its parent after one step of the"
                                + " optimiser on its objective. Its fitness is the mean probability that the discriminator takes its images"
                                + " for real, plus a weight times the diversity: minus the logarithm of the norm of the gradient that the"
                                + " discriminator's loss then has.")
                .details("Settings", inner -> inner.code(evolved.options().toString()))
                .details("Table", inner -> inner.code(evolved.toString()));
    }
}
