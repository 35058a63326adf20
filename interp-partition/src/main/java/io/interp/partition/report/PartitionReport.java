package io.interp.partition.report;

import io.interp.core.image.BarChart;
import io.interp.core.image.HtmlReport;
import io.interp.core.image.LineChart;
import io.interp.core.image.ReportSection;
import io.interp.core.image.ReportTable;
import io.interp.partition.InterpretableGan;
import io.interp.partition.UpdateReport;
import io.interp.partition.concept.Concept;
import io.interp.partition.metric.IdentityScores;
import io.interp.partition.metric.Locality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** One self-contained page that tells a person who never read the paper what the retraining did. */
public final class PartitionReport {

    private static final int COLUMNS = 8;
    private static final Map<String, String> ROWS = rows();

    private final InterpretableGan untouched;
    private final InterpretableGan trained;
    private final Evaluation evaluation;
    private final long seed;

    /**
     * Prepares a report.
     *
     * @param untouched the generator before training
     * @param trained the generator after training
     * @param evaluation what was measured
     * @param seed the seed of the latents shown
     */
    public PartitionReport(InterpretableGan untouched, InterpretableGan trained, Evaluation evaluation, long seed) {
        this.untouched = untouched;
        this.trained = trained;
        this.evaluation = evaluation;
        this.seed = seed;
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("ours", "this generator, retrained");
        rows.put("untouched", "the generator before, same grouping");
        rows.put("collaging", "cut and paste of maps, target's mask");
        rows.put("collagingUnion", "cut and paste of maps, both masks");
        return rows;
    }

    /**
     * Writes the page.
     *
     * @param file the HTML file; written under a temporary name and moved
     */
    public void write(Path file) {
        PartitionPictures pictures = new PartitionPictures(trained, seed);
        HtmlReport.titled("What the filters of '" + trained.layer() + "' mean")
                .lead("A generator paints an image in layers. Layer '" + trained.layer() + "' has "
                        + trained.mixture().filters() + " filters, each a small map of where it is active. After this"
                        + " retraining they fall into " + trained.mixture().groups()
                        + " groups: filters of one group light up at the same place of every image, filters of"
                        + " different groups at different places. So a group stands for a part of the picture, and"
                        + " exchanging its maps between two images exchanges that part.")
                .section(
                        "The images",
                        section -> section.figure(
                                        new PartitionPictures(untouched, seed).samples(untouched.generator(), 24, 12),
                                        "Before the retraining.")
                                .figure(
                                        pictures.samples(trained.generator(), 24, 12),
                                        "After it, from the same latents: as varied, and about as good."))
                .section(
                        "The groups",
                        section -> section.text(
                                        "Which group is the strongest at each place. The same colour should lie on the same part"
                                                + " of every face.")
                                .figure(pictures.map(COLUMNS), "The map of groups.")
                                .figure(
                                        pictures.groups(COLUMNS),
                                        "Where each group lights up: the bright region, outlined; the rest is dimmed."))
                .section("Exchanging parts", this::swaps)
                .section("The numbers", this::numbers)
                .section("The training", this::training)
                .section(
                        "How it was made",
                        section -> section.text("Interpretable GAN (Li et al., AAAI 2022): a"
                                        + " Gaussian mixture groups the filters; an energy model over the groups is learned by"
                                        + " contrastive divergence; the generator is moved towards maps of high energy, between"
                                        + " steps of ordinary GAN training that keep the images real.")
                                .details(
                                        "Settings",
                                        s -> s.code(trained.options().toString())))
                .write(file);
    }

    private void swaps(ReportSection section) {
        PartitionPictures pictures = new PartitionPictures(trained, seed);
        if (trained.concepts().isEmpty()) {
            section.text("No segmenter was given, so no group has a name; each is shown by its number.");
            for (int group = 0; group < trained.mixture().groups(); group++) {
                section.figure(pictures.swaps(Concept.of("group" + group, group), COLUMNS), "Group " + group + ".");
            }
            return;
        }
        section.text(
                "Each column is one pair: the part comes from the first row, goes into the second and gives the third."
                        + " The last row shows what changed, doubled.");
        for (Concept concept : trained.concepts()) {
            section.figure(pictures.swaps(concept, COLUMNS), concept.name() + ": groups " + concept.groups() + ".");
        }
    }

    private void numbers(ReportSection section) {
        section.table(ReportTable.of("", "before", "after")
                .row(
                        "likeness of maps within a group (cosine, higher is better)",
                        evaluation.cosineBefore().same(),
                        evaluation.cosineAfter().same())
                .row(
                        "likeness of maps between groups (cosine, lower is better)",
                        evaluation.cosineBefore().other(),
                        evaluation.cosineAfter().other())
                .row(
                        "distance to real images (Frechet on random features, lower is better)",
                        evaluation.frechetBefore(),
                        evaluation.frechetAfter())
                .row(
                        "the same after Langevin dynamics on the latents",
                        null,
                        evaluation.frechetRevised().isPresent()
                                ? evaluation.frechetRevised().getAsDouble()
                                : null)
                .row(
                        "agreement of the grouping with those from other seeds (adjusted Rand index, 1 is equal)",
                        evaluation.stabilityBefore(),
                        evaluation.stabilityAfter())
                .row("groups with filters", untouched.mixture().groupsAlive(), evaluation.groupsAlive()));
        if (!evaluation.locality().isEmpty()) {
            section.text(
                    "How local a swap is: the mean squared change outside the part over that inside it, so 0 changes the"
                            + " part alone. Cut and paste of maps needs a mask for every edit and is measured with that very mask;"
                            + " swapping groups needs none.");
            section.table(localities());
        }
        if (!evaluation.identity().isEmpty()) {
            ReportTable table =
                    ReportTable.of("whole face swapped by", "same person as the source", "nearer to source");
            for (Map.Entry<String, IdentityScores> row : evaluation.identity().entrySet()) {
                IdentityScores scores = row.getValue();
                double rate = scores.rate(evaluation.identityDistance());
                table = table.row(ROWS.get(row.getKey()), rate, scores.nearerToSource());
            }
            section.table(table);
        }
        evaluation.shares().ifPresent(shares -> {
            List<String> names = new ArrayList<>(shares.named().keySet());
            double[] values = names.stream().mapToDouble(shares.named()::get).toArray();
            if (!names.isEmpty()) {
                section.figure(
                        BarChart.titled("Share of filters by concept", "share of filters", names)
                                .bars("filters", values),
                        "How many filters each concept has; a group may serve several concepts.");
            }
        });
    }

    private ReportTable localities() {
        List<String> parts = new ArrayList<>(evaluation.locality().keySet());
        List<String> columns = new ArrayList<>(List.of("mean of out / in"));
        columns.addAll(parts);
        ReportTable table = ReportTable.of(columns.toArray(String[]::new));
        for (Map.Entry<String, String> row : ROWS.entrySet()) {
            List<Object> cells = new ArrayList<>(List.of(row.getValue()));
            for (String part : parts) {
                Locality locality = evaluation.locality().get(part).get(row.getKey());
                cells.add(locality == null ? null : locality.meanRatio());
            }
            table = table.row(cells.toArray());
        }
        for (int column = 1; column <= parts.size(); column++) {
            table = table.bestInColumn(column, ReportTable.Best.LOWEST);
        }
        return table;
    }

    private void training(ReportSection section) {
        if (trained.history().isEmpty()) {
            section.text("A generator that was loaded has no curves.");
            return;
        }
        section.figure(
                LineChart.titled("Likeness of maps", "update", "mean cosine")
                        .line("same group", xs(), ys(UpdateReport::sameCosine))
                        .line("other groups", xs(), ys(UpdateReport::otherCosine)),
                "The two should move apart.");
        section.figure(
                LineChart.titled("The GAN's losses", "update", "loss")
                        .line("discriminator", xs(), ys(UpdateReport::discriminatorLoss))
                        .line("generator", xs(), ys(UpdateReport::generatorLoss)),
                "They should stay in balance.");
        section.figure(
                LineChart.titled("Active units", "update", "share above zero")
                        .line("active", xs(), ys(UpdateReport::activeShare)),
                "Maps get sparser as groups part; they should not die.");
    }

    private double[] xs() {
        return ys(UpdateReport::update);
    }

    private double[] ys(ToDoubleFunction<UpdateReport> value) {
        return trained.history().stream().mapToDouble(value).toArray();
    }
}
