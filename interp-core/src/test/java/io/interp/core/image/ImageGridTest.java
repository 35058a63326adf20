package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {

    @Test
    void cellsStandWhereTheyShould() {
        BufferedImage out =
                ImageGrid.of(cells(5, 4, 3)).columns(3).gap(1).scale(2).draw();
        assertThat(out.getWidth()).isEqualTo(3 * 8 + 2);
        assertThat(out.getHeight()).isEqualTo(2 * 6 + 1);
        for (int i = 0; i < 5; i++) {
            int x = i % 3 * 9;
            int y = i / 3 * 7;
            assertThat(rgb(out, x, y)).isEqualTo(i + 1);
            assertThat(rgb(out, x + 7, y + 5)).isEqualTo(i + 1);
        }
        assertThat(rgb(out, 8, 0)).isEqualTo(0xffffff);
        assertThat(rgb(out, 0, 6)).isEqualTo(0xffffff);
        assertThat(rgb(out, 18, 7)).isEqualTo(0xffffff); // the empty sixth cell
    }

    @Test
    void defaultIsAboutSquareAndAStripIsOneRow() {
        assertThat(ImageGrid.of(cells(10, 4, 4)).gap(0).draw().getWidth()).isEqualTo(16);
        BufferedImage strip = ImageGrid.strip(cells(5, 4, 4)).gap(0).draw();
        assertThat(strip.getWidth()).isEqualTo(20);
        assertThat(strip.getHeight()).isEqualTo(4);
    }

    @Test
    void labelsTakeTheirRoomAndLeaveTheCellsAlone() {
        List<BufferedImage> cells = cells(4, 40, 30);
        ImageGrid grid = ImageGrid.of(cells).columns(2);
        BufferedImage plain = grid.draw();
        BufferedImage labelled = grid.rowLabels(List.of("mouth", "eyes"))
                .columnLabels(List.of("source", "a long label"))
                .draw();
        int left = labelled.getWidth() - plain.getWidth();
        int top = labelled.getHeight() - plain.getHeight();
        assertThat(left).isEqualTo(LabelFont.width("mouth") + 8);
        assertThat(top).isEqualTo(LabelFont.HEIGHT + 4);
        for (int y = 0; y < plain.getHeight(); y++) {
            for (int x = 0; x < plain.getWidth(); x++) {
                assertThat(labelled.getRGB(x + left, y + top)).isEqualTo(plain.getRGB(x, y));
            }
        }
        assertThat(inked(labelled, 0, top, left, labelled.getHeight())).isGreaterThan(50);
        assertThat(inked(labelled, left, 0, labelled.getWidth(), top)).isGreaterThan(50);
        assertThat(Png.bytes(labelled))
                .isEqualTo(Png.bytes(grid.rowLabels(List.of("mouth", "eyes"))
                        .columnLabels(List.of("source", "a long label"))
                        .draw()));
    }

    @Test
    void labelsAreShortenedToTheirRoom() {
        assertThat(LabelFont.fit("short", 200)).isEqualTo("short");
        String cut = LabelFont.fit("a very long label", 50);
        assertThat(cut).startsWith("a v").endsWith("..");
        assertThat(LabelFont.width(cut)).isLessThanOrEqualTo(50);
        assertThat(LabelFont.fit("label", 3)).isEmpty();
        assertThat(LabelFont.width("\u00e9")).isEqualTo(LabelFont.width("e"));
        assertThat(LabelFont.width("\u6f22")).isEqualTo(LabelFont.width("?"));
    }

    @Test
    void refusesWhatDoesNotFit() {
        ImageGrid grid = ImageGrid.of(cells(4, 4, 4)).columns(2);
        assertThatThrownBy(() -> ImageGrid.of(List.of())).hasMessageContaining("at least one");
        List<BufferedImage> mixed =
                List.of(cells(1, 4, 4).get(0), cells(1, 5, 4).get(0));
        assertThatThrownBy(() -> ImageGrid.of(mixed)).hasMessageContaining("one size");
        assertThatThrownBy(() -> grid.columns(0)).hasMessageContaining("columns");
        assertThatThrownBy(() -> grid.gap(-1)).hasMessageContaining("gap");
        assertThatThrownBy(() -> grid.scale(0)).hasMessageContaining("scale");
        assertThatThrownBy(() -> grid.rowLabels(List.of("one")).draw()).hasMessageContaining("2 rows");
        assertThatThrownBy(() -> grid.columnLabels(List.of("a", "b", "c")).draw())
                .hasMessageContaining("2 columns");
    }

    private static int inked(BufferedImage picture, int x0, int y0, int x1, int y1) {
        int count = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                count += rgb(picture, x, y) != 0xffffff ? 1 : 0;
            }
        }
        return count;
    }

    private static List<BufferedImage> cells(int count, int width, int height) {
        List<BufferedImage> cells = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            BufferedImage cell = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Arrays.fill(Pictures.pixels(cell), i);
            cells.add(cell);
        }
        return cells;
    }

    private static int rgb(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xffffff;
    }
}
