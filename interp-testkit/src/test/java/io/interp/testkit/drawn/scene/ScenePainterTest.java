package io.interp.testkit.drawn.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interp.core.tensor.Draws;
import io.interp.testkit.paint.MaskOfTwoSizes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenePainterTest {
    private static final int SIZE = 96;
    private static final ScenePainter PAINTER = new ScenePainter(SIZE);

    private static List<SceneFactors> someScenes(int count) {
        RandomGenerator random = Draws.stream(17);
        List<SceneFactors> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(SceneFactors.random(random));
        }
        return scenes;
    }

    /** A factor of a class's colour changes all of its pixels and no others: the mask is where the paint is. */
    @ParameterizedTest
    @CsvSource({
        "house.wall, BUILDING, true",
        "house.roof, ROOF, true",
        "house.door, DOOR, true",
        "house.lit, WINDOW, false",
        "land.dryness, GRASS, true",
        "land.earth, GROUND, true",
        "trees.first.tone, TREE, false",
        "people.first.clothing, PERSON, false"
    })
    void colourAndMaskCoverTheSamePixels(String factor, ScenePart part, boolean whole) {
        int touched = 0;
        int slivers = 0;
        int missed = 0;
        for (SceneFactors scene : someScenes(16)) {
            // Without the foreground, whose edge depends on the colour of the earth.
            SceneFactors base = scene.with("land.bare", 0);
            DrawnScene low = PAINTER.paint(base.with(factor, SceneFactors.low(factor)));
            DrawnScene high = PAINTER.paint(base.with(factor, SceneFactors.high(factor)));
            assertThat(high.mask()).isEqualTo(low.mask());
            boolean[] near = dilate(containing(base, part));
            boolean[] beside = dilate(not(low, part));
            for (int i = 0; i < SIZE * SIZE; i++) {
                boolean changed = rgb(low, i) != rgb(high, i);
                slivers += changed && !near[i] ? 1 : 0;
                missed += whole && !changed && !beside[i] ? 1 : 0;
                touched += changed ? 1 : 0;
            }
        }
        assertThat(touched).isGreaterThan(500);
        assertThat(missed).isZero();
        // Slivers thinner than a quarter of a pixel escape the larger picture.
        assertThat(slivers).isLessThanOrEqualTo(touched / 5000);
    }

    /** At noon each class has a family of colours of its own. */
    @Test
    void coloursTellTheClasses() {
        int[] seen = new int[ScenePart.values().length];
        int[] alike = new int[seen.length];
        for (SceneFactors scene : someScenes(60)) {
            DrawnScene noon = PAINTER.paint(scene.with("time", 0.5).with("house.lit", 0));
            for (ScenePart part : ScenePart.values()) {
                boolean[] beside = dilate(not(noon, part));
                for (int i = 0; i < SIZE * SIZE; i++) {
                    if (!beside[i]) {
                        seen[part.index()]++;
                        alike[part.index()] += looksLike(part, rgb(noon, i)) ? 1 : 0;
                    }
                }
            }
        }
        for (ScenePart part : ScenePart.values()) {
            assertThat(seen[part.index()]).as(part.name()).isGreaterThan(100);
            // Slivers of other classes are mixed into a few pixels.
            assertThat(alike[part.index()] / (double) seen[part.index()])
                    .as(part.name())
                    .isGreaterThan(0.99);
        }
    }

    private static boolean looksLike(ScenePart part, int rgb) {
        int r = rgb >> 16;
        int g = (rgb >> 8) & 255;
        int b = rgb & 255;
        return switch (part) {
            // The sun's glow turns the sky yellow around it.
            case SKY -> b > 130 && g > 130;
            case GROUND -> r > g && g > b && r - b > 25;
            case GRASS -> g > b && g > 110 && g >= r - 2;
            case TREE -> r < 125 && g < 190 && b < 125;
            case BUILDING -> r >= g && g >= b - 12 && r > 150 && g > 120;
            case ROOF -> r < 215 && g < 120 && b < 140 && r >= b - 25;
            case WINDOW -> b >= g && g >= r && r < 180;
            case DOOR -> b > g && b > 50 && g < 115;
            case SUN -> r > 240 && g > 215 && b < 190;
            case CLOUD -> r > 175 && g > 205 && b > 235;
            // Skin, hair, coats from magenta to orange, dark legs.
            case PERSON -> r >= g || r < 120;
        };
    }

    @ParameterizedTest
    @EnumSource(HouseKind.class)
    void openingsLieInWalls(HouseKind kind) {
        SceneFactors bare = SceneFactors.average()
                .with("house.kind", kind.index())
                .with("trees.first.size", 0)
                .with("trees.second.size", 0)
                .with("people.first.size", 0);
        DrawnScene scene = PAINTER.paint(bare);
        Set<ScenePart> house = EnumSet.of(ScenePart.BUILDING, ScenePart.ROOF, ScenePart.WINDOW, ScenePart.DOOR);
        if (kind == HouseKind.NONE) {
            house.forEach(part -> assertThat(area(scene, part)).isZero());
            return;
        }
        house.forEach(part -> assertThat(area(scene, part)).isGreaterThan(30));
        for (int i = SIZE; i < SIZE * (SIZE - 1); i++) {
            for (int step : new int[] {-SIZE, -1, 1, SIZE}) {
                int label = scene.mask()[i + step];
                if (scene.mask()[i] == ScenePart.WINDOW.index()) {
                    assertThat(label).isIn((int) ScenePart.WINDOW.index(), (int) ScenePart.BUILDING.index());
                } else if (scene.mask()[i] == ScenePart.DOOR.index() && step != SIZE) {
                    assertThat(label).isIn((int) ScenePart.DOOR.index(), (int) ScenePart.BUILDING.index());
                }
            }
        }
    }

    @Test
    void nearThingsHideFarOnes() {
        SceneFactors base = SceneFactors.average()
                .with("trees.first.x", 0)
                .with("trees.first.size", 1)
                .with("house.x", 0)
                .with("house.depth", 0.5);
        DrawnScene behind = PAINTER.paint(base.with("trees.first.depth", 0));
        DrawnScene before = PAINTER.paint(base.with("trees.first.depth", 0.75));
        DrawnScene none = PAINTER.paint(base.with("trees.first.size", 0));
        assertThat(area(behind, ScenePart.BUILDING)).isEqualTo(area(none, ScenePart.BUILDING));
        assertThat(area(before, ScenePart.BUILDING)).isLessThan(0.8 * area(none, ScenePart.BUILDING));
    }

    @Test
    void timeAndTheSideOfTheLightChangeNoMask() {
        for (SceneFactors base : someScenes(5)) {
            byte[] dawn = PAINTER.paint(base.with("time", 0)).mask();
            assertThat(PAINTER.paint(base.with("time", 1)).mask()).isEqualTo(dawn);
            SceneFactors unseen = base.with("sun.size", 0);
            assertThat(PAINTER.paint(unseen.with("sun.x", -1)).mask())
                    .isEqualTo(PAINTER.paint(unseen.with("sun.x", 1)).mask());
        }
    }

    /** Each of these drives something that can be measured on the mask, in one direction. */
    static Stream<Arguments> measures() {
        return Stream.of(
                grows("sun.size", scene -> area(scene, ScenePart.SUN)),
                grows("sun.x", scene -> middle(scene, ScenePart.SUN, true)),
                grows("sun.height", scene -> -middle(scene, ScenePart.SUN, false)),
                grows("clouds.left.size", scene -> area(scene, ScenePart.CLOUD)),
                grows("clouds.left.shift", scene -> middle(scene, ScenePart.CLOUD, true)),
                grows("clouds.left.height", scene -> -middle(scene, ScenePart.CLOUD, false)),
                grows("clouds.left.billow", scene -> area(scene, ScenePart.CLOUD)),
                grows("land.horizon", scene -> area(scene, ScenePart.SKY)),
                grows("land.slope", scene -> middle(scene, ScenePart.SKY, true)),
                grows("land.bulge", scene -> -middle(scene, ScenePart.GRASS, false)),
                grows("land.hill", scene -> -area(scene, ScenePart.SKY)),
                grows("land.bare", scene -> area(scene, ScenePart.GROUND)),
                grows("land.path", scene -> area(scene, ScenePart.GROUND)),
                grows("house.x", scene -> middle(scene, ScenePart.ROOF, true)),
                grows("house.depth", scene -> area(scene, ScenePart.ROOF)),
                grows("house.width", scene -> area(scene, ScenePart.ROOF)),
                grows("house.height", scene -> area(scene, ScenePart.WINDOW)),
                grows("house.pitch", scene -> area(scene, ScenePart.ROOF)),
                grows("trees.first.size", scene -> area(scene, ScenePart.TREE)),
                grows("trees.first.x", scene -> middle(scene, ScenePart.TREE, true)),
                grows("trees.first.depth", scene -> middle(scene, ScenePart.TREE, false)),
                grows("trees.first.width", scene -> area(scene, ScenePart.TREE)),
                grows("people.first.size", scene -> area(scene, ScenePart.PERSON)),
                grows("people.first.x", scene -> middle(scene, ScenePart.PERSON, true)),
                grows("people.first.depth", scene -> middle(scene, ScenePart.PERSON, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("measures")
    void factorsActInOneDirection(String name, ToDoubleFunction<DrawnScene> measure) {
        // One thing of each kind, none before another.
        SceneFactors base = SceneFactors.average()
                .with("trees.second.size", 0)
                .with("trees.first.depth", 0.75)
                .with("people.first.depth", 0.95)
                .with("clouds.left.height", 0.9)
                .with("sun.height", 0.6);
        base = name.startsWith("sun.") ? base.with("clouds.left.size", 0).with("house.kind", 0) : base;
        base = name.startsWith("clouds.") ? base.with("sun.size", 0).with("house.kind", 0) : base;
        base = name.startsWith("house.") ? base.with("trees.first.size", 0) : base;
        base = name.startsWith("people.") ? base.with("house.kind", 0) : base;
        base = name.startsWith("land.") ? base.with("house.kind", 0) : base;
        double last = Double.NEGATIVE_INFINITY;
        for (int step = 0; step <= 4; step++) {
            double value = SceneFactors.low(name) + step / 4.0 * (SceneFactors.high(name) - SceneFactors.low(name));
            if (name.endsWith(".size") && value == 0) {
                continue;
            }
            double now = measure.applyAsDouble(PAINTER.paint(base.with(name, value)));
            assertThat(now).as("%s at %s", name, value).isGreaterThan(last);
            last = now;
        }
    }

    @Test
    void everyFactorCanBeSeen() {
        SceneFactors base = SceneFactors.average();
        for (String name : SceneFactors.names()) {
            base = name.endsWith(".size") ? base.with(name, 0.5) : base;
        }
        base = base.with("trees.third.x", 0.4).with("trees.fourth.x", -0.4);
        for (String name : SceneFactors.names()) {
            DrawnScene low = PAINTER.paint(base.with(name, SceneFactors.low(name)));
            DrawnScene high = PAINTER.paint(base.with(name, SceneFactors.high(name)));
            int changed = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                changed += distance(rgb(low, i), rgb(high, i)) > 12 ? 1 : 0;
            }
            assertThat(changed).as(name).isGreaterThan(8);
        }
    }

    @Test
    void masksOfTwoSizesAgree() {
        for (SceneFactors scene : someScenes(8)) {
            byte[] coarse = new ScenePainter(64).paint(scene).mask();
            byte[] fine = new ScenePainter(256).paint(scene).mask();
            assertThat(MaskOfTwoSizes.agreement(coarse, fine)).isGreaterThan(0.98);
        }
    }

    @Test
    void refusesOtherSizes() {
        for (int size : new int[] {0, 31, 513}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ScenePainter(size))
                    .withMessageContaining("got " + size);
        }
        assertThat(new ScenePainter(32).paint(SceneFactors.average()).size()).isEqualTo(32);
        assertThat(new ScenePainter(512).paint(SceneFactors.average()).mask()).hasSize(512 * 512);
    }

    private static Arguments grows(String name, ToDoubleFunction<DrawnScene> measure) {
        return Arguments.of(name, measure);
    }

    private static int rgb(DrawnScene scene, int i) {
        return scene.image().getRGB(i % SIZE, i / SIZE) & 0xFFFFFF;
    }

    private static int distance(int a, int b) {
        return Math.abs((a >> 16) - (b >> 16))
                + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255))
                + Math.abs((a & 255) - (b & 255));
    }

    /** The pixels that show a class, be it less than others: the picture painted four times as large says so. */
    private static boolean[] containing(SceneFactors factors, ScenePart part) {
        byte[] fine = new ScenePainter(4 * SIZE).paint(factors).mask();
        boolean[] containing = new boolean[SIZE * SIZE];
        for (int i = 0; i < fine.length; i++) {
            int row = i / (4 * SIZE);
            int column = i % (4 * SIZE);
            containing[row / 4 * SIZE + column / 4] |= fine[i] == part.index();
        }
        return containing;
    }

    private static boolean[] not(DrawnScene scene, ScenePart part) {
        boolean[] not = new boolean[scene.mask().length];
        for (int i = 0; i < not.length; i++) {
            not[i] = scene.mask()[i] != part.index();
        }
        return not;
    }

    /** The region and the pixels around it. */
    private static boolean[] dilate(boolean[] region) {
        boolean[] wide = new boolean[region.length];
        for (int i = 0; i < region.length; i++) {
            for (int dy = -1; region[i] && dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = i % SIZE + dx;
                    int row = i / SIZE;
                    int y = row + dy;
                    if (x >= 0 && x < SIZE && y >= 0 && y < SIZE) {
                        wide[y * SIZE + x] = true;
                    }
                }
            }
        }
        return wide;
    }

    private static double area(DrawnScene scene, ScenePart part) {
        int area = 0;
        for (byte label : scene.mask()) {
            area += label == part.index() ? 1 : 0;
        }
        return area;
    }

    private static double middle(DrawnScene scene, ScenePart part, boolean horizontal) {
        double sum = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            int row = i / SIZE;
            sum += scene.mask()[i] == part.index() ? (horizontal ? i % SIZE : row) : 0;
        }
        return sum / area(scene, part);
    }
}
