package io.interp.core.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Letters for labels, kept as a picture, so that labels look the same everywhere and need no installed font: many servers
 * have none, and there the JDK's own text drawing fails.
 *
 * <p>The resource {@code labels.png} shows DejaVu Sans at 12 pixels, the characters 32 to 126 and 160 to 255 in cells of
 * 16 x 17, 32 in a row; the white part of a cell's first line is as long as the character is wide.
 */
final class LabelFont {

    /** Height of a line in pixels. */
    static final int HEIGHT = 16;

    private static final int CELL_WIDTH = 16;
    private static final int CELL_HEIGHT = HEIGHT + 1;
    private static final int CELLS_PER_ROW = 32;
    private static final BufferedImage CELLS = load();

    private LabelFont() {}

    private static BufferedImage load() {
        try (InputStream in = LabelFont.class.getResourceAsStream("labels.png")) {
            return Pictures.rgb(ImageIO.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the letters for labels", e);
        }
    }

    /** {@return the width of a text in pixels} */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            width += advance(cell(text.charAt(i)));
        }
        return width;
    }

    /** {@return the text, shortened with two dots if it is wider than there is room} */
    static String fit(String text, int room) {
        if (width(text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "..") > room) {
            end--;
        }
        return text.substring(0, end) + (end > 0 ? ".." : "");
    }

    /** Draws a text with its top left corner at x, y; what lies outside the picture is cut. */
    static void draw(BufferedImage rgb, String text, int x, int y, int color) {
        int left = x;
        for (int i = 0; i < text.length(); i++) {
            int cell = cell(text.charAt(i));
            drawCell(rgb, cell, left, y, color);
            left += advance(cell);
        }
    }

    private static void drawCell(BufferedImage rgb, int cell, int x, int y, int color) {
        int cellX = cell % CELLS_PER_ROW * CELL_WIDTH;
        int cellY = cell / CELLS_PER_ROW * CELL_HEIGHT + 1;
        for (int dy = 0; dy < HEIGHT; dy++) {
            for (int dx = 0; dx < CELL_WIDTH; dx++) {
                double ink = (CELLS.getRGB(cellX + dx, cellY + dy) & 0xff) / 255.0;
                int px = x + dx - 1; // letters start one pixel into their cell
                int py = y + dy;
                if (ink > 0 && px >= 0 && py >= 0 && px < rgb.getWidth() && py < rgb.getHeight()) {
                    rgb.setRGB(px, py, ColorMap.mix(rgb.getRGB(px, py) & 0xffffff, color, ink));
                }
            }
        }
    }

    private static int cell(char letter) {
        if (letter >= 32 && letter <= 126) {
            return letter - 32;
        }
        return letter >= 160 && letter <= 255 ? letter - 160 + 95 : '?' - 32;
    }

    private static int advance(int cell) {
        int cellX = cell % CELLS_PER_ROW * CELL_WIDTH;
        int cellY = cell / CELLS_PER_ROW * CELL_HEIGHT;
        int width = 0;
        while (width < CELL_WIDTH && (CELLS.getRGB(cellX + width, cellY) & 0xff) > 0) {
            width++;
        }
        return width;
    }
}
