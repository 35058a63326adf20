package io.interp.core.image;

import com.google.errorprone.annotations.CheckReturnValue;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table of a report. Numbers are shown with four significant digits and set to the right, pictures at their own size;
 * the best of a column or of each row can be marked. Immutable.
 */
@CheckReturnValue
public final class ReportTable {

    /** Which number is the best. */
    public enum Best {
        /** The largest. */
        HIGHEST,
        /** The smallest. */
        LOWEST
    }

    private final List<String> columns;
    private final List<List<Object>> rows;
    private final Map<Integer, Best> bestInColumn;
    private final Best bestInRow;

    private ReportTable(
            List<String> columns, List<List<Object>> rows, Map<Integer, Best> bestInColumn, Best bestInRow) {
        this.columns = columns;
        this.rows = rows;
        this.bestInColumn = bestInColumn;
        this.bestInRow = bestInRow;
    }

    /**
     * Starts a table.
     *
     * @param columns the names of the columns
     * @return a table without rows
     * @throws IllegalArgumentException if there are no columns
     */
    public static ReportTable of(String... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("a table needs at least one column");
        }
        return new ReportTable(List.of(columns), List.of(), Map.of(), null);
    }

    /**
     * Adds a row.
     *
     * @param cells one a column: a {@link Number}, a {@link BufferedImage}, null for nothing, or what has a text
     * @return the new table
     * @throws IllegalArgumentException if the number of cells is not that of the columns
     */
    public ReportTable row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "the table has " + columns.size() + " columns, got a row of " + cells.length + " cells");
        }
        List<List<Object>> all = new ArrayList<>(rows);
        all.add(Collections.unmodifiableList(Arrays.asList(cells.clone())));
        return new ReportTable(columns, Collections.unmodifiableList(all), bestInColumn, bestInRow);
    }

    /**
     * Marks the best number of a column.
     *
     * @param column which, from 0
     * @param best what is best
     * @return the new table
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public ReportTable bestInColumn(int column, Best best) {
        Map<Integer, Best> all = new HashMap<>(bestInColumn);
        all.put(Objects.checkIndex(column, columns.size()), best);
        return new ReportTable(columns, rows, Map.copyOf(all), bestInRow);
    }

    /**
     * Marks the best number of each row.
     *
     * @param best what is best
     * @return the new table
     */
    public ReportTable bestInRow(Best best) {
        return new ReportTable(columns, rows, bestInColumn, best);
    }

    String toHtml() {
        StringBuilder out = new StringBuilder("<div class=\"table\"><table>\n<thead><tr>");
        for (int c = 0; c < columns.size(); c++) {
            out.append(isNumeric(c) ? "<th class=\"n\">" : "<th>")
                    .append(Text.escape(columns.get(c)))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (List<Object> row : rows) {
            out.append("<tr>");
            for (int c = 0; c < columns.size(); c++) {
                String style = (isNumeric(c) ? "n" : "") + (isBest(row, c) ? " best" : "");
                out.append(style.isEmpty() ? "<td>" : "<td class=\"" + style.strip() + "\">")
                        .append(cell(row.get(c)))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>\n").toString();
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> row.get(column) == null || row.get(column) instanceof Number)
                && rows.stream().anyMatch(row -> row.get(column) != null);
    }

    private boolean isBest(List<Object> row, int column) {
        if (!(row.get(column) instanceof Number number) || Double.isNaN(number.doubleValue())) {
            return false;
        }
        boolean inRow = bestInRow != null && number.doubleValue() == best(row, bestInRow);
        Best ofColumn = bestInColumn.get(column);
        if (inRow || ofColumn == null) {
            return inRow;
        }
        List<Object> others = new ArrayList<>();
        rows.forEach(other -> others.add(other.get(column)));
        return number.doubleValue() == best(others, ofColumn);
    }

    private static double best(List<Object> cells, Best best) {
        double found = Double.NaN;
        for (Object cell : cells) {
            if (cell instanceof Number number && !Double.isNaN(number.doubleValue())) {
                double value = number.doubleValue();
                boolean better = best == Best.HIGHEST ? value > found : value < found;
                found = Double.isNaN(found) || better ? value : found;
            }
        }
        return found;
    }

    private static String cell(Object value) {
        if (value == null) {
            return "\u2013";
        }
        if (value instanceof Integer || value instanceof Long) {
            return value.toString().replace('-', '\u2212');
        }
        if (value instanceof BufferedImage picture) {
            return "<img src=\"" + Png.dataUri(picture) + "\" width=\"" + picture.getWidth() + "\" alt=\"\">";
        }
        return Text.escape(value instanceof Number number ? Text.number(number.doubleValue()) : value.toString());
    }
}
