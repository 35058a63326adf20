package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Paints the house: walls, windows and the door on them, and the roof. */
final class HousePainter {
    private static final Colour[] WALLS = {Colour.of(0xEDE6DC), Colour.of(0xF2DDB0), Colour.of(0xEBB79C)};
    private static final Colour[] ROOFS = {Colour.of(0x5B5468), Colour.of(0x74443C), Colour.of(0xA83C30)};
    private static final Colour[] DOORS = {Colour.of(0x2B4FB0), Colour.of(0x5A2F9A), Colour.of(0x9A1F5C)};
    private static final Colour GLASS = Colour.of(0x39647E);
    private static final Colour LAMP = Colour.of(0xFFD468);
    private static final Colour FRAME = Colour.of(0x22384A);
    private static final double FLOOR = 0.42;
    private static final double TOWER_FLOOR = 0.31;

    private final House house;
    private final Daylight daylight;
    private final double x;
    private final double foot;
    private final double scale;
    private final int floors;
    private final int columns;
    private final double width;
    private final double height;
    private final double roof;

    HousePainter(House house, Land land, Daylight daylight) {
        this.house = house;
        this.daylight = daylight;
        double depth = 0.10 + 0.40 * house.depth();
        this.x = 0.62 * house.x();
        this.foot = land.foot(x, depth);
        this.scale = Land.scale(depth);
        boolean tower = house.kind() == HouseKind.TOWER;
        this.floors = tower ? 3 : house.kind() == HouseKind.HOUSE ? 2 : 1;
        this.columns = tower ? 1 : 3;
        this.width = scale * (tower ? 0.34 + 0.10 * house.width() : 0.88 + 0.26 * house.width());
        this.height = scale * floors * (tower ? TOWER_FLOOR : FLOOR) * (0.92 + 0.22 * house.height());
        this.roof = scale * (tower ? 0.28 + 0.20 * house.pitch() : 0.26 + 0.18 * house.pitch());
    }

    double foot() {
        return foot;
    }

    /** Where a path to the door ends. */
    double doorX() {
        return x - width / 2 + (doorColumn() + 0.5) * width / columns;
    }

    void paint(Canvas canvas, LandPainter land) {
        land.shadow(canvas, x, foot, 0.56 * width);
        paintChimney(canvas);
        Colour wall = Colour.along(house.wall(), WALLS);
        canvas.fill(
                new Rectangle2D.Double(x - width / 2, foot - height, width, height),
                ScenePart.BUILDING,
                (px, py) -> daylight.on(wall, 1.1 * (px - x) / width, 0.5 * (foot - py) / height - 0.3)
                        .rgb());
        paintOpenings(canvas);
        paintRoof(canvas);
    }

    private int doorColumn() {
        return (int) Math.round((house.doorPlace() + 1) / 2 * (columns - 1));
    }

    private void paintOpenings(Canvas canvas) {
        double slot = width / columns;
        double floor = height / floors;
        double windowWidth = Math.min(0.62 * slot, 0.22 * scale);
        for (int level = 0; level < floors; level++) {
            for (int column = 0; column < columns; column++) {
                double middle = x - width / 2 + (column + 0.5) * slot;
                double below = foot - level * floor;
                if (level == 0 && column == doorColumn()) {
                    paintDoor(canvas, middle, 0.20 * scale, 0.80 * floor);
                } else {
                    paintWindow(canvas, middle, below - 0.54 * floor, windowWidth, 0.54 * floor);
                }
            }
        }
    }

    private void paintDoor(Canvas canvas, double middle, double wide, double high) {
        Colour door = Colour.along(house.door(), DOORS);
        canvas.fill(
                new Rectangle2D.Double(middle - wide / 2, foot - high, wide, high),
                ScenePart.DOOR,
                (px, py) -> daylight.on(door, (px - middle) / wide, 0.2 * (foot - py) / high)
                        .rgb());
    }

    private void paintWindow(Canvas canvas, double middle, double centre, double wide, double high) {
        double left = middle - wide / 2;
        double top = centre - high / 2;
        canvas.fill(
                new Rectangle2D.Double(left, top, wide, high),
                ScenePart.WINDOW,
                (px, py) -> daylight.on(FRAME, 0, 0).rgb());
        double rim = 0.022 * scale;
        Colour lamp = LAMP;
        canvas.fill(
                new Rectangle2D.Double(left + rim, top + rim, wide - 2 * rim, high - 2 * rim),
                ScenePart.WINDOW,
                (px, py) -> {
                    double shine =
                            Math.max(0, Math.min(1, (px - left) / wide * 0.5 + 0.8 * (top + high - py) / high - 0.2));
                    Colour glass = daylight.on(GLASS.mix(daylight.horizon, 0.35 * shine), 0, 0);
                    return glass.mix(lamp, 0.85 * house.lit()).rgb();
                });
    }

    private void paintRoof(Canvas canvas) {
        Colour colour = roofColour();
        double eaves = foot - height + 0.02 * scale;
        double over = width / 2 + 0.07 * scale;
        double ridge =
                house.kind() == HouseKind.COTTAGE ? 0.30 * width : house.kind() == HouseKind.HOUSE ? 0.16 * width : 0;
        Path2D.Double shape = new Path2D.Double(Path2D.WIND_NON_ZERO);
        shape.moveTo(x - over, eaves);
        shape.lineTo(x - ridge, eaves - roof);
        shape.lineTo(x + ridge, eaves - roof);
        shape.lineTo(x + over, eaves);
        shape.closePath();
        canvas.fill(
                shape,
                ScenePart.ROOF,
                (px, py) -> daylight.on(colour, 1.4 * (px - x) / width, 0.8 * (eaves - py) / roof - 0.3)
                        .rgb());
    }

    private void paintChimney(Canvas canvas) {
        if (house.kind() == HouseKind.TOWER) {
            return;
        }
        Colour colour = roofColour().times(0.85);
        double top = foot - height - 1.12 * roof;
        canvas.fill(
                new Rectangle2D.Double(x + 0.20 * width, top, 0.10 * scale, roof),
                ScenePart.ROOF,
                (px, py) -> daylight.on(colour, 0, 0).rgb());
    }

    private Colour roofColour() {
        return Colour.along(house.roof(), ROOFS);
    }
}
