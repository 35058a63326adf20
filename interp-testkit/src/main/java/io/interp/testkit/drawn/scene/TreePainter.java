package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Shade;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Paints one tree of four kinds. */
final class TreePainter {
    private static final Colour TRUNK = Colour.of(0x5E4630);
    private static final Colour DARK = Colour.of(0x1F6B3A);
    private static final Colour LIGHT = Colour.of(0x3E8E38);
    private static final Colour DARK_NEEDLES = Colour.of(0x17524A);
    private static final Colour LIGHT_NEEDLES = Colour.of(0x2A7058);

    private final Trees.Tree tree;
    private final Daylight daylight;
    private final double x;
    private final double foot;
    private final double size;

    TreePainter(Trees.Tree tree, Land land, Daylight daylight) {
        this.tree = tree;
        this.daylight = daylight;
        this.x = 0.95 * tree.x();
        this.foot = land.foot(x, tree.depth());
        this.size = Land.scale(tree.depth()) * (0.72 + 0.36 * tree.size());
    }

    double foot() {
        return foot;
    }

    void paint(Canvas canvas, LandPainter land) {
        double half = size * (tree.kind() == TreeKind.POPLAR ? 0.12 + 0.06 * tree.width() : 0.22 + 0.11 * tree.width());
        land.shadow(canvas, x, foot, 1.05 * half);
        switch (tree.kind()) {
            case ROUND -> paintRound(canvas, half);
            case CONIFER -> paintConifer(canvas, half);
            case POPLAR -> paintPoplar(canvas, half);
            case BUSH -> paintBush(canvas, half);
        }
    }

    private void paintRound(Canvas canvas, double half) {
        trunk(canvas, 0.36 * size, 0.055 * size);
        double middle = foot - 0.62 * size;
        Path2D.Double crown = new Path2D.Double(Path2D.WIND_NON_ZERO);
        lobe(crown, x - 0.42 * half, middle + 0.12 * size, 0.62 * half, 0.24 * size);
        lobe(crown, x + 0.42 * half, middle + 0.10 * size, 0.62 * half, 0.25 * size);
        lobe(crown, x, middle - 0.06 * size, 0.74 * half, 0.30 * size);
        canvas.fill(crown, ScenePart.TREE, leaves(DARK, LIGHT, middle, half, 0.36 * size));
    }

    private void paintConifer(Canvas canvas, double half) {
        trunk(canvas, 0.20 * size, 0.05 * size);
        Path2D.Double crown = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (int tier = 0; tier < 3; tier++) {
            double base = foot - (0.14 + 0.30 * tier) * size;
            double reach = half * (1 - 0.24 * tier);
            crown.moveTo(x - reach, base);
            crown.lineTo(x, base - 0.52 * size);
            crown.lineTo(x + reach, base);
            crown.closePath();
        }
        canvas.fill(crown, ScenePart.TREE, leaves(DARK_NEEDLES, LIGHT_NEEDLES, foot - 0.6 * size, half, 0.6 * size));
    }

    private void paintPoplar(Canvas canvas, double half) {
        trunk(canvas, 0.22 * size, 0.045 * size);
        double high = 0.56 * size;
        double middle = foot - 0.14 * size - high;
        Path2D.Double crown = new Path2D.Double(Path2D.WIND_NON_ZERO);
        lobe(crown, x, middle, half, high);
        canvas.fill(crown, ScenePart.TREE, leaves(DARK, LIGHT, middle, half, high));
    }

    private void paintBush(Canvas canvas, double half) {
        double high = 0.17 * size;
        Path2D.Double crown = new Path2D.Double(Path2D.WIND_NON_ZERO);
        lobe(crown, x - 0.45 * half, foot - 0.75 * high, 0.60 * half, 0.80 * high);
        lobe(crown, x + 0.45 * half, foot - 0.75 * high, 0.60 * half, 0.85 * high);
        lobe(crown, x, foot - high, 0.65 * half, 1.10 * high);
        canvas.fill(crown, ScenePart.TREE, leaves(DARK, LIGHT, foot - high, half, 1.2 * high));
    }

    private void trunk(Canvas canvas, double height, double half) {
        canvas.fill(
                new Rectangle2D.Double(x - half, foot - height, 2 * half, height),
                ScenePart.TREE,
                (px, py) -> daylight.on(TRUNK, (px - x) / half, 0).rgb());
    }

    /** Leaves, lighter towards the light. */
    private Shade leaves(Colour dark, Colour light, double middle, double halfWidth, double halfHeight) {
        Colour colour = dark.mix(light, tree.tone());
        return (px, py) -> daylight.on(colour, 1.4 * (px - x) / halfWidth, 1.2 * (middle - py) / halfHeight)
                .rgb();
    }

    private static void lobe(Path2D.Double outline, double x, double y, double radiusX, double radiusY) {
        outline.append(new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY), false);
    }
}
