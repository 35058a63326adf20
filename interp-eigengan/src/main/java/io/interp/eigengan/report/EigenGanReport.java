package io.interp.eigengan.report;

import io.interp.core.image.HtmlReport;
import io.interp.core.image.LineChart;
import io.interp.core.image.ReportSection;
import io.interp.core.image.ReportTable;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.TrainedEigenGan;
import io.interp.eigengan.measure.AttributeCorrelation;
import io.interp.eigengan.measure.DimensionImportance;
import io.interp.eigengan.measure.Importance;
import io.interp.eigengan.picture.TraversalPictures;
import io.interp.eigengan.train.TrainingPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One self-contained page of a trained EigenGAN: every dimension, ranked, with what it changes; and the training. */
public final class EigenGanReport {

    private static final int ATTRIBUTES_NAMED = 5;

    private final TrainedEigenGan trained;
    private final Importance importance;
    private final TraversalPictures pictures;
    private final Optional<AttributeCorrelation> attributes;

    /**
     * Prepares a report.
     *
     * @param trained the networks
     * @param importance the importance of the generator's dimensions
     * @param pictures draws the generator's dimensions
     * @param attributes what goes with the dimensions, if anything is known
     */
    public EigenGanReport(
            TrainedEigenGan trained,
            Importance importance,
            TraversalPictures pictures,
            Optional<AttributeCorrelation> attributes) {
        this.trained = trained;
        this.importance = importance;
        this.pictures = pictures;
        this.attributes = attributes;
    }

    /**
     * Writes the page.
     *
     * @param file the HTML file; written under a temporary name and moved
     */
    public void write(Path file) {
        HtmlReport page = HtmlReport.titled("EigenGAN " + trained.network().size() + "x"
                        + trained.network().size())
                .lead("The generator has a linear subspace at each resolution, from 4x4 in layer 1 on. Each of its"
                        + " dimensions was learned without labels and should change one thing in every image; what that"
                        + " is, a person sees in the strips.")
                .section("All dimensions", this::table);
        attributes.ifPresent(known -> page.section("Attributes", section -> attributes(section, known)));
        for (DimensionImportance row : importance.ranked()) {
            page.section(heading(row), section -> dimension(section, row.dimension()));
        }
        page.section("Training", this::training).write(file);
    }

    private static String heading(DimensionImportance row) {
        return String.format(Locale.ROOT, "%s: %.0f%% of its layer", row.dimension(), row.effectShare());
    }

    private void table(ReportSection section) {
        ReportTable table = ReportTable.of(
                "dimension", "layer", "effect", "% of layer's effect", "|L|", "% of layer's |L|", "% of its square");
        for (DimensionImportance row : importance.ranked()) {
            table = table.row(
                    row.dimension(),
                    row.dimension().layer(),
                    row.effect(),
                    row.effectShare(),
                    row.scale(),
                    row.scaleShare(),
                    row.varianceShare());
        }
        section.text(
                        "Click on a column's head to sort by it. Effect is the root mean squared change of pixels, which lie"
                                + " in [-1, 1], when the coordinate goes from minus to plus " + importance.span()
                                + "; it ranks the dimensions. The length |L| is what the published percentages are shares of, but"
                                + " training moves it little from where it was put.")
                .table(table);
        for (int layer = 1; layer <= trained.latents().layers(); layer++) {
            section.text(
                    String.format(Locale.ROOT, "Mean effect in layer %d: %.4f", layer, importance.layerEffect(layer)));
        }
    }

    private static void attributes(ReportSection section, AttributeCorrelation known) {
        ReportTable table = ReportTable.of("attribute", "entropy in bits", "dimension", "correlation", "next", "its");
        for (String attribute : known.strongest()) {
            List<EigenDimension> ranked = known.ranked(attribute);
            Optional<EigenDimension> next = ranked.stream().skip(1).findFirst();
            table = table.row(
                    attribute,
                    known.entropy(attribute),
                    ranked.get(0),
                    known.between(attribute, ranked.get(0)),
                    next.orElse(null),
                    next.map(d -> known.between(attribute, d)).orElse(null));
        }
        section.text("Correlation between a coordinate and an attribute of the generated images. The entropy over all"
                        + " dimensions is low where one of them owns the attribute.")
                .table(table);
    }

    private void dimension(ReportSection section, EigenDimension dimension) {
        section.figure(
                        pictures.strip(dimension),
                        "First row: all other coordinates 0. Below: samples. From left to right the coordinate grows.")
                .details("Animation", s -> s.figure(pictures.animation(dimension), "There and back along the range."));
        attributes
                .map(known -> goesWith(known, dimension))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> section.text("Of all dimensions this goes most with " + text + "."));
    }

    /** The attributes that have no better dimension, the strongest first. */
    private static String goesWith(AttributeCorrelation known, EigenDimension dimension) {
        return known.strongest().stream()
                .filter(a -> known.ranked(a).get(0).equals(dimension))
                .filter(a -> known.between(a, dimension) != 0) // too rare, or the same in all images
                .limit(ATTRIBUTES_NAMED)
                .map(a -> String.format(Locale.ROOT, "%s (%.2f)", a, known.between(a, dimension)))
                .collect(Collectors.joining(", "));
    }

    private void training(ReportSection section) {
        if (trained.history().size() > 1) {
            section.figure(
                            LineChart.titled("Losses", "step", "mean loss")
                                    .line("discriminator", steps(), series(TrainingPoint::discriminatorLoss))
                                    .line("generator", steps(), series(TrainingPoint::generatorLoss)),
                            "Means over intervals, without penalties.")
                    .figure(layers("Orthogonality", "|U'U - I|", true), "How far each basis is from orthonormal.")
                    .figure(
                            layers("Share of the first dimension", "% of the layer's |L|", false),
                            "How the length of each layer's first dimension changed.");
        }
        section.code(trained.toString()).details("Settings", s -> s.code(trained.options() + "\n" + trained.network()));
    }

    private LineChart layers(String title, String axis, boolean orthogonality) {
        LineChart chart = LineChart.titled(title, "step", axis);
        for (int layer = 1; layer <= trained.latents().layers(); layer++) {
            int at = layer;
            chart = chart.line(
                    "layer " + layer,
                    steps(),
                    series(p -> orthogonality
                            ? p.orthogonality().get(at - 1)
                            : p.scaleShares(at).get(0)));
        }
        return orthogonality ? chart.logY() : chart;
    }

    private double[] steps() {
        return series(TrainingPoint::step);
    }

    private double[] series(ToDoubleFunction<TrainingPoint> value) {
        return trained.history().stream().mapToDouble(value).toArray();
    }
}
