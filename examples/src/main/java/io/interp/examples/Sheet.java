package io.interp.examples;

import io.interp.core.image.ImageGrid;
import io.interp.core.image.Png;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** A file with rows of pictures, small ones enlarged so that they can be seen. */
final class Sheet {

    private static final int READABLE = 96;

    private Sheet() {}

    static void write(Path file, List<BufferedImage> cells, int columns, List<String> rows) {
        int scale = Math.max(1, READABLE / cells.get(0).getWidth());
        Png.write(
                file,
                ImageGrid.of(cells)
                        .columns(columns)
                        .scale(scale)
                        .rowLabels(rows)
                        .draw());
    }
}
