package io.interp.core.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.internal.torch.OperatorArchive;
import io.interp.core.measure.SegmentClass;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks written here: their scores are the colours themselves, twice. */
class TorchScriptSegmenterTest {

    private static final String SCORES = """
              def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.cat([x, torch.neg(x)], 1)
            """;
    private static final String INDICES = """
              def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.argmax(x, 1)
            """;

    private final NDManager manager = NDManager.newBaseManager();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    private TorchScriptSegmenter load(String method, String json) throws IOException {
        Path file = folder.resolve("parser.pt");
        Files.write(file, OperatorArchive.of(method));
        Files.writeString(folder.resolve("parser.json"), json);
        return TorchScriptSegmenter.load(file, manager);
    }

    private static String six(String more) {
        return "{\"labels\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"],\"size\":[4,4]" + more + "}";
    }

    private NDArray images() {
        return Draws.normal(manager, Draws.stream(3), new Shape(2, 3, 4, 4)).clip(-1, 1);
    }

    @Test
    void categoriesCompeteAmongThemselves() throws IOException {
        String categories =
                ",\"categories\":[\"object\",\"object\",\"object\",\"part\",\"part\",\"part\"],\"none\":\"d\"";
        try (TorchScriptSegmenter segmenter = load(SCORES, six(categories))) {
            assertThat(segmenter.channels()).isEqualTo(2);
            assertThat(segmenter.none()).hasValue(3);
            assertThat(segmenter.classes().get(4)).isEqualTo(new SegmentClass(4, "e", "part"));
            NDArray images = images();
            float[] x = images.toFloatArray();
            long[] found = segmenter.segmentAll(images).toLongArray(); // [2, 2, 4, 4]
            long[] first = segmenter.segment(images).toLongArray();
            for (int n = 0; n < 2; n++) {
                for (int p = 0; p < 16; p++) {
                    int high = 0;
                    int low = 0;
                    for (int c = 1; c < 3; c++) {
                        high = x[(n * 3 + c) * 16 + p] > x[(n * 3 + high) * 16 + p] ? c : high;
                        low = x[(n * 3 + c) * 16 + p] < x[(n * 3 + low) * 16 + p] ? c : low;
                    }
                    assertThat(found[n * 32 + p]).isEqualTo(high).isEqualTo(first[n * 16 + p]);
                    assertThat(found[n * 32 + 16 + p]).isEqualTo(3 + low);
                }
            }
        }
    }

    @Test
    void softScoreIsTheSoftmaxInTheCategoryAndHasAGradient() throws IOException {
        String categories = ",\"categories\":[\"object\",\"object\",\"object\",\"part\",\"part\",\"part\"]";
        try (TorchScriptSegmenter segmenter = load(SCORES, six(categories))) {
            NDArray images = images();
            float[] x = images.toFloatArray();
            try (GradScope on = GradScope.on()) {
                Gradients.require(images);
                NDArray score = segmenter.softScore(images, 4); // exp(-x1) over the sum
                NDArray gradient = Gradients.of(score.sum(), images);
                float[] scores = score.toFloatArray();
                float[] slopes = gradient.toFloatArray();
                for (int p = 0; p < 16; p++) {
                    double sum = Math.exp(-x[p]) + Math.exp(-x[16 + p]) + Math.exp(-x[32 + p]);
                    double expected = Math.exp(-x[16 + p]) / sum;
                    assertThat((double) scores[p]).isCloseTo(expected, within(1e-6));
                    assertThat((double) slopes[16 + p]).isCloseTo(-expected * (1 - expected), within(1e-6));
                }
            }
        }
    }

    @Test
    void inputsArePreparedAsDescribed() throws IOException {
        String input = ",\"output\":\"probabilities\",\"input\":{\"order\":\"BGR\",\"range\":[0,255],"
                + "\"mean\":[10,20,30],\"std\":[2,4,8]}";
        try (TorchScriptSegmenter segmenter = load(SCORES, six(input))) {
            NDArray images = images();
            float blue = images.toFloatArray()[32];
            double expected = ((blue + 1) * 127.5 - 10) / 2;
            assertThat((double) segmenter.softScore(images, 0).toFloatArray()[0])
                    .isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void indicesHaveNoSoftScore() throws IOException {
        String json = "{\"labels\":[\"a\",\"b\",\"c\"],\"size\":[4,4],\"output\":\"argmax\"}";
        try (TorchScriptSegmenter segmenter = load(INDICES, json)) {
            assertThat(segmenter.segmentAll(images()).getShape()).isEqualTo(new Shape(2, 1, 4, 4));
            assertThatThrownBy(() -> segmenter.softScore(images(), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("class indices");
        }
    }

    @Test
    void theListOfLabelsMustFitTheNetwork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(SCORES, "{\"labels\":[\"a\",\"b\"],\"size\":[4,4]}"))
                .withMessageContaining("[N, 2 classes, h, w]")
                .withMessageContaining("(1, 6, 4, 4)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(INDICES, "{\"labels\":[\"a\",\"b\",\"c\"],\"size\":[4,4]}"))
                .withMessageContaining("\"output\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(SCORES, six(",\"output\":\"argmax\"").replace("[\"a\"", "[\"z\"")))
                .withMessageContaining("class indices from -1 to 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"size":[4,4]}                                                      | no list of "labels"
            {"labels":[],"size":[4,4]}                                          | one class or more
            {"labels":["a","a"],"size":[4,4]}                                   | 'a' twice
            {"labels":["a","b"]}                                                | "size" must be [height, width]
            {"labels":["a","b"],"size":[4,4],"categories":["object"]}           | "categories" needs one name a label
            {"labels":["a","b","c"],"size":[4,4],"categories":["x","y","x"]}    | must follow each other
            {"labels":["a","b"],"size":[4,4],"output":"scores"}                 | "output" must be logits or probabilities or argmax
            {"labels":["a","b"],"size":[4,4],"none":"z"}                        | which is no label
            {"labels":["a","b"],"size":[4,4],"none":7}                          | index below 2
            {"labels":["a","b"],"size":[4,4],"input":{"order":"RBG"}}           | must be RGB, BGR or GREY
            {"labels":["a","b"],"size":[4,4],"input":{"mean":[1,2]}}            | "mean" needs 3 numbers
            """)
    void wrongDescriptionsSayWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(SCORES, json))
                .withMessageContaining(message);
    }

    @Test
    void bothFilesAreNeeded() throws IOException {
        Path file = folder.resolve("alone.pt");
        Files.write(file, OperatorArchive.of(SCORES));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptSegmenter.load(file, manager))
                .withMessageContaining("alone.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptSegmenter.load(folder.resolve("gone.pt"), manager))
                .withMessageContaining("gone.pt");
    }
}
