package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interp.testkit.paint.MaskOfTwoSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FacePainterTest {
    private static final int SIZE = 96;
    private static final FacePainter PAINTER = new FacePainter(SIZE);

    /** A part's factors move its own pixels and the skin close to it, whoever's face it is. */
    @ParameterizedTest
    @CsvSource({
        "MOUTH, identity.mouth. expression.smile expression.mouthOpening, 9",
        "NOSE, identity.nose., 8",
        "EYES, identity.eyes.size identity.eyes.slant identity.eyes.colour expression.eyeOpenness expression.gaze, 9",
        "BROWS, identity.brows. expression.browRaise, 4",
        "HAIR, identity.hair.length identity.hair.volume identity.hair.parting, 5"
    })
    void factorsOfAPartStayNearIt(FacePart part, String prefixes, int reach) {
        for (FaceFactors base : someFaces(6)) {
            for (String name : matching(prefixes)) {
                DrawnFace low = PAINTER.paint(base.with(name, FaceFactors.low(name)));
                DrawnFace high = PAINTER.paint(base.with(name, FaceFactors.high(name)));
                boolean[] near = dilate(either(low, high, part), reach);
                for (int i = 0; i < SIZE * SIZE; i++) {
                    if (!near[i]) {
                        assertThat(rgb(high, i)).as("%s at %d", name, i).isEqualTo(rgb(low, i));
                        assertThat(high.mask()[i]).as("%s at %d", name, i).isEqualTo(low.mask()[i]);
                    }
                }
            }
        }
    }

    @Test
    void lightChangesNoMaskAndNoBackdrop() {
        for (FaceFactors base : someFaces(4)) {
            DrawnFace before = PAINTER.paint(base);
            for (String name : matching("light.")) {
                DrawnFace low = PAINTER.paint(base.with(name, FaceFactors.low(name)));
                DrawnFace high = PAINTER.paint(base.with(name, FaceFactors.high(name)));
                assertThat(low.mask()).isEqualTo(before.mask());
                assertThat(high.mask()).isEqualTo(before.mask());
                boolean[] person = dilate(not(before, FacePart.BACKGROUND), 1);
                // Clothing is lit too; it lies in the lower part of the image.
                for (int i = 0; i < SIZE * SIZE / 2; i++) {
                    if (!person[i]) {
                        assertThat(rgb(high, i)).isEqualTo(rgb(low, i));
                    }
                }
            }
        }
    }

    @Test
    void backgroundChangesNoPerson() {
        for (FaceFactors base : someFaces(4)) {
            DrawnFace before = PAINTER.paint(base);
            boolean[] outside = dilate(is(before, FacePart.BACKGROUND), 1);
            for (String name : matching("background.")) {
                DrawnFace after = PAINTER.paint(base.with(name, FaceFactors.high(name)));
                assertThat(after.mask()).isEqualTo(before.mask());
                for (int i = 0; i < SIZE * SIZE; i++) {
                    if (!outside[i]) {
                        assertThat(rgb(after, i)).as(name).isEqualTo(rgb(before, i));
                    }
                }
            }
        }
    }

    /** Each factor drives something that can be measured on picture and mask, in one direction. */
    static Stream<Arguments> measures() {
        return Stream.of(
                grows("identity.head.skinTone", face -> -brightness(face, FacePart.SKIN)),
                grows("identity.head.skinWarmth", face -> -channel(face, FacePart.SKIN, 0)),
                grows("identity.head.width", face -> area(face, FacePart.SKIN)),
                grows("identity.head.length", face -> area(face, FacePart.SKIN)),
                grows("identity.head.jaw", face -> area(face, FacePart.SKIN)),
                grows("identity.head.chin", face -> area(face, FacePart.SKIN)),
                grows("identity.head.ears", face -> area(face, FacePart.SKIN)),
                grows("identity.hair.length", face -> area(face, FacePart.HAIR)),
                grows("identity.hair.volume", face -> area(face, FacePart.HAIR)),
                grows("identity.hair.parting", face -> -middle(face, FacePart.HAIR, true)),
                grows("identity.hair.darkness", face -> -brightness(face, FacePart.HAIR)),
                grows("identity.hair.redness", FacePainterTest::hairRedness),
                grows("identity.hair.grey", face -> channel(face, FacePart.HAIR, 0)),
                grows("identity.eyes.spacing", face -> spread(face, FacePart.EYES)),
                grows("identity.eyes.size", face -> area(face, FacePart.EYES)),
                grows("identity.brows.thickness", face -> area(face, FacePart.BROWS)),
                grows("identity.nose.length", face -> area(face, FacePart.NOSE)),
                grows("identity.nose.width", face -> area(face, FacePart.NOSE)),
                grows("identity.mouth.width", face -> spread(face, FacePart.MOUTH)),
                grows("identity.mouth.fullness", face -> area(face, FacePart.MOUTH)),
                grows("identity.mouth.redness", face -> -channel(face, FacePart.MOUTH, 8)),
                grows("expression.smile", face -> spread(face, FacePart.MOUTH)),
                grows("expression.mouthOpening", face -> area(face, FacePart.MOUTH)),
                grows("expression.browRaise", face -> -middle(face, FacePart.BROWS, false)),
                grows("expression.eyeOpenness", face -> area(face, FacePart.EYES)),
                grows("pose.yaw", face -> middle(face, FacePart.NOSE, true) - middle(face, FacePart.HAIR, true)),
                grows("pose.pitch", face -> middle(face, FacePart.NOSE, false) - middle(face, FacePart.EYES, false)),
                grows("pose.roll", face -> -middle(face, FacePart.MOUTH, true)),
                grows("pose.x", face -> middle(face, FacePart.EYES, true)),
                grows("pose.y", face -> middle(face, FacePart.EYES, false)),
                grows("pose.scale", face -> area(face, FacePart.EYES)),
                grows("light.azimuth", FacePainterTest::lightFromRight),
                grows("light.elevation", face -> -lightFromBelow(face)),
                grows("light.brightness", face -> brightness(face, FacePart.SKIN)),
                grows("light.warmth", face -> -channel(face, FacePart.SKIN, 0)),
                grows("background.brightness", face -> brightness(face, FacePart.BACKGROUND)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("measures")
    void factorsActInOneDirection(String name, ToDoubleFunction<DrawnFace> measure) {
        FaceFactors base = FaceFactors.average().with("pose.yaw", name.equals("pose.yaw") ? 0 : 3);
        double last = Double.NEGATIVE_INFINITY;
        for (int step = 0; step <= 4; step++) {
            double value = FaceFactors.low(name) + step / 4.0 * (FaceFactors.high(name) - FaceFactors.low(name));
            double now = measure.applyAsDouble(PAINTER.paint(base.with(name, value)));
            assertThat(now).as("%s at %s", name, value).isGreaterThan(last);
            last = now;
        }
    }

    @Test
    void everyFactorCanBeSeen() {
        FaceFactors base = FaceFactors.average().with("background.clutter", 0.5);
        for (String name : FaceFactors.names()) {
            DrawnFace low = PAINTER.paint(base.with(name, FaceFactors.low(name)));
            // Half the range, because the two ends of a hue are the same.
            double middle = (FaceFactors.low(name) + FaceFactors.high(name)) / 2;
            DrawnFace high = PAINTER.paint(base.with(name, name.endsWith(".style") ? 3 : middle));
            int changed = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                changed += distance(rgb(low, i), rgb(high, i)) > 12 ? 1 : 0;
            }
            assertThat(changed).as(name).isGreaterThan(15);
        }
    }

    @Test
    void masksOfTwoSizesAgree() {
        for (FaceFactors face : someFaces(5)) {
            byte[] coarse = new FacePainter(64).paint(face).mask();
            byte[] fine = new FacePainter(256).paint(face).mask();
            assertThat(MaskOfTwoSizes.agreement(coarse, fine)).isGreaterThan(0.985);
        }
    }

    @Test
    void refusesOtherSizes() {
        for (int size : new int[] {0, 15, 513}) {
            assertThatThrownBy(() -> new FacePainter(size))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got " + size);
        }
        assertThat(new FacePainter(16).paint(FaceFactors.average()).size()).isEqualTo(16);
        assertThat(new FacePainter(512).paint(FaceFactors.average()).mask()).hasSize(512 * 512);
    }

    private static Arguments grows(String name, ToDoubleFunction<DrawnFace> measure) {
        return Arguments.of(name, measure);
    }

    private static List<FaceFactors> someFaces(int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        return Stream.generate(() -> FaceFactors.random(random)).limit(count).toList();
    }

    private static List<String> matching(String prefixes) {
        List<String> names = new ArrayList<>();
        for (String prefix : prefixes.split(" ", -1)) {
            FaceFactors.names().stream().filter(name -> name.startsWith(prefix)).forEach(names::add);
        }
        return names;
    }

    private static int rgb(DrawnFace face, int i) {
        return face.image().getRGB(i % face.size(), i / face.size()) & 0xFFFFFF;
    }

    private static int distance(int a, int b) {
        return Math.abs((a >> 16) - (b >> 16))
                + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255))
                + Math.abs((a & 255) - (b & 255));
    }

    private static boolean[] is(DrawnFace face, FacePart part) {
        boolean[] is = new boolean[face.mask().length];
        for (int i = 0; i < is.length; i++) {
            is[i] = face.mask()[i] == part.index();
        }
        return is;
    }

    private static boolean[] not(DrawnFace face, FacePart part) {
        boolean[] not = is(face, part);
        for (int i = 0; i < not.length; i++) {
            not[i] = !not[i];
        }
        return not;
    }

    private static boolean[] either(DrawnFace a, DrawnFace b, FacePart part) {
        boolean[] either = is(a, part);
        boolean[] other = is(b, part);
        for (int i = 0; i < either.length; i++) {
            either[i] |= other[i];
        }
        return either;
    }

    private static boolean[] dilate(boolean[] region, int reach) {
        boolean[] wide = new boolean[region.length];
        for (int i = 0; i < region.length; i++) {
            for (int dy = -reach; region[i] && dy <= reach; dy++) {
                for (int dx = -reach; dx <= reach; dx++) {
                    int x = i % SIZE + dx;
                    int y = i / SIZE + dy;
                    if (x >= 0 && x < SIZE && y >= 0 && y < SIZE) {
                        wide[y * SIZE + x] = true;
                    }
                }
            }
        }
        return wide;
    }

    private static int row(int i) {
        return i / SIZE;
    }

    /** Mean over the pixels of a part. */
    private static double mean(DrawnFace face, FacePart part, ToDoubleFunction<Integer> value) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            if (face.mask()[i] == part.index()) {
                sum += value.applyAsDouble(i);
                count++;
            }
        }
        return sum / count;
    }

    private static double area(DrawnFace face, FacePart part) {
        double area = 0;
        for (byte label : face.mask()) {
            area += label == part.index() ? 1 : 0;
        }
        return area;
    }

    private static double brightness(DrawnFace face, FacePart part) {
        return channel(face, part, 16) + channel(face, part, 8) + channel(face, part, 0);
    }

    private static double channel(DrawnFace face, FacePart part, int shift) {
        return mean(face, part, i -> (rgb(face, i) >> shift) & 255);
    }

    private static double hairRedness(DrawnFace face) {
        return channel(face, FacePart.HAIR, 16) / channel(face, FacePart.HAIR, 8);
    }

    private static double middle(DrawnFace face, FacePart part, boolean horizontal) {
        return mean(face, part, i -> horizontal ? i % SIZE : row(i));
    }

    private static double spread(DrawnFace face, FacePart part) {
        double middle = middle(face, part, true);
        return mean(face, part, i -> Math.abs(i % SIZE - middle));
    }

    private static double lightFromRight(DrawnFace face) {
        double middle = middle(face, FacePart.SKIN, true);
        return mean(face, FacePart.SKIN, i -> (i % SIZE - middle) * ((rgb(face, i) >> 8) & 255));
    }

    /** How far below the middle of the skin its light lies, in pixels. */
    private static double lightFromBelow(DrawnFace face) {
        double middle = middle(face, FacePart.SKIN, false);
        return mean(face, FacePart.SKIN, i -> (row(i) - middle) * ((rgb(face, i) >> 8) & 255))
                / channel(face, FacePart.SKIN, 8);
    }
}
