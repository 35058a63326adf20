package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/** Paints one person: legs, a bright coat, a head with hair. */
final class PersonPainter {
    private static final Colour[] SKIN = {Colour.of(0xF6D3B8), Colour.of(0xC98F66), Colour.of(0x7A4E34)};
    private static final Colour[] CLOTHING = {Colour.of(0xE0358E), Colour.of(0xE62E3C), Colour.of(0xF4701E)};
    private static final Colour[] LEGS = {Colour.of(0x2A2440), Colour.of(0x6A4A78)};
    private static final Colour HAIR = Colour.of(0x3A2418);

    private final People.Person person;
    private final Daylight daylight;
    private final double x;
    private final double foot;
    private final double height;

    PersonPainter(People.Person person, Land land, Daylight daylight) {
        this.person = person;
        this.daylight = daylight;
        this.x = 0.9 * person.x();
        this.foot = land.foot(x, person.depth());
        this.height = Land.scale(person.depth()) * (0.36 + 0.12 * person.size());
    }

    double foot() {
        return foot;
    }

    void paint(Canvas canvas, LandPainter land) {
        land.shadow(canvas, x, foot, 0.24 * height);
        Colour legs = Colour.along(person.legs(), LEGS);
        for (int side = -1; side <= 1; side += 2) {
            canvas.fill(
                    new RoundRectangle2D.Double(
                            x + (0.085 * side - 0.065) * height,
                            foot - 0.42 * height,
                            0.13 * height,
                            0.42 * height,
                            0.04 * height,
                            0.04 * height),
                    ScenePart.PERSON,
                    (px, py) -> daylight.on(legs, 0, 0).rgb());
        }
        Colour coat = Colour.along(person.clothing(), CLOTHING);
        canvas.fill(
                coat(),
                ScenePart.PERSON,
                (px, py) -> daylight.on(coat, 4 * (px - x) / height, 0.1).rgb());
        disc(canvas, foot - 0.865 * height, 0.135 * height, HAIR);
        disc(canvas, foot - 0.835 * height, 0.115 * height, Colour.along(person.skin(), SKIN));
    }

    private Path2D.Double coat() {
        double hip = 0.21 * height;
        double shoulder = 0.17 * height;
        Path2D.Double coat = new Path2D.Double(Path2D.WIND_NON_ZERO);
        coat.moveTo(x - hip, foot - 0.32 * height);
        coat.lineTo(x - shoulder, foot - 0.68 * height);
        coat.quadTo(x - 0.8 * shoulder, foot - 0.76 * height, x, foot - 0.76 * height);
        coat.quadTo(x + 0.8 * shoulder, foot - 0.76 * height, x + shoulder, foot - 0.68 * height);
        coat.lineTo(x + hip, foot - 0.32 * height);
        coat.closePath();
        return coat;
    }

    private void disc(Canvas canvas, double y, double radius, Colour colour) {
        canvas.fill(
                new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius),
                ScenePart.PERSON,
                (px, py) -> daylight.on(colour, (px - x) / radius, (y - py) / radius)
                        .rgb());
    }
}
