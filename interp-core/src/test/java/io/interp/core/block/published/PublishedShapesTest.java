package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.block.BlockGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of full size have the names and shapes that the public PyTorch code gives its state dicts. */
class PublishedShapesTest {

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("pggan256", Pggan.of(256)),
                Arguments.of("stylegan256", StyleGan.of(256)),
                Arguments.of("stylegan2-256", StyleGan2.of(256)),
                Arguments.of("biggan128", BigGan.imageNet128(207)),
                Arguments.of("biggan-deep128", BigGanDeep.imageNet(128, 207, 0.4)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void namesAndShapesArePublic(String name, PublishedNetwork network) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                BlockGenerator generator = network.generator(manager, 0)) {
            Map<String, String> actual = new TreeMap<>();
            for (Map.Entry<String, NDArray> array : generator.state().entrySet()) {
                actual.put(
                        array.getKey(),
                        Arrays.toString(array.getValue().getShape().getShape()).replace(" ", ""));
            }
            assertThat(actual).isEqualTo(shapes(name));
        }
    }

    /** Lines of a name and a shape; the level of detail of progressive training is no weight. */
    private static Map<String, String> shapes(String name) throws IOException {
        try (InputStream in = PublishedShapesTest.class.getResourceAsStream("/published/" + name + "-shapes.txt")) {
            Map<String, String> shapes = new TreeMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(words -> !words[0].equals("lod") && !words[0].endsWith(".lod"))
                    .forEach(words -> shapes.put(words[0], words[1]));
            return shapes;
        }
    }
}
