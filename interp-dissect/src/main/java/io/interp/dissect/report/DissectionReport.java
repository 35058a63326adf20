package io.interp.dissect.report;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Generator;
import io.interp.core.image.HtmlReport;
import io.interp.core.image.ReportSection;
import io.interp.core.image.ReportTable;
import io.interp.dissect.Association;
import io.interp.dissect.ClassSummary;
import io.interp.dissect.DissectedUnit;
import io.interp.dissect.Dissection;
import io.interp.dissect.DissectionOptions;
import io.interp.dissect.LayerDissection;
import io.interp.dissect.UnitMetric;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.picture.ClassBars;
import io.interp.dissect.picture.UnitGallery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One self-contained page: for each layer how many units stand for which class, a gallery of units that sorts on a click,
 * and the best units of every class, beside what chance would give.
 */
@CheckReturnValue
public final class DissectionReport {

    private static final int RANKED = 8;

    private final Dissection dissection;
    private final UnitGallery gallery;
    private final int units;
    private final List<Extra> extras;

    private record Extra(String heading, Consumer<ReportSection> content) {}

    /**
     * Prepares a report of the 40 best units of each layer with 3 images each, which fit the width of a page.
     *
     * @param generator the generator that was dissected
     * @param dissection what was found
     */
    public DissectionReport(Generator generator, Dissection dissection) {
        this(dissection, new UnitGallery(generator, dissection, 3), 40);
    }

    /**
     * Prepares a report.
     *
     * @param dissection what was found
     * @param gallery draws units
     * @param units how many units of a layer are shown at most, the best of them
     * @throws IllegalArgumentException if the number is below 1
     */
    public DissectionReport(Dissection dissection, UnitGallery gallery, int units) {
        this(dissection, gallery, units, List.of());
    }

    private DissectionReport(Dissection dissection, UnitGallery gallery, int units, List<Extra> extras) {
        if (units < 1) {
            throw new IllegalArgumentException("a report shows 1 unit a layer or more, got " + units);
        }
        this.dissection = dissection;
        this.gallery = gallery;
        this.units = units;
        this.extras = extras;
    }

    /**
     * {@return the report with one more section before the last, such as curves of interventions}
     *
     * @param heading its heading
     * @param content fills it
     */
    public DissectionReport with(String heading, Consumer<ReportSection> content) {
        List<Extra> all = new ArrayList<>(extras);
        all.add(new Extra(heading, content));
        return new DissectionReport(dissection, gallery, units, List.copyOf(all));
    }

    /**
     * Writes the page.
     *
     * @param file the HTML file; written under a temporary name and moved
     */
    public void write(Path file) {
        DissectionOptions options = dissection.options();
        HtmlReport page = HtmlReport.titled("Units of '" + dissection.origin().model() + "'")
                .lead(dissection.interpretableUnits() + " of "
                        + dissection.units().size()
                        + " units agree with a class that segmenter '"
                        + dissection.origin().segmenter() + "' finds in " + options.samples()
                        + " generated images. Agreement is no proof that a unit draws the class: that takes an"
                        + " intervention.")
                .section("Classes", this::classes);
        for (LayerDissection layer : dissection.layers()) {
            page.section("Layer " + layer.layer(), section -> layer(section, layer));
        }
        extras.forEach(extra -> page.section(extra.heading(), extra.content()));
        page.section("How it was made", this::method).write(file);
    }

    private void classes(ReportSection section) {
        ReportTable table = ReportTable.of(
                "class",
                "category",
                "share of pixels",
                "units",
                "best layer",
                "best unit",
                "IoU",
                "by chance",
                "times chance");
        List<String> undetermined = new ArrayList<>();
        for (ClassSummary summary : dissection.summaries()) {
            if (!summary.determined()) {
                undetermined.add(summary.label().name());
                continue;
            }
            table = table.row(
                    summary.label().name(),
                    summary.label().category(),
                    summary.share(),
                    summary.units(),
                    summary.bestLayer(),
                    summary.bestUnit(),
                    summary.bestIou(),
                    summary.chanceIou(),
                    summary.chanceIou() == 0 ? 0.0 : summary.bestIou() / summary.chanceIou());
        }
        section.text("Click on a column's head to sort by it. IoU is intersection over union of the unit's mask and the"
                        + " class over all images. Two masks that know nothing of each other have the IoU in the column"
                        + " 'by chance', which is large for large classes.")
                .table(table);
        if (!undetermined.isEmpty()) {
            section.text("Never or everywhere in these images, so nothing can be said: "
                    + String.join(", ", undetermined) + ".");
        }
    }

    private void layer(ReportSection section, LayerDissection layer) {
        List<DissectedUnit> best = layer.interpretable();
        section.text(best.size() + " of " + layer.units().size() + " units are interpretable.");
        ClassBars.of(layer)
                .forEach((category, chart) -> section.figure(chart, "Interpretable units a class: " + category + "."));
        if (best.isEmpty()) {
            return;
        }
        ReportTable table = ReportTable.of(
                "unit", "class", "IoU", "interval", "times chance", "IQR", "where it is on, strongest first");
        for (DissectedUnit unit : best.subList(0, Math.min(units, best.size()))) {
            Association pair = unit.association();
            String interval = Double.isNaN(unit.low())
                    ? "\u2013"
                    : String.format(Locale.ROOT, "%.3f to %.3f", unit.low(), unit.high());
            table = table.row(
                    unit.unit(),
                    unit.label().name(),
                    pair.iou(),
                    interval,
                    pair.lift(),
                    pair.iqr(),
                    gallery.strip(unit));
        }
        section.table(table).details("The best units of every class", inner -> inner.table(rankings(layer)));
    }

    private static ReportTable rankings(LayerDissection layer) {
        ReportTable table = ReportTable.of("class", "units by IoU, best first", "units by IQR, best first");
        for (ClassSummary summary : layer.summaries()) {
            if (summary.determined()) {
                String name = summary.label().name();
                table = table.row(
                        name, best(layer.ranking(name, UnitMetric.IOU)), best(layer.ranking(name, UnitMetric.IQR)));
            }
        }
        return table;
    }

    private static String best(UnitRanking ranking) {
        List<String> units = new ArrayList<>();
        for (int unit : ranking.top(Math.min(RANKED, ranking.scores().size()))) {
            units.add(String.format(
                    Locale.ROOT, "%d (%.3f)", unit, ranking.scores().get(unit)));
        }
        return String.join(", ", units);
    }

    private void method(ReportSection section) {
        DissectionOptions options = dissection.options();
        section.text("GAN Dissection (Bau et al., ICLR 2019). A unit's map, brought bilinearly to the segmentation's"
                        + " resolution, is on where it exceeds a threshold ('"
                        + options.policy() + "'); thresholds are chosen on latents of seed " + options.thresholdSeed()
                        + " and everything is counted on those of seed " + options.reportSeed()
                        + (dissection.origin().latents().isPresent() ? ", here replaced by given latents" : "")
                        + ". Intervals come from " + options.bootstrap() + " bootstrap repeats over images.")
                .details("Numbers", inner -> inner.code(dissection.toString()));
    }
}
