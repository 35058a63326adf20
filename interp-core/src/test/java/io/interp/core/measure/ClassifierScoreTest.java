package io.interp.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClassifierScoreTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Takes the first three pixels of an image for its probabilities. */
    private record PixelClassifier(List<String> labels) implements Classifier {
        @Override
        public String name() {
            return "pixels";
        }

        @Override
        public NDArray probabilities(NDArray images) {
            return images.reshape(images.getShape().get(0), -1).get(":, :" + labels.size());
        }

        @Override
        public void close() {}
    }

    private static ClassifierScore score() {
        return new ClassifierScore(new PixelClassifier(List.of("a", "b", "c")));
    }

    private NDArray images(float... values) {
        return manager.create(values, new Shape(values.length / 3, 1, 1, 3));
    }

    @Test
    void sureAndEvenGivesTheNumberOfClassesAndAlikeGivesOne() {
        ClassifierScore even = score();
        even.add(images(1, 0, 0, 0, 1, 0));
        even.add(images(0, 0, 1));
        assertThat(even.value()).isCloseTo(3, within(1e-12));
        assertThat(even.count()).isEqualTo(3);
        ClassifierScore alike = score();
        alike.add(images(0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f));
        assertThat(alike.value()).isCloseTo(1, within(1e-12));
    }

    @Test
    void agreesWithTheDefinitionOnMixedProbabilities() {
        double[][] rows = {{0.5, 0.5, 0}, {0.25, 0.25, 0.5}};
        double[] mean = {0.375, 0.375, 0.25};
        double divergence = 0;
        for (double[] row : rows) {
            for (int k = 0; k < 3; k++) {
                divergence += row[k] > 0 ? row[k] * Math.log(row[k] / mean[k]) / 2 : 0;
            }
        }
        ClassifierScore score = score();
        int[] drawn = {0};
        score.add(
                manager,
                (owner, count) -> {
                    int row = drawn[0]++;
                    NDArray image = row < 2
                            ? images((float) rows[row][0], (float) rows[row][1], (float) rows[row][2])
                            : manager.zeros(new Shape(0, 1, 1, 3));
                    image.attach(owner);
                    return image;
                },
                5,
                1);
        assertThat(score.count()).isEqualTo(2);
        assertThat(score.value()).isCloseTo(Math.exp(divergence), within(1e-12));
    }

    @Test
    void refusesWhatIsNoProbabilityAndAnEmptyScore() {
        ClassifierScore score = score();
        assertThatIllegalStateException().isThrownBy(score::value).withMessageContaining("images");
        assertThatIllegalStateException()
                .isThrownBy(() -> score.add(images(-0.1f, 1, 0.1f)))
                .withMessageContaining("probabilities");
        assertThatIllegalStateException()
                .isThrownBy(() -> score.add(manager.zeros(new Shape(2, 1, 1, 2))))
                .withMessageContaining("[2, 3]");
        assertThatIllegalArgumentException().isThrownBy(() -> score.add(manager, (owner, count) -> images(), 0, 1));
    }
}
