package io.interp.core.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.interp.core.data.PixelRange;
import io.interp.core.tensor.Draws;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFormatTest {

    private static final double[] MEAN = {0.4, 0.5, 0.6};
    private static final double[] DEVIATION = {0.2, 0.25, 0.5};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static InputFormat read(String json) {
        return InputFormat.of(JsonParser.parseString(json).getAsJsonObject(), "critic.json");
    }

    private NDArray images(int channels) {
        return Draws.normal(manager, Draws.stream(6), new Shape(2, channels, 4, 4))
                .clip(-1, 1);
    }

    @Test
    void everythingIsRead() {
        InputFormat format = read("{\"size\":[48,64],\"input\":{\"order\":\"bgr\",\"range\":[0,1],"
                + "\"resize\":\"bicubic\",\"mean\":[0.4,0.5,0.6],\"std\":[0.2,0.25,0.5]}}");
        assertThat(format)
                .isEqualTo(new InputFormat(
                        48,
                        64,
                        InputFormat.Order.BGR,
                        PixelRange.UNIT,
                        true,
                        Optional.of(List.of(0.4, 0.5, 0.6)),
                        Optional.of(List.of(0.2, 0.25, 0.5))));
        assertThat(read("{\"size\":[4,4]}"))
                .isEqualTo(new InputFormat(
                        4, 4, InputFormat.Order.RGB, PixelRange.SIGNED, false, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"size\":[4]}",
                "{\"size\":[0,4]}",
                "{\"size\":[4,4],\"input\":{\"order\":\"CMYK\"}}",
                "{\"size\":[4,4],\"input\":{\"range\":[1,0]}}",
                "{\"size\":[4,4],\"input\":{\"resize\":\"nearest\"}}",
                "{\"size\":[4,4],\"input\":{\"mean\":[0.5,0.5]}}",
                "{\"size\":[4,4],\"input\":{\"order\":\"GREY\",\"mean\":[0.1,0.2,0.3]}}",
                "{\"size\":[4,4],\"input\":{\"std\":[1,0,1]}}"
            })
    void whatIsWrongIsRefusedWithAnExample(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .withMessageStartingWith("critic.json does not describe a network's input")
                .withMessageContaining("expected such as {\"size\":[64,64]");
    }

    @Test
    void channelsAreScaledOneByOneInTheirOwnOrder() {
        InputFormat format = read("{\"size\":[4,4],\"input\":{\"order\":\"BGR\",\"range\":[0,1],"
                + "\"mean\":[0.4,0.5,0.6],\"std\":[0.2,0.25,0.5]}}");
        NDArray images = images(3);
        float[] given = images.toFloatArray();
        float[] prepared = format.prepare(images).toFloatArray();
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                for (int p = 0; p < 16; p++) {
                    double unit = (given[(n * 3 + 2 - c) * 16 + p] + 1.0) / 2;
                    double expected = (unit - MEAN[c]) / DEVIATION[c];
                    assertThat((double) prepared[(n * 3 + c) * 16 + p]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void greyAndColourAreTurnedIntoEachOther() {
        NDArray grey = images(1);
        NDArray colour = images(3);
        InputFormat toColour = read("{\"size\":[4,4]}");
        InputFormat toGrey = read("{\"size\":[4,4],\"input\":{\"order\":\"GREY\",\"mean\":[0],\"std\":[0.5]}}");
        NDArray three = toColour.prepare(grey);
        assertThat(three.getShape()).isEqualTo(new Shape(2, 3, 4, 4));
        for (int c = 0; c < 3; c++) {
            assertThat(three.get(":, " + c + ":" + (c + 1))).isEqualTo(grey);
        }
        assertThat(toColour.prepare(colour)).isEqualTo(colour);
        assertThat(toGrey.prepare(grey)).isEqualTo(grey.mul(2));
        NDArray brightness = toGrey.prepare(colour);
        assertThat(brightness.getShape()).isEqualTo(new Shape(2, 1, 4, 4));
        float[] given = colour.toFloatArray();
        float[] mean = brightness.toFloatArray();
        for (int p = 0; p < 16; p++) {
            double expected = 2 * ((double) given[p] + given[16 + p] + given[32 + p]) / 3;
            assertThat((double) mean[p]).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void otherSizesAreResized() {
        NDArray flat = manager.full(new Shape(1, 3, 5, 7), 0.25f);
        NDArray step = manager.create(new float[] {-1, -1, 1, 1}, new Shape(1, 1, 1, 4)); // its cubic overshoots
        for (String kind : new String[] {"bilinear", "bicubic"}) {
            String input = "\"input\":{\"order\":\"%s\",\"range\":[0,255],\"resize\":\"" + kind + "\"}}";
            NDArray prepared = read("{\"size\":[8,6]," + input.formatted("RGB")).prepare(flat);
            assertThat(prepared.getShape()).isEqualTo(new Shape(1, 3, 8, 6));
            for (float value : prepared.toFloatArray()) {
                assertThat((double) value).isCloseTo(1.25 / 2 * 255, within(1e-3));
            }
            float[] edge = read("{\"size\":[1,8]," + input.formatted("GREY"))
                    .prepare(step)
                    .toFloatArray();
            assertThat(edge).hasSize(8).isSorted();
            assertThat((double) edge[0]).isCloseTo(0, within(1e-3));
            assertThat((double) edge[7]).isCloseTo(255, within(1e-3));
        }
        // At twice the size, centres lie a quarter of the way between neighbours: weights 3/4 and 1/4.
        float[] bilinear = read("{\"size\":[1,8],\"input\":{\"order\":\"GREY\"}}")
                .prepare(step)
                .toFloatArray();
        assertThat(bilinear).containsExactly(-1, -1, -1, -0.5f, 0.5f, 1, 1, 1);
    }
}
