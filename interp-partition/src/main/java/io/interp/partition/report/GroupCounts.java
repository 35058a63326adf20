package io.interp.partition.report;

import io.interp.core.image.HtmlReport;
import io.interp.core.image.ReportSection;
import io.interp.core.image.ReportTable;
import io.interp.partition.InterpretableGan;
import io.interp.partition.metric.Locality;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The effect of the number of groups C (figure 4c of the paper, which shows 8, 16 and 24): the same generator retrained once
 * for each, side by side. Holds pictures and numbers, no native memory; each change gives a new one.
 *
 * <p>With too few groups one stands for several parts; with too many a part falls apart into groups that have to be exchanged
 * together.
 */
public final class GroupCounts {

    private static final int COLUMNS = 8;

    private final List<Row> rows;

    private record Row(int groups, Evaluation measured, BufferedImage map, BufferedImage regions) {}

    private GroupCounts(List<Row> rows) {
        this.rows = rows;
    }

    /** {@return a comparison of nothing yet} */
    public static GroupCounts empty() {
        return new GroupCounts(List.of());
    }

    /**
     * Adds a retrained generator.
     *
     * @param trained the generator with its groups; drawn now, stays the caller's
     * @param measured what was measured of it
     * @param seed the seed of the latents shown
     * @return a comparison with one more row, sorted by the number of groups
     * @throws IllegalArgumentException if that number of groups is there already
     */
    public GroupCounts and(InterpretableGan trained, Evaluation measured, long seed) {
        Objects.requireNonNull(measured, "measured");
        int groups = trained.mixture().groups();
        if (rows.stream().anyMatch(row -> row.groups() == groups)) {
            throw new IllegalArgumentException("a generator with " + groups + " groups is compared already");
        }
        PartitionPictures pictures = new PartitionPictures(trained, seed);
        Row row = new Row(groups, measured, pictures.map(COLUMNS), pictures.groups(COLUMNS));
        return new GroupCounts(Stream.concat(rows.stream(), Stream.of(row))
                .sorted(Comparator.comparingInt(Row::groups))
                .toList());
    }

    /** {@return the numbers under the stable names of result files, by number of groups} */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new TreeMap<>(Comparator.comparingInt(Integer::parseInt));
        rows.forEach(
                row -> json.put(Integer.toString(row.groups()), row.measured().toJson()));
        return json;
    }

    /**
     * Writes one self-contained page: a table, and the map of groups for each number of them.
     *
     * @param file the HTML file; written under a temporary name and moved
     * @throws IllegalStateException if nothing was added
     */
    public void write(Path file) {
        if (rows.isEmpty()) {
            throw new IllegalStateException("there is nothing to compare; add retrained generators first");
        }
        HtmlReport report = HtmlReport.titled("How many groups?")
                .lead(
                        "The same generator, retrained with different numbers of groups. With too few, one group stands for"
                                + " several parts; with too many, a part falls apart into groups that have to be exchanged"
                                + " together.")
                .section("The numbers", section -> section.table(table()));
        for (Row row : rows) {
            report = report.section(row.groups() + " groups", section -> pictures(section, row));
        }
        report.write(file);
    }

    private static void pictures(ReportSection section, Row row) {
        section.figure(row.map(), "Which group is the strongest at each place.")
                .details(
                        "Where each group lights up",
                        s -> s.figure(row.regions(), "The bright region, outlined; the rest is dimmed."));
    }

    private ReportTable table() {
        List<String> parts = List.copyOf(rows.get(0).measured().locality().keySet());
        List<String> columns = new ArrayList<>(List.of(
                "groups", "alive", "cosine within", "cosine between", "stability over seeds", "Fréchet distance"));
        parts.forEach(part -> columns.add(part + ", out / in"));
        ReportTable table = ReportTable.of(columns.toArray(String[]::new));
        for (Row row : rows) {
            Evaluation measured = row.measured();
            List<Object> cells = new ArrayList<>(List.of(
                    row.groups(),
                    measured.groupsAlive(),
                    measured.cosineAfter().same(),
                    measured.cosineAfter().other(),
                    measured.stabilityAfter(),
                    measured.frechetAfter()));
            for (String part : parts) {
                Locality ours = measured.locality().getOrDefault(part, Map.of()).get("ours");
                cells.add(ours == null ? null : ours.pooledRatio());
            }
            table = table.row(cells.toArray());
        }
        return table;
    }

    /** {@return a short table: groups, alive, likeness of maps within and between groups, Frechet distance} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("groups  alive  within  between  Frechet");
        for (Row row : rows) {
            Evaluation m = row.measured();
            text.append(String.format(
                    Locale.ROOT,
                    "%n%6d %6d %7.3f %8.3f %8.3f",
                    row.groups(),
                    m.groupsAlive(),
                    m.cosineAfter().same(),
                    m.cosineAfter().other(),
                    m.frechetAfter()));
        }
        return text.toString();
    }
}
