package io.interp.core.image;

import com.google.errorprone.annotations.CheckReturnValue;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures side by side, with a gap between them and, if wanted, a label at each row and column. Immutable: every setting
 * gives a new grid.
 */
@CheckReturnValue
public final class ImageGrid {

    private static final int MARGIN = 4;
    private static final int BACKGROUND = 0xffffff;
    private static final int INK = 0x202020;

    private final List<BufferedImage> cells;
    private final int columns;
    private final int gap;
    private final int scale;
    private final List<String> rowLabels;
    private final List<String> columnLabels;

    private ImageGrid(
            List<BufferedImage> cells,
            int columns,
            int gap,
            int scale,
            List<String> rowLabels,
            List<String> columnLabels) {
        this.cells = cells;
        this.columns = columns;
        this.gap = gap;
        this.scale = scale;
        this.rowLabels = rowLabels;
        this.columnLabels = columnLabels;
    }

    /**
     * Lays pictures out in a grid that is about square, two pixels apart.
     *
     * @param cells at least one picture, all of one size; row after row
     * @return the grid
     * @throws IllegalArgumentException if there is none or sizes differ
     */
    public static ImageGrid of(List<BufferedImage> cells) {
        Pictures.checkSameSize(cells);
        int columns = (int) Math.ceil(Math.sqrt(cells.size()));
        return new ImageGrid(List.copyOf(cells), columns, 2, 1, List.of(), List.of());
    }

    /**
     * Lays pictures out in one row.
     *
     * @param cells at least one picture, all of one size
     * @return the strip
     * @throws IllegalArgumentException if there is none or sizes differ
     */
    public static ImageGrid strip(List<BufferedImage> cells) {
        return of(cells).columns(cells.size());
    }

    /**
     * Sets the number of columns.
     *
     * @param count 1 or more
     * @return the new grid
     * @throws IllegalArgumentException if below 1
     */
    public ImageGrid columns(int count) {
        return new ImageGrid(cells, atLeast(1, count, "columns"), gap, scale, rowLabels, columnLabels);
    }

    /**
     * Sets the gap between pictures.
     *
     * @param pixels 0 or more
     * @return the new grid
     * @throws IllegalArgumentException if negative
     */
    public ImageGrid gap(int pixels) {
        return new ImageGrid(cells, columns, atLeast(0, pixels, "gap"), scale, rowLabels, columnLabels);
    }

    /**
     * Enlarges each picture by repeating pixels. Labels keep their size.
     *
     * @param factor 1 or more
     * @return the new grid
     * @throws IllegalArgumentException if below 1
     */
    public ImageGrid scale(int factor) {
        return new ImageGrid(cells, columns, gap, atLeast(1, factor, "scale"), rowLabels, columnLabels);
    }

    /**
     * Writes labels to the left of the rows.
     *
     * @param labels one a row
     * @return the new grid
     */
    public ImageGrid rowLabels(List<String> labels) {
        return new ImageGrid(cells, columns, gap, scale, List.copyOf(labels), columnLabels);
    }

    /**
     * Writes labels above the columns, shortened to the columns' width.
     *
     * @param labels one a column
     * @return the new grid
     */
    public ImageGrid columnLabels(List<String> labels) {
        return new ImageGrid(cells, columns, gap, scale, rowLabels, List.copyOf(labels));
    }

    /**
     * Draws the grid on white.
     *
     * @return one picture
     * @throws IllegalArgumentException if the number of labels is not that of the rows or columns
     */
    public BufferedImage draw() {
        int rows = (cells.size() + columns - 1) / columns;
        checkLabels(rowLabels, rows, "rows");
        checkLabels(columnLabels, columns, "columns");
        int cellWidth = cells.get(0).getWidth() * scale;
        int cellHeight = cells.get(0).getHeight() * scale;
        int left = rowLabels.stream().mapToInt(LabelFont::width).max().orElse(-2 * MARGIN) + 2 * MARGIN;
        int top = columnLabels.isEmpty() ? 0 : LabelFont.HEIGHT + MARGIN;
        BufferedImage out = new BufferedImage(
                left + columns * (cellWidth + gap) - gap,
                top + Math.max(rows * (cellHeight + gap) - gap, rowLabels.isEmpty() ? 0 : LabelFont.HEIGHT),
                BufferedImage.TYPE_INT_RGB);
        Arrays.fill(Pictures.pixels(out), BACKGROUND);
        for (int i = 0; i < cells.size(); i++) {
            int x = left + i % columns * (cellWidth + gap);
            int y = top + i / columns * (cellHeight + gap);
            copy(Pictures.enlarge(cells.get(i), scale), out, x, y);
        }
        for (int row = 0; row < rowLabels.size(); row++) {
            String label = rowLabels.get(row);
            int y = top + row * (cellHeight + gap) + (cellHeight - LabelFont.HEIGHT) / 2;
            LabelFont.draw(out, label, left - MARGIN - LabelFont.width(label), Math.max(top, y), INK);
        }
        for (int column = 0; column < columnLabels.size(); column++) {
            String label = LabelFont.fit(columnLabels.get(column), cellWidth);
            int x = left + column * (cellWidth + gap) + (cellWidth - LabelFont.width(label)) / 2;
            LabelFont.draw(out, label, x, 0, INK);
        }
        return out;
    }

    private static void copy(BufferedImage from, BufferedImage to, int x, int y) {
        int[] pixels = Pictures.pixels(from);
        to.getRaster().setDataElements(x, y, from.getWidth(), from.getHeight(), pixels);
    }

    private static void checkLabels(List<String> labels, int expected, String of) {
        if (!labels.isEmpty() && labels.size() != expected) {
            throw new IllegalArgumentException(
                    "the grid has " + expected + " " + of + ", got " + labels.size() + " labels for them");
        }
    }

    private static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more, got " + value);
        }
        return value;
    }
}
